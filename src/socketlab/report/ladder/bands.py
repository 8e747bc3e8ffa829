"""Draw the bands: each step's number and caption, and its verdicts."""

from socketlab.report.drawing import Span
from socketlab.report.ladder.layout import (
    CAPTION_LINE,
    CAPTION_SIZE,
    CHIP_GAP,
    CHIP_ROW,
    CHIP_SIZE,
    MARGIN,
    TIMES,
    Band,
    Chip,
)
from socketlab.report.ladder.sheet import Sheet

TEXT = TIMES + 38


def draw(sheet: Sheet) -> None:
    """Draw the band of every step."""
    for index, band in enumerate(sheet.layout.bands):
        draw_band(sheet, band, sheet.get_y("band", index))


def draw_band(sheet: Sheet, band: Band, y: float) -> None:
    """Draw one step across both lifelines."""
    palette, drawing = sheet.palette, sheet.drawing
    end = sheet.layout.across - MARGIN
    drawing.box(TIMES, y, end - TIMES, band.down, rx=6, fill=palette.band)
    drawing.add("circle", cx=TIMES + 18, cy=y + 15, r=10, fill=palette.ink)
    number = Span(str(band.step.number), palette.paper, 11.5, bold=True)
    drawing.text(TIMES + 18, y + 19, number, anchor="middle")
    for index, line in enumerate(band.caption):
        words = Span(line, palette.ink, CAPTION_SIZE, bold=True)
        drawing.text(TEXT, y + 20 + CAPTION_LINE * index, words)
    row_y = y + 4 if band.beside else y + 8 + CAPTION_LINE * len(band.caption)
    for row in band.rows:
        total = sum(chip.across + CHIP_GAP for chip in row) - CHIP_GAP
        x = end - 8 - total if band.beside else TEXT
        for chip in row:
            draw_chip(sheet, chip, x, row_y)
            x += chip.across + CHIP_GAP
        row_y += CHIP_ROW


def draw_chip(sheet: Sheet, chip: Chip, x: float, y: float) -> None:
    """Draw a verdict: a mark, words, and a colour."""
    palette, drawing = sheet.palette, sheet.drawing
    ground, ink = {
        "agrees": (palette.agrees, palette.agrees_ink),
        "disagrees": (palette.disagrees, palette.disagrees_ink),
        "not observed": (palette.unseen, palette.unseen_ink),
    }[chip.outcome]
    drawing.box(x, y, chip.across, 22, rx=11, fill=ground)
    drawing.mark(chip.outcome, x + 15, y + 11, ink)
    drawing.text(x + 26, y + 15.5, Span(chip.words, ink, CHIP_SIZE))
