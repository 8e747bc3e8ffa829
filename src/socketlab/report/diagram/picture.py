"""One picture of the state diagram, with what proves each arrow in a table below.

Every arrow bears the number of its row. Solid: a source of the kernel saw it.
Dashed: it is only inferred from segments. Thin: nobody saw it; the row says why.
"""

from collections.abc import Sequence

from socketlab.evidence.observation import PACKETS
from socketlab.lab.record import Record
from socketlab.report.diagram.proofs import Standing, Stay, prove, stays
from socketlab.report.drawing import Drawing, Span, number
from socketlab.report.lettering import width, wrap
from socketlab.report.palette import PALETTES, Palette, Theme
from socketlab.report.state_diagram import (
    ACROSS,
    LAST_CLOSED,
    PLACES,
    ROUTES,
    SIZE,
    Point,
    draw_state,
)
from socketlab.report.wording import Translate, duration, name_event, plain
from socketlab.tcp.states import Event, State

DIAGRAM = 720
ROW = 21
LETTERS = 12
MARK = 9.5
PAD = 24.0
COLUMNS = (24.0, 56.0, 262.0, 402.0, 640.0)
"""Where the table's columns begin: number, arrow, cause, page, sources."""


def whole_diagram(records: Sequence[Record], theme: Theme, _: Translate) -> str:
    """Draw the diagram with the evidence of all records, as SVG."""
    palette = PALETTES[theme]
    standings, held = prove(records), stays(records)
    rows = [list_lines(one, _) for one in standings]
    stills = wrap(list_stays(held, _), ACROSS - 2 * PAD, measure)
    begins = DIAGRAM + 58.0 + ROW * len(stills)
    down = begins + ROW * (1 + sum(map(len, rows)))
    drawing = Drawing()
    drawing.box(0, 0, ACROSS, down, fill=palette.paper)
    for one in sorted(standings, key=lambda one: one.proof is not None):
        draw_route(drawing, palette, one, _)
    for state, place in PLACES.items():
        draw_state(drawing, palette, state, place, visited=state in held)
    draw_state(
        drawing, palette, State.CLOSED, LAST_CLOSED, visited=State.CLOSED in held
    )
    for one in standings:
        draw_number(drawing, palette, one)
    draw_legend(drawing, palette, _)
    count = Span(summarise(standings, held, _), palette.ink, 14, bold=True)
    drawing.text(PAD, DIAGRAM + 34, count)
    for below, line in enumerate(stills, 1):
        words = Span(line, palette.quiet, LETTERS)
        drawing.text(PAD, DIAGRAM + 34 + ROW * below, words)
    draw_table(drawing, palette, standings, rows, begins, _)
    title = _("The TCP state diagram, with the evidence behind every arrow")
    told = "; ".join(
        f"{one.number} {one.arrow.state.label} → {one.arrow.next.label}: "
        + " ".join(" ".join(cells) for cells in lines)
        for one, lines in zip(standings, rows, strict=True)
    )
    return drawing.document(ACROSS, down, title, told, "whole-diagram")


def draw_route(
    drawing: Drawing, palette: Palette, standing: Standing, _: Translate
) -> None:
    """Draw an arrow as it was seen, with its event and what is sent."""
    arrow = standing.arrow
    route = ROUTES[arrow.state, arrow.next]
    colour, thick, dashes = palette.line, 1.5, None
    ink = palette.quiet
    if standing.proof:
        colour, thick, ink = palette.client, 2.8, palette.ink
        dashes = "7 4" if is_inferred(standing) else None
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
    words = [Span(name_event(arrow.event, _), ink, SIZE)]
    if arrow.sends:
        words.append(Span(f" / {arrow.sends}", ink, SIZE, bold=True))
    drawing.text(*route.words, *words, anchor=route.anchor)


def is_inferred(standing: Standing) -> bool:
    """Tell whether nobody but the packets saw it."""
    assert standing.proof is not None  # noqa: S101 asked only of what was seen
    return set(standing.proof.sources) == {PACKETS}


def draw_number(drawing: Drawing, palette: Palette, standing: Standing) -> None:
    """Write the number of a row on its arrow, where it begins."""
    corners = ROUTES[standing.arrow.state, standing.arrow.next].corners
    x, y = spot(corners[0], corners[1])
    fill, ink = (
        (palette.client, palette.paper)
        if standing.proof
        else (palette.paper, palette.quiet)
    )
    stroke = palette.paper if standing.proof else palette.line
    drawing.add("circle", cx=x, cy=y, r=MARK, fill=fill, stroke=stroke)
    words = Span(str(standing.number), ink, 10.5, bold=True)
    drawing.text(x, y + 3.8, words, anchor="middle")
    if standing.refused:
        drawing.mark("disagrees", x + MARK + 8, y, palette.lost)


