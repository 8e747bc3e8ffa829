"""The state diagram of RFC 9293 (figure 5), with the path of a run marked.

States and arrows come from `socketlab.tcp.states`; only where they stand on
paper is said here. CLOSED stands twice, as in the RFC. The client's path is
solid with round marks, the server's dashed with square ones; the marks count
the moves of each end where all connections went the same way.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from socketlab.lab.record import Record
from socketlab.report.drawing import Drawing, Number, Span, number
from socketlab.report.lettering import shorten, width
from socketlab.report.moments import SIDES, Side, group, list_lanes
from socketlab.report.palette import ON_STATE, PALETTES, STATES, Palette, Theme
from socketlab.report.wording import Translate, name_event, plain
from socketlab.tcp.states import ARROWS, OMITTED, Arrow, State

Point = tuple[float, float]
Move = tuple[State, State]

ACROSS, DOWN = 900, 790
BOX, TALL = 132, 34
SIZE = 11.5
MARK = 8.5

PLACES: dict[State, Point] = {
    State.CLOSED: (450, 50),
    State.LISTEN: (450, 150),
    State.SYN_RECEIVED: (180, 265),
    State.SYN_SENT: (720, 265),
    State.ESTABLISHED: (450, 350),
    State.FIN_WAIT_1: (180, 455),
    State.CLOSE_WAIT: (720, 455),
    State.FIN_WAIT_2: (180, 585),
    State.CLOSING: (450, 570),
    State.LAST_ACK: (720, 570),
    State.TIME_WAIT: (450, 690),
}
LAST_CLOSED: Point = (720, 690)


@dataclass(frozen=True)
class Route:
    """An arrow's corners, and where its words stand."""

    corners: tuple[Point, ...]
    words: Point
    anchor: str = "middle"


S = State
ROUTES: dict[Move, Route] = {
    (S.CLOSED, S.LISTEN): Route(((436, 67), (436, 133)), (428, 104), "end"),
    (S.LISTEN, S.CLOSED): Route(((464, 133), (464, 67)), (474, 104), "start"),
    (S.CLOSED, S.SYN_SENT): Route(((516, 43), (760, 43), (760, 248)), (642, 36)),
    (S.SYN_SENT, S.CLOSED): Route(((720, 248), (720, 60), (516, 60)), (642, 76)),
    (S.LISTEN, S.SYN_RECEIVED): Route(((384, 143), (150, 143), (150, 248)), (260, 136)),
    (S.SYN_RECEIVED, S.LISTEN): Route(((205, 248), (205, 160), (384, 160)), (292, 176)),
    (S.LISTEN, S.SYN_SENT): Route(((516, 150), (680, 150), (680, 248)), (592, 143)),
    (S.SYN_SENT, S.SYN_RECEIVED): Route(((654, 265), (246, 265)), (450, 257)),
    (S.SYN_SENT, S.ESTABLISHED): Route(
        ((720, 282), (720, 350), (516, 350)), (622, 342)
    ),
    (S.SYN_RECEIVED, S.ESTABLISHED): Route(
        ((205, 282), (205, 350), (384, 350)), (300, 342)
    ),
    (S.SYN_RECEIVED, S.FIN_WAIT_1): Route(((150, 282), (150, 438)), (140, 400), "end"),
    (S.ESTABLISHED, S.FIN_WAIT_1): Route(
        ((420, 367), (420, 455), (246, 455)), (330, 447)
    ),
    (S.ESTABLISHED, S.CLOSE_WAIT): Route(
        ((480, 367), (480, 455), (654, 455)), (572, 447)
    ),
    (S.FIN_WAIT_1, S.FIN_WAIT_2): Route(((150, 472), (150, 568)), (140, 525), "end"),
    (S.FIN_WAIT_1, S.CLOSING): Route(
        ((205, 472), (205, 514), (450, 514), (450, 553)), (330, 506)
    ),
    (S.FIN_WAIT_2, S.TIME_WAIT): Route(
        ((180, 602), (180, 690), (384, 690)), (286, 682)
    ),
    (S.CLOSE_WAIT, S.LAST_ACK): Route(((720, 472), (720, 553)), (730, 522), "start"),
    (S.CLOSING, S.TIME_WAIT): Route(((450, 587), (450, 673)), (460, 640), "start"),
    (S.LAST_ACK, S.CLOSED): Route(((720, 587), (720, 673)), (730, 640), "start"),
    (S.TIME_WAIT, S.CLOSED): Route(((516, 690), (654, 690)), (585, 682)),
}


