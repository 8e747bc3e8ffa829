"""What a page can expect, and how each source is asked whether it is so.

An expectation is judged by a pure function of the observations, so the same
judgement serves while the page waits and when the record is written. A source
that cannot see has no say: if none can, the outcome is *not observed*.
"""

from typing import ClassVar, TypeAlias

from msgspec import Struct

from socketlab.evidence.lanes import SLACK
from socketlab.evidence.observation import (
    COUNTERS,
    PACKETS,
    SOCK_DIAG,
    TRACEPOINT,
)
from socketlab.evidence.timeline import Timeline
from socketlab.lab.answers import Returns
from socketlab.lab.census import Absent, Count, Takes
from socketlab.lab.judgement import (
    Whom,
    Window,
    Witness,
    ask_looks,
    attest,
    holder_in_words,
    queue_in_words,
    waiting_in_words,
)
from socketlab.lab.programs import Children, Shows, Sockets
from socketlab.lab.record import Sentence, Value
from socketlab.lab.timers import Pauses, Timer
from socketlab.lab.traffic import Acknowledges, Carries, Receives, Refuses
from socketlab.tcp.segment import Flag, Segment
from socketlab.tcp.states import State


class In(Struct, frozen=True, tag=True):
    """Every end of the subject is in this state."""

    state: State
    sources: ClassVar[tuple[str, ...]] = (SOCK_DIAG, TRACEPOINT, PACKETS)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        if len(whom.ends) == 1:
            template = "The {host}'s end is in {state}."
        else:
            template = "All {count} ends at the {host} are in {state}."
        values: dict[str, Value] = {
            "host": whom.host,
            "state": self.state.label,
            "count": len(whom.ends),
        }
        return Sentence(template, values)

    def short(self) -> str:
        """The expected value."""
        return self.state.value

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Ask each source for the last state it knows of each end.

        The kernel may heed a moment later what the capture saw before `until`.
        """
        found = {one: self.ask(one, whom, window, seen) for one in self.sources}
        shown = found[PACKETS]
        if shown and shown[1]:
            later = Window(window.step, window.until + SLACK)
            heeded = self.ask(TRACEPOINT, whom, later, seen)
            if heeded and heeded[1]:
                found[TRACEPOINT] = heeded
        return {source: said for source, said in found.items() if said}

    def ask(
        self, source: str, whom: Whom, window: Window, seen: Timeline
    ) -> Witness | None:
        """Ask one source; None unless it knows the state of every end."""
        ends = whom.ends
        states = [seen.state(source, end, window.step, window.until) for end in ends]
        known = [state for state in states if state is not None]
        complete = known and len(known) == len(states)
        return attest(known, self.state) if complete else None


class Queue(Struct, frozen=True, tag=True):
    """The listener's accept queue holds this many connections."""

    length: int
    sources: ClassVar[tuple[str, ...]] = (SOCK_DIAG,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        return Sentence(
            "The accept queue of the {host} holds {length}.",
            {"host": whom.host, "length": self.length},
        )

    def short(self) -> str:
        """The expected value."""
        return f"queue {self.length}"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Ask the last look at the listener."""
        return ask_looks(whom, window, seen, queue_in_words, self.short())


class Waiting(Struct, frozen=True, tag=True):
    """Bytes wait in the receive queue of an end."""

    count: int
    sources: ClassVar[tuple[str, ...]] = (SOCK_DIAG,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        return Sentence(
            "{count} bytes wait in the receive queue at the {host}.",
            {"host": whom.host, "count": self.count},
        )

    def short(self) -> str:
        """The expected value."""
        return f"{self.count} bytes"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Ask the last look at the socket."""
        return ask_looks(whom, window, seen, waiting_in_words, self.short())


class Accepted(Struct, frozen=True, tag=True):
    """A process holds the socket of this end, or nobody has accepted it yet.

    A connection that waits in the accept queue has no inode: the kernel gives
    it one when accept(2) returns a descriptor for it. Once this end has closed
    it has none again, and then nobody can tell.
    """

    yes: bool
    sources: ClassVar[tuple[str, ...]] = (SOCK_DIAG,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        if self.yes:
            template = "A process of the {host} has accepted the connection."
        else:
            template = "No process of the {host} has accepted the connection."
        return Sentence(template, {"host": whom.host})

    def short(self) -> str:
        """The expected value."""
        return "accepted" if self.yes else "not accepted"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Ask the last look at the socket for its inode."""
        return ask_looks(whom, window, seen, holder_in_words, self.short())


class Sends(Struct, frozen=True, tag=True):
    """During the step, every end of the subject sends segments with these flags.

    `flags` as tcpdump readers know them, `FIN ACK`; `times` at least; with
    `times=0` none at all.
    """

    flags: str
    times: int = 1

    sources: ClassVar[tuple[str, ...]] = (PACKETS,)

    @property
    def lasting(self) -> bool:
        """That nothing is sent must hold for a while."""
        return self.times == 0

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        values: dict[str, Value] = {
            "host": whom.host,
            "flags": self.flags,
            "times": self.times,
        }
        if self.times == 0:
            return Sentence("The {host} sends no {flags}.", values)
        if self.times == 1:
            return Sentence("The {host} sends {flags}.", values)
        return Sentence("The {host} sends {flags} at least {times} times.", values)

    def short(self) -> str:
        """The expected value."""
        if self.times == 0:
            return f"no {self.flags}"
        return self.flags if self.times == 1 else f"{self.flags} x{self.times}"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Count the segments that each end sent."""
        wanted = Flag(0)
        for name in self.flags.split():
            wanted |= Flag[name]
        if not seen.segments or not whom.ends:
            return {}
        counts = dict.fromkeys(whom.ends, 0)
        for one in seen.sent(window.step, window.until):
            if (
                one.end in counts
                and isinstance(one.segment, Segment)
                and one.segment.flags & wanted == wanted
            ):
                counts[one.end] += 1
        low, high = min(counts.values()), max(counts.values())
        good = high == 0 if self.times == 0 else low >= self.times
        words = f"{low}" if low == high else f"{low} to {high}"
        return {PACKETS: (f"{self.flags} x{words}", good)}


class Moves(Struct, frozen=True, tag=True):
    """During the step a counter of the kernel moves by at least this much."""

    counter: str
    by: int = 1
    sources: ClassVar[tuple[str, ...]] = (COUNTERS,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        return Sentence(
            "The counter {counter} moves by at least {by}.",
            {"host": whom.host, "counter": self.counter, "by": self.by},
        )

    def short(self) -> str:
        """The expected value."""
        return f"{self.counter} +{self.by}"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Add up what the counter moved; a look at the counters names it by 0."""
        del whom  # counters belong to the namespace, not to a host
        moves = [
            one.by
            for one in seen.counters
            if one.name == self.counter and window.step <= one.time <= window.until
        ]
        if not moves:
            return {}
        return {COUNTERS: (f"{self.counter} +{sum(moves)}", sum(moves) >= self.by)}


# fmt: off
Expected: TypeAlias = (
    In | Absent | Count | Queue | Waiting | Accepted | Sends | Moves
    | Shows | Carries | Receives | Returns | Sockets | Children | Timer | Pauses
    | Refuses | Acknowledges | Takes
)
# fmt: on

__all__ = [
    "Absent",
    "Accepted",
    "Acknowledges",
    "Carries",
    "Children",
    "Count",
    "Expected",
    "In",
    "Moves",
    "Pauses",
    "Queue",
    "Receives",
    "Refuses",
    "Returns",
    "Sends",
    "Shows",
    "Sockets",
    "Takes",
    "Timer",
    "Waiting",
]