def spot(start: Point, bend: Point) -> Point:
    """A place on an arrow's first leg, a little away from the state's box."""
    far = abs(bend[0] - start[0]) + abs(bend[1] - start[1])
    part = 20 / far
    return (
        start[0] + (bend[0] - start[0]) * part,
        start[1] + (bend[1] - start[1]) * part,
    )


def summarise(
    standings: Sequence[Standing], held: dict[State, Stay], _: Translate
) -> str:
    """Count the states and the arrows."""
    words = _("{states} of {all_states} states and {arrows} of {all_arrows} arrows.")
    return words.format(
        states=len(held),
        all_states=len(State),
        arrows=sum(one.proof is not None for one in standings),
        all_arrows=len(standings),
    )


def list_stays(held: dict[State, Stay], _: Translate) -> str:
    """Say how long each state stood still, at most."""
    times = ", ".join(
        f"{state.label} {duration(held[state].held)}"
        for state in State
        if state in held
    )
    return _("Seen standing still in the socket table: {times}.").format(times=times)


def draw_legend(drawing: Drawing, palette: Palette, _: Translate) -> None:
    """Say what the three kinds of arrows mean."""
    x = PAD
    for words, colour, thick, dashes in (
        (_("seen by the kernel's own sources"), palette.client, 2.8, None),
        (_("only inferred from segments"), palette.client, 2.8, "7 4"),
        (_("not observed"), palette.line, 1.5, None),
    ):
        y = DIAGRAM + 6.0
        drawing.arrow((x, y), (x + 40, y), colour, dashes=dashes, thick=thick)
        x += 48
        x += drawing.text(x, y + 4, Span(words, palette.ink, LETTERS)) + 26


def draw_table(
    drawing: Drawing,
    palette: Palette,
    standings: Sequence[Standing],
    rows: Sequence[list[tuple[str, ...]]],
    y: float,
    _: Translate,
) -> None:
    """Write one row for each arrow; where nobody saw it, the reason."""
    heads = ("", _("arrow"), _("set off by"), _("experiment"), _("seen by"))
    for x, words in zip(COLUMNS, heads, strict=True):
        drawing.text(x, y, Span(words, palette.quiet, LETTERS))
    for one, lines in zip(standings, rows, strict=True):
        drawing.line((PAD, y + 7), (ACROSS - PAD, y + 7), palette.line)
        y += ROW
        ink = palette.ink if one.proof else palette.quiet
        arrow = f"{one.arrow.state.label} → {one.arrow.next.label}"
        drawing.text(COLUMNS[0], y, Span(str(one.number), ink, LETTERS, bold=True))
        drawing.text(COLUMNS[1], y, Span(arrow, ink, LETTERS, bold=True))
        for place, cells in enumerate(lines):
            y += ROW if place else 0
            for x, words in zip(COLUMNS[2:], cells, strict=False):
                tone = palette.quiet if len(cells) == 1 else ink
                drawing.text(x, y, Span(words, tone, LETTERS))


def list_lines(standing: Standing, _: Translate) -> list[tuple[str, ...]]:
    """The cells of an arrow's row; lines of one cell are remarks."""
    lines: list[tuple[str, ...]] = []
    proof = standing.proof
    if proof:
        timed = standing.arrow.event is Event.TIMEOUT_2MSL
        cause = _("nothing but time") if timed else proof.cause or "-"
        if proof.number:
            cause = _("{flags}, packet {number}").format(
                flags=cause, number=proof.number
            )
        where = _("{name}, step {step}").format(
            name=plain(proof.record), step=proof.step
        )
        lines.append((cause, where, ", ".join(proof.sources)))
        remark = name_manner(standing, _)
    elif standing.refused:
        remark = _(
            "Linux does not take it: on a listening socket send() gives EPIPE and "
            "connect() EISCONN."
        )
        if standing.trial:
            tried = _("Tried in {name}.").format(name=plain(standing.trial.record))
            remark = f"{remark} {tried}"
    elif standing.slow:
        remark = _("Not observed: it takes a minute, and is waited for with --slow.")
    else:
        remark = _("Not observed: no experiment of this report took it.")
    room = ACROSS - PAD - COLUMNS[2]
    if remark:
        lines += [(line,) for line in wrap(remark, room, measure)]
    return lines


def name_manner(standing: Standing, _: Translate) -> str:
    """Say in which manner of its own Linux takes an arrow; nothing if in the RFC's."""
    if (standing.arrow.state, standing.arrow.next) == (
        State.SYN_RECEIVED,
        State.LISTEN,
    ):
        return _(
            "Linux keeps a request beside its listener: the request is forgotten; "
            "the listener has been in LISTEN all along."
        )
    return ""


def measure(text: str) -> float:
    """How wide a line of the table is."""
    return width(text, LETTERS)
