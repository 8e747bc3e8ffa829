"""Observations written by hand: what a source would say of one connection."""

from socketlab.evidence.observation import (
    CALLS,
    COUNTERS,
    DESTROY,
    OUTPUT,
    PACKETS,
    SOCK_DIAG,
    TCP,
    TRACEPOINT,
    CounterMoved,
    Deafened,
    OutputSeen,
    SegmentSeen,
    SocketDestroyed,
    StateChanged,
    StateInferred,
    StateSeen,
)
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.segment import Datagram, Flag, Segment
from socketlab.tcp.states import State

MS = 1_000_000
"""Nanoseconds."""

SYN, ACK, FIN, RST, PSH = Flag.SYN, Flag.ACK, Flag.FIN, Flag.RST, Flag.PSH

SERVER = Endpoint("192.0.2.1", 7)
CLIENT = Endpoint("192.0.2.2", 40_000)
LISTENER = End(SERVER)
NEAR = End(CLIENT, SERVER)
FAR = NEAR.peer
OTHER = End(Endpoint("192.0.2.2", 40_001), SERVER)


def look(
    state: State,
    time: int,
    end: End = NEAR,
    *,
    doubt: int = 0,
    queue: int = 0,
    inode: int = 0,
    protocol: str = TCP,
) -> StateSeen:
    """Give what sock_diag answers to a look-up."""
    return StateSeen(
        source=SOCK_DIAG,
        time=time,
        doubt=doubt,
        end=end,
        state=state,
        receive_queue=queue,
        inode=inode,
        protocol=protocol,
    )


def change(
    old: State, new: State, time: int, end: End = NEAR, note: str = ""
) -> StateChanged:
    """Give what the tracepoint prints."""
    return StateChanged(
        source=TRACEPOINT, time=time, end=end, old=old, new=new, note=note
    )


def inference(
    old: State | None, new: State, time: int, end: End = NEAR
) -> StateInferred:
    """Give what segments imply."""
    return StateInferred(source=PACKETS, time=time, end=end, old=old, new=new, cites=1)


def gone(time: int, end: End = NEAR, *, doubt: int = 0) -> SocketDestroyed:
    """Give the announcement of a socket's end."""
    return SocketDestroyed(source=DESTROY, time=time, doubt=doubt, end=end)


def sight(
    end: End,
    flags: int,
    time: int,
    number: int,
    *,
    sent: bool = True,
    numbers: tuple[int, int] = (0, 0),
    payload: bytes = b"",
) -> SegmentSeen:
    """Give what the capture sees when `end` sends, or when it receives.

    `numbers` are the sequence and the acknowledgment number.
    """
    sender = end if sent else end.peer
    assert sender.remote is not None
    return SegmentSeen(
        source=PACKETS,
        time=time,
        end=end,
        number=number,
        sent=sent,
        segment=Segment(
            sender.local, sender.remote, *numbers, flags, 65_535, len(payload), payload
        ),
    )


def datagram(
    end: End | None, time: int, *, sent: bool = True, number: int = 1
) -> SegmentSeen:
    """Give what the capture sees of a datagram from the client to the server."""
    return SegmentSeen(
        source=PACKETS,
        time=time,
        end=end,
        number=number,
        sent=sent,
        segment=Datagram(CLIENT, SERVER, 5, b"hello"),
    )


def journey(
    end: End,
    flags: int,
    times: tuple[int, int],
    number: int,
    numbers: tuple[int, int] = (0, 0),
    *,
    payload: bytes = b"",
) -> list[SegmentSeen]:
    """Give both copies of a segment that `end` sends: sent and received."""
    went, came = times
    return [
        sight(end, flags, went, number, numbers=numbers, payload=payload),
        sight(
            end.peer, flags, came, number, sent=False, numbers=numbers, payload=payload
        ),
    ]


def handshake(time: int = 0, end: End = NEAR, number: int = 1) -> list[SegmentSeen]:
    """Give the three segments that open a connection, 2 us each."""
    us = 1000
    return [
        *journey(end, SYN, (time + us, time + 2 * us), number, (100, 0)),
        *journey(
            end.peer, SYN | ACK, (time + 3 * us, time + 4 * us), number + 1, (500, 101)
        ),
        *journey(end, ACK, (time + 5 * us, time + 6 * us), number + 2, (101, 501)),
    ]


def deafness(end: End, time: int, *, deaf: bool = True, flags: int = 0) -> Deafened:
    """Give the note that an end was deafened, or hears again."""
    return Deafened(source=CALLS, time=time, end=end, deaf=deaf, flags=flags)


def moved(name: str, by: int, time: int) -> CounterMoved:
    """Give a look at a counter."""
    return CounterMoved(source=COUNTERS, time=time, name=name, by=by)


def output(program: str, text: str, time: int) -> OutputSeen:
    """Give a look at what a program wrote."""
    return OutputSeen(source=OUTPUT, time=time, program=program, text=text)
