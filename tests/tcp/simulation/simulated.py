"""Two ends that follow the RFC to the letter, and a wire that a capture sees.

The ends keep octets in sets and change their state by assignment, as the prose
of RFC 9293 does: they share no code with the inference that is tested on them.
"""

from dataclasses import dataclass, field
from random import Random

from hypothesis import strategies as st

from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.inference import Sight
from socketlab.tcp.segment import Flag, Segment
from socketlab.tcp.states import State

NEAR = End(Endpoint("192.0.2.1", 40000), Endpoint("192.0.2.2", 7))
SYNCHRONIZED = set(State) - {State.CLOSED, State.LISTEN, State.SYN_SENT}
ABORTABLE = SYNCHRONIZED - {State.CLOSING, State.LAST_ACK, State.TIME_WAIT}
FIN, SYN, RST, ACK = Flag.FIN, Flag.SYN, Flag.RST, Flag.ACK
Path = list[tuple[State | None, State, int]]  # old, new, the segment that shows it


@dataclass
class Wire:
    """What is under way, and what a capture on both interfaces saw."""

    sights: list[Sight] = field(default_factory=list)
    flying: list[tuple["Simulated", Segment]] = field(default_factory=list)
    ends: list["Simulated"] = field(default_factory=list)

    def see(self, end: End, segment: Segment, *, sent: bool) -> None:
        """Record a copy."""
        number = len(self.sights) + 1
        self.sights.append(Sight(end, sent, segment, number, number))


