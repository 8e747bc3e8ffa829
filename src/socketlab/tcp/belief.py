"""What its segments prove of one end.

Every segment becomes events of the RFC's table, in the order of section
3.10.7.4: sequence number, RST, SYN, ACK, text, FIN. An end whose beginning
nobody saw can be in several states; each segment leaves fewer, and only when
one is left is it said.

Linux, where it reads the RFC in its own way: a segment that ends at RCV.NXT
still counts, so that the ACK in a repeated FIN is heard; a reset is believed at
RCV.NXT, and at the end of the last piece behind a gap (tcp_validate_incoming).
"""

from typing import Final

from socketlab.tcp.reassembly import Reassembly
from socketlab.tcp.segment import Flag, Segment
from socketlab.tcp.sequence import after, ahead
from socketlab.tcp.standing import Standing
from socketlab.tcp.states import N_, Event, State
from socketlab.tcp.transmission import Transmission

SENT_AGAIN = N_("It sends its SYN, ACK again: the kernel had dropped the ACK of it.")
TAKEN = N_("It sends as only an established end does: an ACK was taken at last.")
UNSEEN = N_("What it sends proves it; the capture lacks what it received.")
REPLACED = N_("A new connection takes the place of this one.")
ANSWERED = N_("This reset answers a segment: the end may have closed before.")

_FIN, _SYN, _RST, _ACK = (
    int(flag) for flag in (Flag.FIN, Flag.SYN, Flag.RST, Flag.ACK)
)
_WINDOW: Final = 1 << 30  # the largest receive window (RFC 7323, section 2.3)

_GONE: Final = frozenset({State.CLOSED, State.LISTEN})
_REQUESTED: Final = frozenset({State.SYN_SENT, State.SYN_RECEIVED})
_UNPROVEN: Final = frozenset({State.ESTABLISHED, State.CLOSE_WAIT, State.CLOSED})
_SENDING: Final = frozenset({State.ESTABLISHED, State.CLOSE_WAIT})
_CLOSABLE: Final = _SENDING | {State.SYN_RECEIVED}
_RECEIVING: Final = frozenset({State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2})
_REPEATING_FIN: Final = frozenset({State.FIN_WAIT_1, State.CLOSING, State.LAST_ACK})
_NONE: Final[frozenset[State]] = frozenset()
_EVERY: Final = frozenset(State)
_HAVING_FIN: Final = _EVERY - _RECEIVING
_WAITING: Final = frozenset({State.TIME_WAIT})  # RFC 1337: no reset ends it


