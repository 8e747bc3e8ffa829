"""Segments seen on the wire -> the states of both ends.

Each end is judged by what it sends and what it hears, never by what the other
end does. On a loopback interface every packet is captured twice: the outgoing
copy is what its sender did, the incoming copy what its receiver heard.

What segments cannot show, and is not guessed: a LISTEN before the first SYN, a
`close()` whose FIN waits behind unsent text, the end of TIME-WAIT or of an
orphan's FIN-WAIT-2, an end that vanishes silently. A server counts as
SYN-RECEIVED once it sends its SYN, ACK, and as ESTABLISHED once the ACK of it
arrives. Where the kernel drops that ACK behind the capture, as its accept queue
is full, it sends its SYN, ACK again: that takes the conclusion back, and from
then on only what the server sends counts. With SYN cookies the kernel keeps no
state for a request and drops the ACK without a trace: only a look at the kernel
tells.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from socketlab.tcp.belief import Belief
from socketlab.tcp.endpoint import End
from socketlab.tcp.segment import Segment
from socketlab.tcp.states import State


class Sight(Struct, frozen=True):
    """A segment on the wire.

    Attributes:
        end: the end that sent it, or at which it arrived.
        sent: this is the copy its sender handed out.
        segment: the segment.
        number: what a conclusion cites.
        time: in whatever unit; conclusions carry it on.

    """

    end: End
    sent: bool
    segment: Segment
    number: int
    time: int


class Hearing(Struct, frozen=True):
    """From here on a socket drops what arrives, or hears again.

    Attributes:
        end: the socket; without a remote endpoint one that is not connected: a
            listener, or a client before its `connect()`.
        deaf: it drops segments.
        flags: only those with any of these TCP flags; 0 for all.
        time: as that of a sight.

    """

    end: End
    deaf: bool
    flags: int
    time: int


class Inferred(Struct, frozen=True):
    """One end moved from one state to another.

    Attributes:
        end: the end.
        time: when the segment passed that shows it.
        old: the state before; None where nobody saw how it came there.
        new: the state after.
        number: the segment that shows it.
        note: an English sentence marked for the catalogues, where there is more
            to say; else empty.

    """

    end: End
    time: int
    old: State | None
    new: State
    number: int
    note: str = ""


def infer(facts: Iterable[Sight | Hearing]) -> Iterator[Inferred]:
    """Say how the states of all ends change.

    Args:
        facts: in the order of time, of any number of connections.

    """
    beliefs: dict[End, Belief] = {}
    ears = _Ears()
    for fact in facts:
        if isinstance(fact, Hearing):
            ears.heed(fact)
            continue
        end, segment = fact.end, fact.segment
        belief = beliefs.get(end)
        if belief is None:
            belief = beliefs[end] = Belief()
        if fact.sent:
            belief.send(segment)
        elif ears.hear(end, segment.flags, belief):
            belief.receive(segment)
        else:
            belief.miss(segment)
        if belief.changes:
            for old, new, note in belief.changes:
                ears.follow(end, old, new, belief)
                yield Inferred(end, fact.time, old, new, fact.number, note)
            belief.changes.clear()


class _Ears:
    """Which sockets are deaf, and to what.

    Linux: a socket's filter is checked for every segment of a connection it
    has, or listens for; an accepted connection starts with its listener's
    filter; in TIME-WAIT there is no socket any more that could have one.
    """

    _ANY: Final = 0x100  # above all flags: a bit that every segment has

    def __init__(self) -> None:
        """All hear."""
        self._masks: dict[End, int] = {}

    def heed(self, hearing: Hearing) -> None:
        """A socket turns deaf or hears again."""
        self._masks[hearing.end] = (hearing.flags or self._ANY) if hearing.deaf else 0

    def hear(self, end: End, flags: int, belief: Belief) -> bool:
        """Tell whether an end hears a segment with these flags."""
        if not self._masks or belief.state is State.TIME_WAIT:
            return True
        mask = self._masks.get(end)
        if mask is None and not belief.accepted:
            mask = self._masks.get(End(end.local))
        return not mask or not (flags | self._ANY) & mask

    def follow(self, end: End, old: State | None, new: State, belief: Belief) -> None:
        """A new socket has its listener's filter; a closed one has none."""
        if not self._masks:
            return
        if new is State.CLOSED:
            self._masks.pop(end, None)
        elif old is State.SYN_RECEIVED and belief.passive:
            self._masks.setdefault(end, self._masks.get(End(end.local), 0))
