"""What becomes of the packets that cross a lossy link, in one direction.

Two ways to say it. By odds: each packet, whatever it carries, is lost, overtaken
by the next one or doubled with some probability; the draws come from outside, so
that one seed gives one sequence of fates. By wish: the next packet that carries
some text, once; what the kernel sends again is then spared.
"""

from collections.abc import Callable
from enum import Enum, auto

from msgspec import Struct


class Odds(Struct, frozen=True):
    """How likely each thing is, from 0 to 1; `delay` in nanoseconds, one way."""

    loss: float = 0.0
    reorder: float = 0.0
    duplicate: float = 0.0
    delay: int = 0


class Fate(Enum):
    """What can become of a packet that is not simply carried."""

    LOST = auto()
    OVERTAKEN = auto()
    DOUBLED = auto()


class Wish(Struct, frozen=True):
    """The next packet with this text meets this fate.

    One that is overtaken arrives after the next packet that carries `by`.
    """

    fate: Fate
    text: bytes
    by: bytes = b""


class Crossing:
    """One direction of a link.

    Attributes:
        wishes: those that are still to be fulfilled.

    """

    def __init__(self, odds: Odds, draw: Callable[[], float]) -> None:
        """`draw` gives the next number from 0 up to 1 of a seeded sequence."""
        self.odds = odds
        self.draw = draw
        self.wishes: list[Wish] = []
        self.behind: list[bytes] = []
        self.overtaken: list[tuple[bytes, bytes]] = []

    def take(self, packet: bytes, payload: bytes) -> list[bytes]:
        """Take a packet in; give those that leave now, in their order."""
        odds = self.odds
        # Three numbers for every packet: no fate changes what the next one draws.
        lost = self.draw() < odds.loss
        behind = self.draw() < odds.reorder
        doubled = self.draw() < odds.duplicate
        wish = next((one for one in self.wishes if one.text in payload), None)
        if wish:
            self.wishes.remove(wish)
            if wish.fate is Fate.OVERTAKEN:
                self.overtaken.append((wish.by, packet))
                return []
            lost = lost or wish.fate is Fate.LOST
            doubled = doubled or wish.fate is Fate.DOUBLED
        if lost:
            return []
        leaving = [packet] * (1 + doubled)
        if behind and not self.behind:
            self.behind = leaving
            return []
        leaving += self.release()
        leaving += [held for by, held in self.overtaken if by in payload]
        self.overtaken = [one for one in self.overtaken if one[0] not in payload]
        return leaving

    def release(self) -> list[bytes]:
        """Let go of a packet that waits for any other one to pass it."""
        leaving, self.behind = self.behind, []
        return leaving
