"""Draw the lanes: the state of each end, solid if observed, hatched if inferred."""

from itertools import pairwise

from socketlab.lab.record import Lane
from socketlab.report.drawing import Drawing, Span
from socketlab.report.ladder.layout import LANE
from socketlab.report.ladder.sheet import Sheet
from socketlab.report.moments import SIDES, is_tcp
from socketlab.report.palette import ON_STATE, STATES, Palette
from socketlab.tcp.states import State

NAME_SIZE = 11
NAME_ROOM = 44.0
REPEAT = 520.0
CORNER = 5

Box = tuple[float, float, float, float]


def draw(sheet: Sheet) -> None:
    """Draw the lanes of both sides."""
    for side in SIDES:
        lanes = sheet.layout.lanes[side]
        x = sheet.layout.get_lane(side)
        for index, lane in enumerate(lanes):
            y = sheet.get_y(side, index)
            last = index == len(lanes) - 1
            end = sheet.bottom if last else sheet.get_y(side, index + 1)
            box = (x, y, LANE, end - y - 1)
            if is_tcp(sheet.story):
                draw_lane(sheet, lane, box)
            else:
                draw_datagrams(sheet, box)


def draw_lane(sheet: Sheet, lane: Lane, box: Box) -> None:
    """Draw one state, its name at the top and again where it goes on."""
    drawing, palette = sheet.drawing, sheet.palette
    x, _y, across, _down = box
    if lane.state is State.CLOSED:
        draw_closed(drawing, palette, box)
        ink = palette.quiet
    elif lane.observed:
        drawing.box(*box, rx=CORNER, fill=STATES[lane.state])
        ink = ON_STATE
    else:
        draw_inferred(drawing, palette, lane.state, box)
        ink = palette.ink
    name = Span(lane.state.label, ink, NAME_SIZE, bold=True)
    middle = x + across / 2
    for y in list_names(sheet, box):
        if ink == palette.ink:
            pill = name.width + 12
            drawing.box(middle - pill / 2, y + 4, pill, 16, rx=8, fill=palette.paper)
        drawing.text(middle, y + 16, name, anchor="middle")


def draw_datagrams(sheet: Sheet, box: Box) -> None:
    """Draw an outline: a UDP socket has no states."""
    palette = sheet.palette
    x, y, across, down = box
    sheet.drawing.box(
        x + 0.5,
        y + 1,
        across - 1,
        down - 2,
        rx=CORNER,
        fill=palette.paper,
        stroke=palette.line,
    )
    name = Span("UDP", palette.quiet, NAME_SIZE, bold=True)
    for height in list_names(sheet, box):
        sheet.drawing.text(x + across / 2, height + 16, name, anchor="middle")


def list_names(sheet: Sheet, box: Box) -> list[float]:
    """Give the heights of a lane's name: at its top, after bands, and in between."""
    top, end = box[1], box[1] + box[3]
    heights = [top]
    starts = [
        sheet.get_y("band", index) + band.down
        for index, band in enumerate(sheet.layout.bands)
    ]
    stops = [sheet.get_y("band", index) for index in range(len(starts))]
    for start, stop in zip(starts, [*stops[1:], end], strict=False):
        if start > top and min(stop, end) - start > NAME_ROOM:
            heights.append(start + 2)
    for start, stop in pairwise([*heights, end]):
        parts = max(0, int((stop - start - NAME_ROOM) // REPEAT))
        heights += [start + part * REPEAT for part in range(1, parts + 1)]
    return [
        height
        for height in heights
        if height == top
        or (
            height < end - NAME_ROOM
            and not any(
                stop - NAME_ROOM < height < start
                for start, stop in zip(starts, stops, strict=True)
            )
        )
    ]


def draw_closed(
    drawing: Drawing, palette: Palette, box: tuple[float, float, float, float]
) -> None:
    """Draw a dashed outline: there is no socket."""
    x, y, across, down = box
    drawing.box(
        x + 0.5,
        y + 1,
        across - 1,
        down - 2,
        rx=CORNER,
        fill="none",
        stroke=palette.line,
        stroke_dasharray="3 3",
    )


def draw_inferred(
    drawing: Drawing,
    palette: Palette,
    state: State,
    box: tuple[float, float, float, float],
) -> None:
    """Draw a hatched box with a border of the state's colour."""
    x, y, across, down = box
    drawing.box(*box, rx=CORNER, fill=palette.paper)
    drawing.hatch(*box, palette.tints[state])
    drawing.box(
        x + 0.75,
        y + 0.75,
        across - 1.5,
        down - 1.5,
        rx=CORNER,
        fill="none",
        stroke=STATES[state],
        stroke_width=1.5,
    )
