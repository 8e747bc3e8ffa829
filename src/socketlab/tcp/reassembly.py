"""What one end has received in order, and what waits behind a gap."""

from heapq import heappop, heappush
from typing import Final

from socketlab.tcp.sequence import ahead

# Pieces kept behind a gap. A piece too many is forgotten: the end's own
# acknowledgments say later how far it came.
MOST_WAITING: Final = 1024


class Reassembly:
    """The receive side of one end (RCV.NXT of RFC 9293, section 3.3.1).

    Attributes:
        next: the sequence number expected next. It counts on beyond 32 bits, so
            that pieces can be put in order.
        first: the number it began with.
        acknowledged: the last number the end has acknowledged, likewise.
        fin: where a FIN that arrived stands; None before.
        finished: that FIN is in order.

    """

    __slots__ = (
        "_waiting",
        "acknowledged",
        "fin",
        "finished",
        "first",
        "next",
    )

    def __init__(self, next_: int) -> None:
        """Begin with the number expected first."""
        self.first = next_
        self.next = next_
        self.acknowledged = next_
        self.fin: int | None = None
        self.finished = False
        self._waiting: list[tuple[int, int]] = []

    @property
    def furthest(self) -> int:
        """The end of the last piece that arrived, in order or not, its FIN too."""
        return max((end for _, end in self._waiting), default=self.next)

    def take(self, sequence: int, length: int, *, fin: bool) -> None:
        """Take in what arrived: `length` bytes, and a FIN behind them."""
        start = self.next + ahead(sequence, self.next)
        end = start + length + fin
        if fin and end >= self.next:  # what came before was no FIN
            self.fin = end - 1
        if start <= self.next:
            self._reach(max(end, self.next))
        elif len(self._waiting) < MOST_WAITING:
            heappush(self._waiting, (start, end))

    def acknowledge(self, number: int) -> int:
        """Heed the end's own acknowledgment; return how far it was ahead of us.

        It can be ahead of what arrived only where the capture missed something.
        """
        distance = ahead(number, self.next)
        if distance > 0:
            self._reach(self.next + distance)
        self.acknowledged = max(
            self.acknowledged, self.acknowledged + ahead(number, self.acknowledged)
        )
        return distance

    def _reach(self, number: int) -> None:
        """Everything before `number` is there; so are the pieces that join it."""
        while self._waiting and self._waiting[0][0] <= number:
            number = max(number, heappop(self._waiting)[1])
        if self.fin is not None and number >= self.fin:
            self.finished = True
            number = max(number, self.fin + 1)
        self.next = number