class Belief(Standing):
    """What is known of one end so far.

    Attributes:
        passive: it came from LISTEN.

    """

    __slots__ = (
        "_dropped",
        "_incoming",
        "_outgoing",
        "_proven",
        "_syn",
        "_unheard_fin",
        "passive",
    )

    def __init__(self) -> None:
        """Know nothing."""
        super().__init__()
        self.passive = False
        self._syn: int | None = None  # the other end's, as it arrived
        self._clear()

    def _clear(self, syn: Segment | None = None) -> None:
        """Know nothing but its SYN."""
        self._outgoing = Transmission(syn)
        self._incoming: Reassembly | None = None
        self._unheard_fin: int | None = None
        self._proven = False  # it has done what only an established end does
        self._dropped = False  # it has dropped the ACK of its SYN, unseen

    @property
    def accepted(self) -> bool:
        """It came from a listener and is a socket of its own now."""
        return (
            self.passive
            and self.state is not None
            and self.state not in _GONE
            and self.state is not State.SYN_RECEIVED
        )

    @property
    def _reset(self) -> Event:
        """What a reset is to it (note 1 of figure 5)."""
        if self.state is State.SYN_RECEIVED and not self.passive:
            return Event.RECEIVE_RST_AFTER_ACTIVE_OPEN
        return Event.RECEIVE_RST

    def send(self, segment: Segment) -> None:
        """Conclude from a segment that this end sent."""
        flags = segment.flags
        if flags & _RST:
            self._send_reset(segment)
        elif flags & _SYN:
            self._send_syn(segment)
        elif flags & _ACK:
            self._send_text(segment)

    def receive(self, segment: Segment) -> None:
        """Conclude from a segment that arrived at this end and was heard."""
        if self.state is State.SYN_SENT:
            self._receive_answer(segment)
        elif self._incoming is not None:
            self._receive_text(segment, self._incoming)
        else:
            self.miss(segment)
        if segment.flags & (_SYN | _ACK | _RST) == _SYN:
            self._syn = segment.sequence

    def miss(self, segment: Segment) -> None:
        """Note a segment it was deaf to, or that cannot be judged yet.

        What it sends may prove that it has heard it.
        """
        if segment.flags & _FIN:
            self._unheard_fin = after(segment.sequence, segment.length)

    # What it sends.

    def _send_reset(self, segment: Segment) -> None:
        answers = not segment.flags & _ACK
        if self.state in _GONE:
            return
        if self.state is None:
            # Without ACK it may also refuse a segment in SYN-SENT (3.5.2).
            if not answers:
                self.move(State.CLOSED)
            return
        if (
            answers
            and self.state in _REQUESTED
            and not self._outgoing.syn_is_acknowledged(segment.sequence)
        ):
            return  # it refuses an ACK of something else, and goes on
        self._proven = True
        self.follow(Event.ABORT, ANSWERED if answers else "")

    def _send_syn(self, segment: Segment) -> None:
        if segment.sequence != self._outgoing.initial:
            self._begin(segment)
        elif not segment.flags & _ACK:
            return
        elif self.state is State.SYN_SENT:
            self._expect(segment.acknowledgment)
            self.follow(Event.RECEIVE_SYN)
        elif self.state in _UNPROVEN and not self._proven:
            self._expect(segment.acknowledgment)
            self._dropped = True
            self.move(State.SYN_RECEIVED, SENT_AGAIN)

    def _begin(self, segment: Segment) -> None:
        """A SYN that was not sent before begins a new life."""
        if self.state is not None and self.state not in _GONE:
            self.move(State.CLOSED, REPLACED)
        self._clear(segment)
        self.passive = bool(segment.flags & _ACK)
        if not self.passive:
            self.forget(State.CLOSED)
            self.follow(Event.ACTIVE_OPEN)
            return
        self._expect(segment.acknowledgment)
        if self._syn is not None and ahead(segment.acknowledgment, self._syn) > 0:
            self.forget(State.LISTEN)
            self.follow(Event.RECEIVE_SYN)
        else:
            self.forget(None)
            self.move(State.SYN_RECEIVED)

    def _send_text(self, segment: Segment) -> None:
        """Text, a FIN or a bare ACK; each acknowledges what was received."""
        if self.state in _GONE:
            return
        if self.state is State.SYN_SENT:
            self._expect(segment.acknowledgment)
            self.follow(Event.RECEIVE_SYN_ACK, UNSEEN)
        incoming = self._incoming or self._expect(segment.acknowledgment)
        before = incoming.acknowledged
        missed = incoming.acknowledge(segment.acknowledgment)
        new = self._outgoing.sends_text(segment)
        fin = bool(segment.flags & _FIN)
        if new or incoming.acknowledged > incoming.first or (fin and self._dropped):
            self._proven = True
            if self.state is State.SYN_RECEIVED:
                note = TAKEN if self._dropped else UNSEEN
                self.follow(Event.RECEIVE_ACK_OF_SYN, note)
        if missed > 0:
            self._heed_missed(incoming)
        elif missed == 0 and incoming.acknowledged > before and not incoming.finished:
            self.narrow(_RECEIVING)
        if new:
            self.narrow(_SENDING)
        if fin and self._outgoing.fin is None:
            self._proven = True
            self._outgoing.finish(segment)
            self.narrow(_CLOSABLE | _REPEATING_FIN)
            self.follow(Event.CLOSE, or_still=_REPEATING_FIN)

    def _heed_missed(self, incoming: Reassembly) -> None:
        """It acknowledges more than was seen to arrive, perhaps a FIN too."""
        fin = self._unheard_fin
        if fin is not None and ahead(incoming.next, fin) > 0:
            incoming.finished = True
        self._count_fin(incoming, UNSEEN)
        if self.state is None and not incoming.finished:
            self.follow(Event.RECEIVE_FIN, or_still=_EVERY)

    # What it receives.

    def _expect(self, number: int) -> Reassembly:
        self._incoming = Reassembly(number)
        return self._incoming

    def _receive_answer(self, segment: Segment) -> None:
        """In SYN-SENT (3.10.7.3)."""
        flags = segment.flags
        if not flags & _ACK or not self._outgoing.syn_is_acknowledged(
            segment.acknowledgment
        ):
            return
        if flags & _RST:
            self.follow(Event.RECEIVE_RST)
        elif flags & _SYN:
            self._expect(after(segment.sequence, 1))
            self.follow(Event.RECEIVE_SYN_ACK)

    def _receive_text(self, segment: Segment, incoming: Reassembly) -> None:
        """In any other state of a connection (3.10.7.4)."""
        flags = segment.flags
        begins = ahead(segment.sequence, incoming.next)
        size = segment.length + bool(flags & _SYN) + bool(flags & _FIN)
        if begins > _WINDOW or begins + size < incoming.acknowledged - incoming.next:
            return
        if flags & _RST:
            exact = begins in {0, incoming.furthest - incoming.next}
            if exact and self.state not in _WAITING:
                self.follow(self._reset, or_still=_WAITING)
            return
        if not flags & _ACK:
            return
        if self.state is State.SYN_RECEIVED:
            self._receive_ack_of_syn(segment)
        if flags & _SYN:  # answered with an ACK, and not read
            return
        if self._outgoing.fin_is_acknowledged(segment.acknowledgment):
            self.follow(Event.RECEIVE_ACK_OF_FIN)
        if size and (self.state is None or self.state in _RECEIVING):
            self._take(segment, incoming)

    def _take(self, segment: Segment, incoming: Reassembly) -> None:
        """Text and FIN; only what is in order says something."""
        before = incoming.next
        fin = bool(segment.flags & _FIN)
        incoming.take(segment.sequence, segment.length, fin=fin)
        self._count_fin(incoming, repeated=incoming.next == before)

    def _receive_ack_of_syn(self, segment: Segment) -> None:
        if self._dropped:  # and may drop this one too
            self.miss(segment)
        elif self._outgoing.syn_is_acknowledged(segment.acknowledgment):
            self.follow(Event.RECEIVE_ACK_OF_SYN)

    def _count_fin(
        self, incoming: Reassembly, note: str = "", *, repeated: bool = False
    ) -> None:
        """The other end's FIN counts only in order."""
        if incoming.finished:
            self.follow(Event.RECEIVE_FIN, note, _HAVING_FIN if repeated else _NONE)
