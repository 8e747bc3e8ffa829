"""What one end has sent, and what of it can be acknowledged."""

from socketlab.tcp.segment import Flag, Segment
from socketlab.tcp.sequence import after, ahead


class Transmission:
    """The send side of one end (SND of RFC 9293, section 3.3.1).

    Attributes:
        initial: the number of its SYN (ISS); None where nobody saw it.
        next: the number it sends next (SND.NXT); None as long as not certain.
        fin: where its FIN stands; None before it has sent one.
        finished: its FIN has been acknowledged.

    """

    __slots__ = ("fin", "finished", "initial", "next")

    def __init__(self, syn: Segment | None = None) -> None:
        """Begin with a SYN, or without having seen one."""
        self.initial: int | None = None
        self.next: int | None = None
        self.fin: int | None = None
        self.finished = False
        if syn is not None:
            self.initial = syn.sequence
            self.next = after(syn.sequence, syn.length + 1)

    def sends_text(self, segment: Segment) -> bool:
        """Tell whether a segment sends text for the first time, and note it."""
        end = after(segment.sequence, segment.length)
        if self.next is None:
            # Only a bare ACK carries SND.NXT for certain: text may be repeated.
            if not segment.length and not segment.flags & Flag.FIN:
                self.next = end
            return False
        if not segment.length or ahead(end, self.next) <= 0:
            return False
        self.next = end
        return True

    def finish(self, segment: Segment) -> None:
        """Note the FIN that ends a segment."""
        self.fin = after(segment.sequence, segment.length)
        self.next = after(self.fin, 1)

    def syn_is_acknowledged(self, number: int) -> bool:
        """SND.UNA < SEG.ACK =< SND.NXT, as long as only the SYN is under way."""
        if self.initial is None or self.next is None:
            return False
        return ahead(number, self.initial) > 0 >= ahead(number, self.next)

    def fin_is_acknowledged(self, number: int) -> bool:
        """Tell whether this is the first acknowledgment of the FIN, and note it."""
        if self.fin is None or self.finished:
            return False
        self.finished = ahead(number, self.fin) == 1
        return self.finished
