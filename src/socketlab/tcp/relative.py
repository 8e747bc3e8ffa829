"""Sequence numbers as people read them: counted from each side's SYN."""

from socketlab.tcp.endpoint import Endpoint  # noqa: TC001 plain, as everywhere
from socketlab.tcp.segment import Flag, Segment
from socketlab.tcp.sequence import after, ahead

_MASK = (1 << 32) - 1


class Relative:
    """The numbering of one connection, both directions.

    A SYN has number 0. Where no SYN was seen, the first segment of that side
    begins at 1, as if its SYN had come just before.
    """

    __slots__ = ("_answered", "_furthest", "_initial")

    def __init__(self) -> None:
        """Know no side's first number."""
        self._initial: dict[Endpoint, int] = {}
        self._furthest: dict[Endpoint, int] = {}
        self._answered: set[Endpoint] = set()

    def relative(self, segment: Segment) -> tuple[int, int]:
        """Give the segment's sequence and acknowledgment number, counted from 0.

        Segments come in the order they were sent. The acknowledgment is 0 in a
        segment that has none, and the number of a reset that answers a SYN too
        (it has none of its own: RFC 9293, section 3.5.2).
        """
        flags, source = segment.flags, segment.source
        if flags & Flag.SYN:
            if self._initial.get(source) != segment.sequence:
                self._initial[source] = segment.sequence
                self._furthest.pop(source, None)
                self._answered.discard(source)
        elif flags & Flag.RST and not segment.sequence:
            return 0, self._acknowledged(segment)
        initial = self._initial.setdefault(source, after(segment.sequence, -1))
        return (segment.sequence - initial) & _MASK, self._acknowledged(segment)

    def again(self, segment: Segment) -> bool:
        """Tell whether it sends nothing that this side has not sent before.

        Each segment is asked about once, in the order they were sent, after
        `relative`. What occupies no sequence number (a bare ACK, a reset) is
        never a repetition; the SYN, ACK of an end that has sent a SYN before
        (a simultaneous open) is none the first time: it is an answer.
        """
        flags = segment.flags
        if flags & Flag.SYN and flags & Flag.ACK:
            answered = segment.source in self._answered
            self._answered.add(segment.source)
            if not answered:
                self._furthest[segment.source] = after(segment.sequence, 1)
                return False
        size = segment.length + bool(flags & Flag.SYN) + bool(flags & Flag.FIN)
        if not size or flags & Flag.RST:
            return False
        end = after(segment.sequence, size)
        furthest = self._furthest.get(segment.source)
        if furthest is not None and ahead(end, furthest) <= 0:
            return True
        self._furthest[segment.source] = end
        return False

    def _acknowledged(self, segment: Segment) -> int:
        if not segment.flags & Flag.ACK:
            return 0
        number = segment.acknowledgment
        initial = self._initial.setdefault(segment.destination, after(number, -1))
        return (number - initial) & _MASK
