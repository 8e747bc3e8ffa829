"""What becomes of the packets that cross a lossy link, in one direction.

Two ways to say it. By odds: each packet, whatever it carries, is lost, delayed
behind the next one or doubled with some probability; the draws come from
outside, so that one seed gives one sequence of fates. By rule: of the packets
that carry data, counted from when the rule was given, these and no others.
"""

from collections.abc import Callable, Collection

from msgspec import Struct


class Odds(Struct, frozen=True):
    """How likely each thing is, from 0 to 1; `delay` in nanoseconds, one way."""

    loss: float = 0.0
    reorder: float = 0.0
    duplicate: float = 0.0
    delay: int = 0


class Rule(Struct):
    """Which packets with data meet what, by their number from 1.

    A packet in `reorder` passes behind the next one. `counted` is how many
    have come so far.
    """

    lose: Collection[int] = ()
    reorder: Collection[int] = ()
    duplicate: Collection[int] = ()
    counted: int = 0


class Crossing:
    """One direction of a link.

    Attributes:
        rule: replaced as a whole when a page gives another.

    """

    def __init__(self, odds: Odds, draw: Callable[[], float]) -> None:
        """`draw` gives the next number from 0 up to 1 of a seeded sequence."""
        self.odds = odds
        self.draw = draw
        self.rule = Rule()
        self.behind: list[bytes] = []
        self.ruled = False  # what is behind is so by rule

    @property
    def waits(self) -> bool:
        """Whether a packet is behind that silence would let go."""
        return bool(self.behind) and not self.ruled

    def take(self, packet: bytes, *, data: bool) -> list[bytes]:
        """Take a packet in; give those that leave now, in their order.

        What is behind by rule waits for the next packet with data, else for any.
        """
        odds, rule = self.odds, self.rule
        # Three numbers for every packet: no fate changes what the next one draws.
        lost = self.draw() < odds.loss
        reordered = self.draw() < odds.reorder
        doubled = self.draw() < odds.duplicate
        ruled = False
        if data:
            rule.counted += 1
            ruled = rule.counted in rule.reorder
            lost = lost or rule.counted in rule.lose
            doubled = doubled or rule.counted in rule.duplicate
        leaving = [] if lost else [packet] * (1 + doubled)
        if (reordered or ruled) and leaving and not self.behind:
            self.behind, self.ruled = leaving, ruled
            return []
        if leaving and (data or not self.ruled):
            leaving += self.behind
            self.behind = []
        return leaving

    def release(self) -> list[bytes]:
        """Let go of a packet that waits for a next one, as none has come.

        One that is behind by rule goes on waiting: the page knows what comes.
        """
        if self.ruled:
            return []
        leaving, self.behind = self.behind, []
        return leaving