class Simulated:
    """One end, with the variables of RFC 9293, section 3.3.1."""

    def __init__(self, end: End, wire: Wire, iss: int, state: State) -> None:
        """Begin in CLOSED or LISTEN."""
        self.end, self.wire, self.iss = end, wire, iss
        self.state = state
        self.path: Path = []
        self.passive = False
        self.una = self.nxt = iss
        self.fin: int | None = None
        self.irs = self.rcv = -1
        self.octets: set[int] = set()
        self.peer_fin: int | None = None
        self.unacknowledged: list[tuple[int, int, Flag]] = []

    def enter(self, state: State, *, sending: bool = False) -> None:
        """Change the state because of the last segment, or of the next one sent."""
        self.path.append((self.state, state, len(self.wire.sights) + sending))
        self.state = state

    def emit(self, flags: Flag, start: int | None = None, length: int = 0) -> None:
        """Send a segment; a bare one at SND.NXT."""
        start = self.nxt if start is None else start
        segment = Segment(
            self.end.local,
            self.end.peer.local,
            start % 2**32,
            self.rcv % 2**32 if flags & ACK else 0,
            flags,
            512,
            length,
        )
        self.wire.see(self.end, segment, sent=True)
        self.wire.flying.append((self, segment))

    def occupy(self, flags: Flag, length: int = 0) -> None:
        """Send what the other end has to acknowledge."""
        start = self.nxt
        self.nxt += length + bool(flags & SYN) + bool(flags & FIN)
        self.unacknowledged.append((start, length, flags))
        self.emit(flags, start, length)

    # User calls (3.10.1 to 3.10.5), as far as the wire shows them.

    def connect(self) -> None:
        """Open actively (3.10.1)."""
        if self.state is State.CLOSED and not self.path:
            self.enter(State.SYN_SENT, sending=True)
            self.occupy(SYN)

    def write(self, length: int) -> None:
        """SEND (3.10.2)."""
        if self.state in {State.ESTABLISHED, State.CLOSE_WAIT}:
            self.occupy(ACK, length)

    def close(self, length: int) -> None:
        """CLOSE, with the last text in the same segment (3.10.4)."""
        if self.state in {State.ESTABLISHED, State.CLOSE_WAIT, State.SYN_RECEIVED}:
            text = 0 if self.state is State.SYN_RECEIVED else length
            last, self.fin = self.state is State.CLOSE_WAIT, self.nxt + text
            self.enter(State.LAST_ACK if last else State.FIN_WAIT_1, sending=True)
            self.occupy(FIN | ACK, text)

    def abort(self) -> None:
        """ABORT where a reset shows it (3.10.5)."""
        if self.state in ABORTABLE:
            self.enter(State.CLOSED, sending=True)
            self.emit(RST | ACK)

    def repeat(self, choice: int) -> None:
        """Retransmit one of the segments not acknowledged (3.8.1)."""
        waiting = [each for each in self.unacknowledged if not each[2] & SYN]
        if self.state in {State.SYN_SENT, State.SYN_RECEIVED}:
            waiting = self.unacknowledged
        if waiting and self.state is not State.CLOSED:
            start, length, flags = waiting[choice % len(waiting)]
            self.emit(flags, start, length)

    # Segments that arrive (3.10.7).

    def arrive(self, segment: Segment) -> None:
        """SEGMENT ARRIVES (3.10.7)."""
        flags = Flag(segment.flags)
        self.wire.see(self.end, segment, sent=False)
        if self.state is State.CLOSED:
            self.refuse(segment)
        elif self.state is State.LISTEN:
            if flags & ACK:
                self.refuse(segment)
            elif flags & SYN:
                self.iss += 100_000  # another one for each life
                self.una = self.nxt = self.iss
                self.unacknowledged.clear()
                self.passive = True
                self.answer_syn(segment)
        elif self.state is State.SYN_SENT:
            self.arrive_in_syn_sent(segment)
        else:
            self.arrive_synchronized(segment)

    def refuse(self, segment: Segment) -> None:
        """Send a reset (3.5.2)."""
        if segment.flags & RST:
            return
        if segment.flags & ACK:
            self.emit(RST, segment.acknowledgment)
        else:
            self.rcv = segment.sequence + segment.length + 1
            self.emit(RST | ACK, 0)

    def answer_syn(self, segment: Segment) -> None:
        """Enter SYN-RECEIVED (3.10.7.2 and 3.10.7.3)."""
        self.irs, self.rcv = segment.sequence, segment.sequence + 1
        self.octets, self.peer_fin = set(), None
        self.enter(State.SYN_RECEIVED, sending=True)
        self.unacknowledged = [(self.iss, 0, SYN | ACK)]
        self.nxt = self.iss + 1
        self.emit(SYN | ACK, self.iss)

    def arrive_in_syn_sent(self, segment: Segment) -> None:
        """In SYN-SENT (3.10.7.3)."""
        flags = segment.flags
        if flags & ACK and segment.acknowledgment != self.nxt % 2**32:
            self.refuse(segment)
        elif flags & RST:
            if flags & ACK:
                self.enter(State.CLOSED)
        elif flags & SYN and flags & ACK:
            self.irs, self.rcv = segment.sequence, segment.sequence + 1
            self.acknowledged(segment.acknowledgment)
            self.enter(State.ESTABLISHED)
            self.emit(ACK)
        elif flags & SYN:
            self.answer_syn(segment)

    def arrive_synchronized(self, segment: Segment) -> None:
        """In the other states, as Linux reads 3.10.7.4."""
        flags = segment.flags
        start = self.rcv + (segment.sequence - self.rcv + 2**31) % 2**32 - 2**31
        size = segment.length + bool(flags & SYN) + bool(flags & FIN)
        if start + size < self.rcv or (flags & RST and self.state is State.TIME_WAIT):
            if not flags & RST:
                self.emit(ACK)
        elif flags & RST:
            if start in {self.rcv, max(self.octets, default=self.rcv - 1) + 1}:
                back = self.state is State.SYN_RECEIVED and self.passive
                self.enter(State.LISTEN if back else State.CLOSED)
            else:
                self.emit(ACK)
        elif flags & SYN and self.state is not State.SYN_RECEIVED:
            self.emit(ACK)
        elif not flags & ACK:
            self.repeat(0)  # only its SYN again: so is our answer
        else:
            self.arrive_acknowledging(segment, start)

    def arrive_acknowledging(self, segment: Segment, start: int) -> None:
        """From the fifth check of 3.10.7.4 on."""
        flags = segment.flags
        if self.state is State.SYN_RECEIVED:
            if segment.acknowledgment != (self.iss + 1) % 2**32:
                self.emit(RST, segment.acknowledgment)
                return
            self.enter(State.ESTABLISHED)
        self.acknowledged(segment.acknowledgment)
        if (segment.length or flags & FIN) and not flags & SYN:
            self.take(start, segment.length, fin=bool(flags & FIN))
            self.emit(ACK)

    def acknowledged(self, number: int) -> None:
        """Move SND.UNA on."""
        reached = self.una + (number - self.una + 2**31) % 2**32 - 2**31
        if not self.una < reached <= self.nxt:
            return
        self.una = reached
        self.unacknowledged = [
            (start, length, flags)
            for start, length, flags in self.unacknowledged
            if start + length + bool(flags & (SYN | FIN)) > reached
        ]
        if self.fin is not None and reached > self.fin:
            after = {
                State.FIN_WAIT_1: State.FIN_WAIT_2,
                State.CLOSING: State.TIME_WAIT,
                State.LAST_ACK: State.CLOSED,
            }
            if self.state in after:
                self.enter(after[self.state])

    def take(self, start: int, length: int, *, fin: bool) -> None:
        """Keep octets; a FIN counts once all before it are there."""
        after = {
            State.ESTABLISHED: State.CLOSE_WAIT,
            State.FIN_WAIT_1: State.CLOSING,
            State.FIN_WAIT_2: State.TIME_WAIT,
        }
        if self.state not in after:
            return
        self.octets |= set(range(start, start + length + fin))
        if fin:
            self.peer_fin = start + length
        while self.rcv in self.octets:
            if self.rcv == self.peer_fin:
                self.enter(after[self.state])
            self.rcv += 1


