"""What stands beside the lifelines: system calls, and changes of hearing.

A call that waited, so that something happened between its entry and its
return, has two labels and a bracket from one to the other; any other has one.
"""

from dataclasses import dataclass, field

from socketlab.evidence.observation import CallMade
from socketlab.lab.record import Passage, Record, Story
from socketlab.report.ladder.placing import Key
from socketlab.report.lettering import shorten, width
from socketlab.report.moments import (
    Side,
    find_cut,
    is_tcp,
    list_calls,
    list_deafness,
    name_programs,
)
from socketlab.report.wording import (
    READS,
    Translate,
    call_it,
    name_call,
    name_result,
    plain,
)

SIZE = 12.0
ROOM = 246.0
WAITED = 1_000_000
MOST_BRACKETS = 3
WAITING_CALLS = {
    *("connect", "accept", "accept4", "recv", "recvfrom", "recvmsg", "read", "readv"),
    *("select", "poll", "ppoll", "pselect6", "epoll_wait", "epoll_pwait", "wait4"),
}
PENDING = "…"


@dataclass(frozen=True)
class Label:
    """One or two lines beside a lifeline: a call and what it gave."""

    side: Side
    time: int
    key: Key
    words: str
    result: str = ""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Its lines, each as words and result; one line if they fit."""
        if measure(f"{self.words} {self.result}") <= ROOM:
            return ((self.words, self.result),)
        words = shorten(self.words, ROOM, measure)
        if self.result in {"", PENDING}:
            return ((words, ""),)
        return ((words, ""), ("", shorten(self.result, ROOM, measure)))

    @property
    def across(self) -> float:
        """Its width in pixels."""
        return max(measure(f"{words} {result}".strip()) for words, result in self.lines)


@dataclass(frozen=True)
class Bracket:
    """A call that waited, from one label to another; None: it never returned."""

    side: Side
    start: Key
    end: Key | None
    depth: int


@dataclass
class Beside:
    """Everything beside the lifelines of one story."""

    labels: list[Label] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)


def measure(text: str) -> float:
    """Measure a label's text."""
    return width(text, SIZE, mono=True)


def is_waiting(call: CallMade, passages: tuple[Passage, ...]) -> bool:
    """Tell whether something happened while the call was waiting."""
    if call.returned is None:
        return True
    if call.returned - call.time >= WAITED:
        return True
    return call.name in WAITING_CALLS and any(
        call.time < time < call.returned
        for passage in passages
        for time in (passage.sent, passage.received)
        if time is not None
    )


def collect(record: Record, story: Story, _: Translate) -> Beside:
    """Give the labels and brackets of a story."""
    cut = find_cut(story)
    beside = Beside()
    busy: dict[Side, list[float]] = {"client": [], "server": []}
    programs = name_programs(record, story)
    for index, (side, call) in enumerate(list_calls(record, story)):
        if cut.hides(call.time):
            continue
        entry = ("call", index)
        # The only program of a side is named once, at its head.
        several = call.program and len(programs[side]) > 1
        who = f"{call_it(call.program, _)}: " if several else ""
        whole = who + name_call(call)
        result = name_result(call, _, stream=is_tcp(story))
        if not is_waiting(call, story.passages):
            beside.labels.append(Label(side, call.time, entry, whole, result))
            continue
        words = who + name_call(call, entered=True)
        beside.labels.append(Label(side, call.time, entry, words, PENDING))
        depth = next(
            (at for at, until in enumerate(busy[side]) if until <= call.time),
            len(busy[side]),
        )
        back = None
        until = float("inf")
        if call.returned is not None:
            until = call.returned
            back = ("return", index)
            words = whole if call.name in READS else who + plain(call.name)
            beside.labels.append(Label(side, call.returned, back, words, result))
        busy[side][depth : depth + 1] = [until]
        beside.brackets.append(Bracket(side, entry, back, min(depth, MOST_BRACKETS)))
    for index, (side, moment) in enumerate(list_deafness(record, story)):
        words = _("deaf from here on") if moment.deaf else _("hears again")
        beside.labels.append(Label(side, moment.time, ("deaf", index), words))
    beside.labels.sort(key=lambda label: label.time)
    return beside
