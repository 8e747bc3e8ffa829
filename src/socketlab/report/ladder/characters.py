"""The ladder in characters: 79 columns, for any terminal.

     1.200 ms │ connect(4, 10.77.3.1:7) …                    │
              SYN-SENT       ────── SYN seq 0 ─────────────▶ SYN-RECEIVED

The state that an end enters stands at its lifeline, in parentheses where it is
only inferred; a call stands beside the lifeline on which it was made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from socketlab.lab.record import Lane, Passage, Record, Step, Story
from socketlab.report.ladder.focus import focus
from socketlab.report.ladder.labels import Label, collect
from socketlab.report.lettering import columns, pad, shorten, wrap
from socketlab.report.moments import (
    SIDES,
    Cut,
    Side,
    find_cut,
    get_moment,
    is_ignored,
    list_findings,
    list_lanes,
    list_passages,
)
from socketlab.report.wording import (
    MARKS,
    Translate,
    call_it,
    name_cut,
    name_expectation,
    name_fate,
    name_flags,
    name_numbers,
    quote,
    say_step,
    stamp,
)
from socketlab.tcp.states import State

WIDE = 79
TIME = 10
LIFE = 14
WAY = WIDE - TIME - 1 - 2 * LIFE - 2
LINE, NO_SOCKET = "│", "┊"
TOGETHER = 1_000_000
PAYLOAD = 30

Event: TypeAlias = Step | tuple[Side, Lane] | Passage | Label | Cut


@dataclass
class Row:
    """One line: its time, what stands at each lifeline, and between them."""

    time: int | None
    cells: dict[Side, str]
    way: str = ""


@dataclass
class Rows:
    """The rows of a story in the making.

    A state that an end enters as it sends, or as something arrives, stands in
    the row of that segment; otherwise it has a row of its own.
    """

    translate: Translate
    story: Story
    rows: list[Row | Step] = field(default_factory=list)
    lines: dict[Side, str] = field(
        default_factory=lambda: dict.fromkeys(SIDES, NO_SOCKET)
    )
    waiting: dict[Side, tuple[int, str]] = field(default_factory=dict)
    arrow: tuple[Row, Side, int] | None = None

    def flush(self, *sides: Side) -> None:
        """Give the states that wait for a row one of their own."""
        for side in sides:
            if side in self.waiting:
                time, name = self.waiting.pop(side)
                self.rows.append(Row(time, self.lines | {side: name}))

    def enter(self, side: Side, lane: Lane) -> None:
        """Let an end enter a state."""
        name = lane.state.label if lane.observed else f"({lane.state.label})"
        self.lines[side] = NO_SOCKET if lane.state is State.CLOSED else LINE
        if self.arrow and side not in self.waiting:
            row, receiver, arrived = self.arrow
            free = row.cells[side] in {LINE, NO_SOCKET}
            since = lane.began - arrived
            if side == receiver and free and since < self.find_next(side, lane.began):
                row.cells[side] = name
                return
        self.flush(side)
        self.waiting[side] = lane.began, name

    def find_next(self, side: Side, time: int) -> int:
        """Give how soon after a time a side sends; at most `TOGETHER`."""
        local = getattr(self.story, side).end.local
        times = [
            passage.sent - time
            for passage in self.story.passages
            if passage.segment.source == local
            and passage.sent is not None
            and passage.sent >= time
        ]
        return min([*times, TOGETHER])

    def pass_over(self, passage: Passage) -> None:
        """Draw a segment."""
        _ = self.translate
        rightward = passage.segment.source == self.story.client.end.local
        sender, receiver = SIDES if rightward else SIDES[::-1]
        self.flush(receiver)
        _time, name = self.waiting.pop(sender, (0, self.lines[sender]))
        row = Row(
            get_moment(passage),
            self.lines | {sender: name},
            draw_arrow(passage, rightward=rightward),
        )
        self.rows.append(row)
        arrived = get_moment(passage) if passage.received is None else passage.received
        self.arrow = row, receiver, arrived
        below = [quote(passage.segment.payload, PAYLOAD)] * bool(
            passage.segment.payload
        )
        below += name_fate(passage, _, ignored=is_ignored(self.story, passage))
        if below:
            words = shorten(" · ".join(below), WAY)
            space = " " * ((WAY - columns(words)) // 2)
            self.rows.append(Row(None, dict(self.lines), space + words))

    def note(self, label: Label) -> None:
        """Write a call beside its lifeline."""
        self.flush(*SIDES)
        words = f"{label.words} {label.result}".rstrip()
        room = WAY + LIFE - 2
        cells = dict(self.lines)
        if label.side == "client":
            cells["client"] = f"{self.lines['client']} {shorten(words, room)}"
            self.rows.append(Row(label.time, cells))
        else:
            line = cells["client"]
            cells["client"] = line + pad(shorten(words, room), room + 2, right=True)
            self.rows.append(Row(label.time, cells))


def text_ladder(record: Record, story: Story, _: Translate) -> list[str]:
    """Draw a story in lines of at most 79 columns."""
    record = focus(record, story)
    rows = Rows(_, story)
    for event in list_events(record, story, _):
        match event:
            case Step():
                rows.flush(*SIDES)
                rows.rows.append(event)
                rows.arrow = None
            case Passage():
                rows.pass_over(event)
            case Label():
                rows.note(event)
            case Cut():
                rows.flush(*SIDES)
                words = shorten(name_cut(event.segments, _), WIDE - 20)
                line = f"{rows.lines['client']} ⋯ {words} ⋯"
                rows.rows.append(Row(None, rows.lines | {"client": line}))
            case _:
                rows.enter(*event)
    rows.flush(*SIDES)
    lines = list(write_head(story, _))
    printed = ""
    for row in rows.rows:
        if isinstance(row, Step):
            lines += write_band(record, story, row, _)
            continue
        when = "" if row.time is None else stamp(row.time - record.began)
        lines.append(write_row(row, "" if when == printed else when))
        printed = when or printed
    return lines


def list_events(record: Record, story: Story, _: Translate) -> list[Event]:
    """Give what happened in order; at one time steps first, states before calls."""
    events: list[tuple[int, int, Event]] = [
        (step.began, 0, step) for step in record.steps
    ]
    for side in SIDES:
        for index, lane in enumerate(list_lanes(record, story, side)):
            if index or lane.state is not State.CLOSED:
                events.append((lane.began, 1, (side, lane)))
    events += [(get_moment(one), 2, one) for one in list_passages(story)]
    if (cut := find_cut(story)).segments:
        events.append((cut.began, 2, cut))
    labels = collect(record, story, _).labels
    events += [(label.time, 3, label) for label in labels]
    return [event for _time, _order, event in sorted(events, key=lambda one: one[:2])]


def draw_arrow(passage: Passage, *, rightward: bool) -> str:
    """Draw an arrow of `WAY` characters with its words in the middle."""
    words = f" {name_flags(passage.segment)} {name_numbers(passage)}".rstrip() + " "
    words = shorten(words, WAY - 6)
    shaft = "─" if passage.heard and passage.received is not None else "╌"
    left = (WAY - columns(words)) // 2
    right = WAY - columns(words) - left
    if passage.received is None:
        tip, back = "✗", shaft * (right // 2)
        end = back + tip + " " * (right - len(back) - 1)
    else:
        tip = (
            ("▶" if rightward else "◀")
            if passage.heard
            else ("▷" if rightward else "◁")
        )
        end = shaft * (right - 1) + tip
    if rightward:
        return shaft * left + words + end
    return end[::-1] + words + shaft * left


def write_head(story: Story, _: Translate) -> Iterator[str]:
    """Name the lifelines and their endpoints."""
    client, server = story.client, story.server
    names = call_it(client.host, _), call_it(server.host, _)
    for left, right in (names, (str(client.end.local), str(server.end.local))):
        start = " " * (TIME + 1) + left
        gap = WIDE - LIFE if len(right) <= LIFE else WIDE - len(right)
        yield pad(start, max(gap, len(start) + 2)) + right


def write_row(row: Row, when: str) -> str:
    """Put a row together."""
    start = f"{pad(when, TIME, right=True)} {row.cells['client']}"
    if row.way:
        start = pad(start, TIME + 1 + LIFE + 1) + row.way
    return f"{pad(start, WIDE - LIFE)}{row.cells['server']}".rstrip()


def write_band(record: Record, story: Story, step: Step, _: Translate) -> list[str]:
    """Write a step's caption and its verdicts."""
    lead = f"── {step.number} ── "
    caption = wrap(say_step(step, _), WIDE - columns(lead) - 3)
    first = f"{lead}{caption[0]} "
    lines = [first + "─" * max(0, WIDE - columns(first))]
    lines += [" " * columns(lead) + line for line in caption[1:]]
    chips = [
        f"{MARKS[one.outcome]} {name_expectation(one, _)}"
        for one in list_findings(record, step, story)
    ]
    space = " " * columns(lead)
    return lines + [space + line for line in place_chips(chips, WIDE - len(space))]


def place_chips(chips: list[str], room: int) -> list[str]:
    """Place verdicts side by side; only one wider than a line is broken."""
    lines: list[str] = []
    for chip in chips:
        if lines and columns(f"{lines[-1]}   {chip}") <= room:
            lines[-1] += f"   {chip}"
            continue
        first, *more = wrap(chip, room - 2)
        lines += [first, *(f"  {line}" for line in more)]
    return lines