initial_numbers = st.one_of(
    st.integers(2**32 - 300_010, 2**32 - 1), st.integers(0, 2**32 - 1)
)
# What happens next, and how often: most segments arrive, and in order.
ACTIONS = {
    "deliver first": 30,
    "deliver any": 4,
    "lose": 3,
    "duplicate": 3,
    "write": 5,
    "close": 4,
    "repeat": 6,
    "abort": 0.5,
}


def act(wire: Wire, action: str, random: Random) -> None:
    """Let one thing happen, at either end or under way."""
    end = random.choice(wire.ends)
    match action:
        case "write":
            end.write(random.randint(1, 4))
        case "close":
            end.close(random.randint(0, 2))
        case "repeat":
            end.repeat(random.randint(0, 9))
        case "abort":
            end.abort()
        case _ if wire.flying:
            at = 0 if action == "deliver first" else random.randrange(len(wire.flying))
            sender, segment = wire.flying[at]
            if action != "duplicate":
                del wire.flying[at]
            if action != "lose":
                wire.ends[1 - wire.ends.index(sender)].arrive(segment)


@st.composite
def lives(draw: st.DrawFn) -> Wire:
    """A connection from its opening to wherever a random script leads it."""
    wire = Wire()
    simultaneous = draw(st.integers(0, 3)) == 3
    second = State.CLOSED if simultaneous else State.LISTEN
    wire.ends = [
        Simulated(NEAR, wire, draw(initial_numbers), State.CLOSED),
        Simulated(NEAR.peer, wire, draw(initial_numbers), second),
    ]
    random = draw(st.randoms(use_true_random=True))
    wire.ends[0].connect()
    if simultaneous:
        wire.ends[1].connect()
    size = random.randint(1, 80)
    for action in random.choices(list(ACTIONS), list(ACTIONS.values()), k=size):
        act(wire, action, random)
    return wire
