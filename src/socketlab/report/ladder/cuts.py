"""Where a ladder may be parted on sheets of paper, nothing being cut in two."""

from socketlab.report.ladder.arrows import find_ends
from socketlab.report.ladder.layout import (
    BELOW,
    LABEL_ROW,
    LANE_NAME,
    has_second_row,
)
from socketlab.report.ladder.sheet import Sheet

ABOVE_BAND, BELOW_BAND = 9.0, 40.0
ABOVE_ARROW, BELOW_ARROW = 12.0, 5.0
LEAST_GAP = 1.0


def list_bands(sheet: Sheet) -> list[float]:
    """Give the heights just above the bands: the best places."""
    count = len(sheet.layout.bands)
    return [sheet.get_y("band", index) - ABOVE_BAND for index in range(count)]


def list_gaps(sheet: Sheet) -> list[float]:
    """Give the heights at which nothing stands but lanes."""
    gaps: list[float] = []
    until = sheet.top
    for begin, end in sorted(list_stretches(sheet)):
        if begin - until >= LEAST_GAP:
            gaps.append((until + begin) / 2)
        until = max(until, end)
    return gaps


def list_stretches(sheet: Sheet) -> list[tuple[float, float]]:
    """Give from where to where something stands: a band, an arrow, a name, a call."""
    layout = sheet.layout
    stretches: list[tuple[float, float]] = []
    for index, band in enumerate(layout.bands):
        y = sheet.get_y("band", index)
        stretches.append((y - ABOVE_BAND, y + band.down + BELOW_BAND))
    for index, passage in enumerate(layout.passages):
        (_x, start), (_far, end) = find_ends(sheet, index)
        below = end + BELOW_ARROW
        if has_second_row(sheet.story, passage, sheet.translate):
            below = max(below, (start + end) / 2 + BELOW + BELOW_ARROW)
        stretches.append((start - ABOVE_ARROW, below))
    for side, lanes in layout.lanes.items():
        for index in range(len(lanes)):
            y = sheet.get_y(side, index)
            stretches.append((y - LEAST_GAP, y + LANE_NAME))
    for label in layout.beside.labels:
        y = sheet.get_y(*label.key)
        half = LABEL_ROW / 2
        stretches.append((y - half, y - half + LABEL_ROW * len(label.lines)))
    return stretches
