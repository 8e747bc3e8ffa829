"""What a page can expect of the kernel's timer on an end."""

from typing import ClassVar

from msgspec import Struct

from socketlab.evidence.observation import SOCK_DIAG, StateSeen
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import Whom, Window, Witness, tally
from socketlab.lab.record import Sentence, Value

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
