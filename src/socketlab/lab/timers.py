"""What a page can expect of the kernel's timers on an end."""

from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from msgspec import Struct

from socketlab.evidence.observation import PACKETS, SOCK_DIAG, StateSeen
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import Whom, Window, Witness, tally
from socketlab.lab.record import Sentence, Value
from socketlab.tcp.segment import Flag, Segment

MILLISECOND = 1_000_000

NONE = "none"


class Timer(Struct, frozen=True, tag=True):
    """On every end this timer runs, with so many seconds left.

    Attributes:
        name: as ss(8) has it: `on` (retransmission), `keepalive`, `timewait`,
            `persist`; empty: no timer runs.
        low, high: the seconds left are between these; any, if `high` is 0.

    """

    name: str
    low: int = 0
    high: int = 0
    sources: ClassVar[tuple[str, ...]] = (SOCK_DIAG,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        values: dict[str, Value] = {
            "host": whom.host,
            "timer": self.name,
            "low": self.low,
            "high": self.high,
        }
        if not self.name:
            return Sentence("No timer runs at the {host}.", values)
        if not self.high:
            return Sentence("The timer {timer} runs at the {host}.", values)
        return Sentence(
            "The timer {timer} at the {host} has {low} to {high} seconds left.", values
        )

    def short(self) -> str:
        """The expected value."""
        left = f" {self.low}-{self.high} s" if self.high else ""
        return f"{self.name or NONE}{left}"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Ask the last look at each end."""
        looks = [seen.look(end, window.step, window.until) for end in whom.ends]
        found = [look for look in looks if look is not None]
        if not found or len(found) < len(looks):
            return {}
        words = tally([look.timer or NONE for look in found])
        return {SOCK_DIAG: (words, all(map(self.accepts, found)))}

    def accepts(self, look: StateSeen) -> bool:
        """Whether a look shows this timer: `timewait,59sec,0` or `on,200ms,1`."""
        name, _comma, rest = look.timer.partition(",")
        span = rest.partition(",")[0]
        left = int(span.removesuffix("sec")) if span.endswith("sec") else 0
        return name == self.name and (not self.high or self.low <= left <= self.high)


class Pauses(Struct, frozen=True, tag=True):
    """Every end sends segments with these flags, with pauses at least so long.

    Attributes:
        flags: as in `Sends`, `FIN`.
        at_least: milliseconds between the first and the second such segment of the
            step, the second and the third, and so on. A kernel's timer may be late
            on a busy machine, but is never early.

    """

    flags: str
    at_least: tuple[int, ...]
    sources: ClassVar[tuple[str, ...]] = (PACKETS,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        return Sentence(
            "The pauses between {flags} of the {host} are at least {pauses} ms.",
            {
                "host": whom.host,
                "flags": self.flags,
                "pauses": ", ".join(map(str, self.at_least)),
            },
        )

    def short(self) -> str:
        """The expected value."""
        return f"{self.flags} >= {' '.join(map(str, self.at_least))} ms"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Measure the times between the segments that each end sent."""
        if not seen.segments or not whom.ends:
            return {}
        wanted = Flag(0)
        for name in self.flags.split():
            wanted |= Flag[name]
        sent = [
            one
            for one in seen.sent(window.step, window.until)
            if isinstance(one.segment, Segment) and one.segment.flags & wanted == wanted
        ]
        found = [
            [
                (after - before) // MILLISECOND
                for before, after in pairwise(
                    one.time for one in sent if one.end == end
                )
            ]
            for end in whom.ends
        ]
        words = tally([f"{self.flags} {' '.join(map(str, one))} ms" for one in found])
        return {PACKETS: (words, all(map(self.accepts, found)))}

    def accepts(self, pauses: Sequence[int]) -> bool:
        """Whether the first pauses are as long as they should be."""
        if len(pauses) < len(self.at_least):
            return False
        return all(
            pause >= low for pause, low in zip(pauses, self.at_least, strict=False)
        )
