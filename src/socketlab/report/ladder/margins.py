"""Draw what stands beside the lifelines: calls, what they gave, and times."""

from socketlab.report.drawing import Span
from socketlab.report.ladder.labels import SIZE, Bracket, Label
from socketlab.report.ladder.layout import LABEL_ROW, LANE, TIMES
from socketlab.report.ladder.sheet import Sheet
from socketlab.report.wording import stamp

TIME_ROW = 18.0
TICK = 10.0
BRACKET = 6.0
WORDS = 34.0


def draw_brackets(sheet: Sheet) -> None:
    """Draw how long calls waited; bands lie above."""
    for bracket in sheet.layout.beside.brackets:
        draw_bracket(sheet, bracket)


def draw(sheet: Sheet) -> None:
    """Draw labels and times."""
    for label in sheet.layout.beside.labels:
        draw_label(sheet, label)
    draw_times(sheet)


def find_edge(sheet: Sheet, side: str) -> tuple[float, int]:
    """Give the outer edge of a side's lane, and the direction away from it."""
    layout = sheet.layout
    return (layout.left, -1) if side == "client" else (layout.right + LANE, 1)


def draw_label(sheet: Sheet, label: Label) -> None:
    """Draw a call and what it gave, with a tick at its height."""
    palette, drawing = sheet.palette, sheet.drawing
    y = sheet.get_y(*label.key)
    edge, away = find_edge(sheet, label.side)
    words_x = edge + away * WORDS
    drawing.line((edge + away * 2, y), (words_x - away * 5, y), palette.line)
    anchor = "end" if away < 0 else "start"
    for index, (words, result) in enumerate(label.lines):
        spans = [Span(words, palette.ink, SIZE, mono=True)] if words else []
        if result:
            lead = " " if words else ""
            spans.append(Span(lead + result, palette.quiet, SIZE, mono=True))
        drawing.text(words_x, y + 4 + LABEL_ROW * index, *spans, anchor=anchor)


def draw_bracket(sheet: Sheet, bracket: Bracket) -> None:
    """Draw how long a call waited."""
    edge, away = find_edge(sheet, bracket.side)
    x = edge + away * (TICK + BRACKET * bracket.depth)
    start = sheet.get_y(*bracket.start)
    end = sheet.get_y(*bracket.end) if bracket.end else sheet.bottom
    dashes = None if bracket.end else "2 3"
    sheet.drawing.line(
        (x, start),
        (x, end),
        sheet.palette.quiet,
        stroke_width=2,
        stroke_dasharray=dashes,
    )


def draw_times(sheet: Sheet) -> None:
    """Print the time of each row at the left, and say where long times passed."""
    palette, drawing = sheet.palette, sheet.drawing
    last, printed = -TIME_ROW, ""
    for time, key in sheet.layout.marks:
        y = sheet.get_y(*key)
        words = stamp(time - sheet.record.began)
        if y - last < TIME_ROW or words == printed:
            continue
        drawing.text(
            TIMES - 8, y + 4, Span(words, palette.quiet, 11, mono=True), anchor="end"
        )
        last, printed = y, words
    for above, below, _gap in sheet.layout.gaps:
        middle = (sheet.get_y(*above) + sheet.get_y(*below)) / 2
        for shift in (-5, 0, 5):
            drawing.add(
                "circle", cx=TIMES - 26, cy=middle + shift, r=1.4, fill=palette.quiet
            )
