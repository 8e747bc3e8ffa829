"""Draw the arrows: what passed, what was lost, what a deaf socket did not hear."""

from socketlab.lab.record import Passage
from socketlab.report.drawing import Span
from socketlab.report.ladder.layout import BELOW, CUT, LANE, SLANT
from socketlab.report.ladder.sheet import Sheet
from socketlab.report.moments import find_cut, is_ignored
from socketlab.report.wording import (
    name_cut,
    name_fate,
    name_flags,
    name_numbers,
    quote,
)

Point = tuple[float, float]

LOST_PART = 0.66
PAYLOAD = 34
STEEP = 24.0
CROSSING_PART = 0.3
OVERLAPPING_PART = 0.17
DOUBLED_PART = 0.4
"""Where a copy begins that nobody sent: on the way."""
DASHES = "6 4"


def draw(sheet: Sheet) -> None:
    """Draw every segment of the story."""
    draw_cut(sheet)
    for index, passage in enumerate(sheet.layout.passages):
        start, end = find_ends(sheet, index)
        part = find_part(sheet, index)
        if passage.received is None:
            end = find_point(start, end, LOST_PART)
        if passage.doubled:
            start, part = find_point(start, end, DOUBLED_PART), 0.5
        steep = end[1] - start[1] > STEEP
        if steep:
            draw_line(sheet, passage, start, end)
        write_words(sheet, passage, find_point(start, end, part), steep=steep)
        if not steep:
            draw_line(sheet, passage, start, end)


def draw_cut(sheet: Sheet) -> None:
    """Say where segments in the middle of a long story are left out."""
    if cut := find_cut(sheet.story).segments:
        words = Span(f"{name_cut(cut, sheet.translate)}", sheet.palette.ink, 12.5)
        middle = (sheet.layout.left + LANE + sheet.layout.right) / 2
        sheet.write_on_paper(middle, sheet.get_y(*CUT) + 4, words)


def find_point(start: Point, end: Point, part: float) -> Point:
    """Give the point at a part of the way."""
    return (
        start[0] + (end[0] - start[0]) * part,
        start[1] + (end[1] - start[1]) * part,
    )


def find_ends(sheet: Sheet, index: int) -> tuple[Point, Point]:
    """Give where an arrow begins and ends; an end that nobody saw is assumed."""
    layout = sheet.layout
    passage = layout.passages[index]
    rightward = passage.segment.source == sheet.story.client.end.local
    near, far = layout.left + LANE + 1, layout.right - 1
    start, end = (near, far) if rightward else (far, near)
    sent = layout.heights.get(("sent", index))
    got = layout.heights.get(("got", index))
    if sent is None:
        sent = (got or 0.0) - SLANT
    if got is None:
        got = sent + SLANT
    return (start, sent + sheet.top), (end, got + sheet.top)


def find_part(sheet: Sheet, index: int) -> float:
    """Give the part of the way at which words stand in nobody's way."""
    if is_overtaken(sheet, index):
        return OVERLAPPING_PART
    return CROSSING_PART if is_crossing(sheet, index) else 0.5


def is_overtaken(sheet: Sheet, index: int) -> bool:
    """Tell whether the next one the same way leaves before this one arrives."""
    (x1, _y1), (_x2, y2) = find_ends(sheet, index)
    if index + 1 == len(sheet.layout.passages):
        return False
    (x3, y3), (_x4, _y4) = find_ends(sheet, index + 1)
    return x1 == x3 and y3 < y2


def is_crossing(sheet: Sheet, index: int) -> bool:
    """Tell whether a segment of the other direction is under way at the same time."""
    (x1, y1), (_x2, y2) = find_ends(sheet, index)
    neighbours = (index - 1, index + 1)
    for other in neighbours:
        if 0 <= other < len(sheet.layout.passages):
            (x3, y3), (_x4, y4) = find_ends(sheet, other)
            if x1 != x3 and y1 < y4 and y3 < y2:
                return True
    return False


def draw_line(sheet: Sheet, passage: Passage, start: Point, end: Point) -> None:
    """Draw one arrow: whole, lost on the way, or not heard."""
    palette, drawing = sheet.palette, sheet.drawing
    if passage.received is None:
        drawing.line(
            start, end, palette.lost, stroke_width=1.6, stroke_dasharray=DASHES
        )
        drawing.mark("disagrees", *end, palette.lost)
    elif passage.heard:
        drawing.arrow(start, end, palette.ink)
    else:
        drawing.arrow(start, end, palette.lost, dashes=DASHES, hollow=palette.paper)


def write_words(sheet: Sheet, passage: Passage, middle: Point, *, steep: bool) -> None:
    """Write flags and numbers above an arrow, payload and fate below.

    A steep arrow would cut words above it: there they stand on it.
    """
    palette = sheet.palette
    x, y = middle
    flags = Span(name_flags(passage.segment), palette.ink, 12.5, bold=True)
    numbers = Span(" " + name_numbers(passage), palette.quiet, 11.5, mono=True)
    shift = 4.0 if steep else -8.0
    write_between(sheet, x, y + shift, flags, numbers)
    below = []
    if passage.segment.payload:
        text = quote(passage.segment.payload, PAYLOAD)
        below.append(Span(text, palette.payload, 11.5, mono=True))
    ignored = is_ignored(sheet.story, passage)
    for fate in name_fate(passage, sheet.translate, ignored=ignored):
        words = (" · " if below else "") + fate
        below.append(Span(words, palette.lost, 11.5, bold=True))
    if below:
        write_between(sheet, x, y + BELOW, *below)


def write_between(sheet: Sheet, x: float, y: float, *spans: Span) -> None:
    """Write words near `x`, but not over the lanes."""
    half = sum(span.width for span in spans) / 2 + 6
    near, far = sheet.layout.left + LANE + half, sheet.layout.right - half
    sheet.write_on_paper(max(near, min(x, far)), y, *spans)