def state_diagram(record: Record, theme: Theme, _: Translate) -> str:
    """Draw the diagram with the paths of a record's connections, as SVG."""
    palette = PALETTES[theme]
    drawing = Drawing()
    paths = {side: find_path(record, side) for side in SIDES}
    numbered = len(group(record)) == 1
    visited = {state for path in paths.values() for move in path for state in move}
    drawing.box(0, 0, ACROSS, DOWN, fill=palette.paper)
    for arrow in sorted(ARROWS, key=lambda one: is_taken(one, paths)):
        draw_arrow(drawing, palette, arrow, paths, _)
    for state, place in PLACES.items():
        draw_state(drawing, palette, state, place, visited=state in visited)
    ended = any(
        old in {S.LAST_ACK, S.TIME_WAIT} for old, _new in flatten(paths, S.CLOSED)
    )
    draw_state(drawing, palette, S.CLOSED, LAST_CLOSED, visited=ended)
    for side in SIDES:
        draw_marks(drawing, palette, side, paths, numbered=numbered)
    draw_legend(drawing, palette, paths, _)
    title = _("The TCP state diagram, with the path of this run")
    words = "; ".join(
        f"{side}: " + ", ".join(f"{old.label} → {new.label}" for old, new in path)
        for side, path in paths.items()
    )
    return drawing.document(ACROSS, DOWN, title, words, f"{plain(record.name)}-states")


def find_path(record: Record, side: Side) -> list[Move]:
    """Give the moves of one side in order, each once, over all connections."""
    moves: dict[Move, None] = {}
    for story in record.stories:
        states = [lane.state for lane in list_lanes(record, story, side)]
        moves |= dict.fromkeys(
            move for move in pairwise(states) if move[0] is not move[1]
        )
    return list(moves)


def flatten(paths: dict[Side, list[Move]], target: State) -> list[Move]:
    """Give all moves of both sides that lead to a state."""
    return [move for path in paths.values() for move in path if move[1] is target]


def is_taken(arrow: Arrow, paths: dict[Side, list[Move]]) -> bool:
    """Tell whether some end took an arrow."""
    return any((arrow.state, arrow.next) in path for path in paths.values())


def draw_state(
    drawing: Drawing, palette: Palette, state: State, place: Point, *, visited: bool
) -> None:
    """Draw a state: filled if some end was in it."""
    x, y = place[0] - BOX / 2, place[1] - TALL / 2
    fill = STATES.get(state, palette.quiet) if visited else palette.paper
    stroke = fill if visited else palette.line
    ink = palette.quiet
    if visited:
        ink = ON_STATE if state in STATES else palette.paper
    drawing.box(x, y, BOX, TALL, rx=7, fill=fill, stroke=stroke, stroke_width=1.5)
    name = Span(state.label, ink, 13, bold=True)
    drawing.text(place[0], place[1] + 4.5, name, anchor="middle")


def draw_arrow(
    drawing: Drawing,
    palette: Palette,
    arrow: Arrow,
    paths: dict[Side, list[Move]],
    _: Translate,
) -> None:
    """Draw an arrow of the RFC with its event and what is sent."""
    move = arrow.state, arrow.next
    route = ROUTES[move]
    takers = [side for side in SIDES if move in paths[side]]
    colour, thick, dashes = palette.line, 1.5, None
    if takers:
        colour = palette.client if "client" in takers else palette.server
        thick, dashes = 3.2, None if "client" in takers else "8 4"
    *corners, end = route.corners
    bends = "L".join(f"{number(x)} {number(y)}" for x, y in corners)
    drawing.path(
        f"M{bends}",
        fill="none",
        stroke=colour,
        stroke_width=thick,
        stroke_dasharray=dashes,
    )
    drawing.arrow(corners[-1], end, colour, dashes=dashes, thick=thick)
    words = [Span(name_event(arrow.event, _), pick(palette, takers), SIZE)]
    if arrow.sends:
        words.append(Span(f" / {arrow.sends}", pick(palette, takers), SIZE, bold=True))
    drawing.text(*route.words, *words, anchor=route.anchor)


def pick(palette: Palette, takers: list[Side]) -> str:
    """Choose the ink of an arrow's words."""
    return palette.ink if takers else palette.quiet


def draw_marks(
    drawing: Drawing,
    palette: Palette,
    side: Side,
    paths: dict[Side, list[Move]],
    *,
    numbered: bool,
) -> None:
    """Mark where a side's moves begin, in their order."""
    for index, move in enumerate(paths[side]):
        if move not in ROUTES:
            continue
        start, bend = ROUTES[move].corners[:2]
        length = hypot(bend[0] - start[0], bend[1] - start[1])
        both = move in paths["client"] and side == "server"
        part = (34 if both else 14) / length
        x = start[0] + (bend[0] - start[0]) * part
        y = start[1] + (bend[1] - start[1]) * part
        draw_mark(drawing, palette, side, (x, y), str(index + 1) if numbered else "")


def draw_mark(
    drawing: Drawing, palette: Palette, side: Side, place: Point, words: str
) -> None:
    """Draw a round mark for the client, a square one for the server."""
    x, y = place
    rim: dict[str, Number | str | None] = {"stroke": palette.paper, "stroke_width": 1.5}
    if side == "client":
        drawing.add("circle", cx=x, cy=y, r=MARK, fill=palette.client, **rim)
    else:
        size = 2 * MARK
        drawing.box(x - MARK, y - MARK, size, size, rx=2, fill=palette.server, **rim)
    if words:
        name = Span(words, palette.paper, 11, bold=True)
        drawing.text(x, y + 4, name, anchor="middle")


def draw_legend(
    drawing: Drawing,
    palette: Palette,
    paths: dict[Side, list[Move]],
    _: Translate,
) -> None:
    """Say what the marks mean, and name moves that the figure does not have."""
    x = 24.0
    names: dict[Side, str] = {
        "client": _("the client's end"),
        "server": _("the server's end"),
    }
    for side, words in names.items():
        colour = palette.client if side == "client" else palette.server
        dashes = None if side == "client" else "8 4"
        drawing.line(
            (x, 742), (x + 44, 742), colour, stroke_width=3.2, stroke_dasharray=dashes
        )
        draw_mark(drawing, palette, side, (x + 22, 742), "")
        x += 52
        x += drawing.text(x, 746, Span(words, palette.ink, 12)) + 28
    drawing.text(
        x, 746, Span(_("on an arrow: what happens / what is sent"), palette.quiet, 12)
    )
    others = list_others(paths)
    if others:
        words = _("Moves that the figure does not show: {moves}").format(moves=others)
        line = shorten(words, ACROSS - 48, lambda text: width(text, 12))
        drawing.text(24, 772, Span(line, palette.quiet, 12))


def list_others(paths: dict[Side, list[Move]]) -> str:
    """Name the moves that are not in figure 5; the RFC's text has some of them."""
    known = {(arrow.state, arrow.next) for arrow in OMITTED}
    return ", ".join(
        f"{old.label} > {new.label}" + ("" if (old, new) in known else " (!)")
        for path in paths.values()
        for old, new in path
        if (old, new) not in ROUTES
    )
