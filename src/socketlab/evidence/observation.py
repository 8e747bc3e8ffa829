"""One dated fact with its source: the currency of the laboratory.

Observed and inferred are different types. Everything here but `StateInferred`
is observed: the kernel said so. `StateInferred` is deduced from segments and
cites the segment it was deduced from.
"""

from typing import TypeAlias

from msgspec import Struct

from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.segment import Wire
from socketlab.tcp.states import State

TRACEPOINT = "tracepoint"
PACKETS = "packets"
SOCK_DIAG = "sock_diag"
DESTROY = "destroy"
COUNTERS = "counters"
PROC = "proc"
CALLS = "calls"
OUTPUT = "output"
TYPES = "types"

TCP, UDP = "tcp", "udp"

SOURCES = (
    TRACEPOINT,
    PACKETS,
    SOCK_DIAG,
    DESTROY,
    COUNTERS,
    PROC,
    CALLS,
    OUTPUT,
    TYPES,
)


class Observation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every observation has.

    Attributes:
        source: one of `SOURCES`.
        time: nanoseconds on CLOCK_MONOTONIC.
        doubt: nanoseconds; the fact was true at some moment in time +- doubt.
        end: the end of the connection it speaks of; None where it has none.

    """

    source: str
    time: int
    doubt: int = 0
    end: End | None = None


class StateSeen(Observation, frozen=True, tag="state_seen"):
    """A look at one end: it was in this state at this time.

    `CLOSED` means that the kernel knows no such socket. A listener's
    `receive_queue` is its accept queue and `send_queue` the limit of it
    (sock_diag(7)); otherwise both count bytes. Of a UDP socket `CLOSED` only
    means that it has named no peer, and the queues count the kernel's memory.
    """

    state: State
    receive_queue: int = 0
    send_queue: int = 0
    timer: str = ""
    inode: int = 0
    protocol: str = TCP


class StateChanged(Observation, frozen=True, tag="state_changed"):
    """The kernel moved one end from one state to another.

    `socket` tells two sockets with one 4-tuple apart. `note` states what the
    source cannot tell: a change to CLOSED whose note is `MINI_SOCKET` may be a
    move to TIME-WAIT or to an orphaned FIN-WAIT-2, which the tracepoint never
    prints.
    """

    old: State
    new: State
    socket: int = 0
    note: str = ""


MINI_SOCKET = "mini-socket"


class StateInferred(Observation, frozen=True, tag="state_inferred"):
    """Deduced from a segment: one end moved from one state to another.

    `cites` is the number of the segment (`SegmentSeen.number`); `old` is None
    where nobody saw how it came there.
    """

    old: State | None
    new: State
    cites: int
    note: str = ""


class SegmentSeen(Observation, frozen=True, tag="segment_seen"):
    """A segment or datagram passed the interface.

    `end` is the end that sent it (`sent` true) or for which it arrived
    (`sent` false). `number` counts packets of the capture file from 1; both copies
    of a packet have the same.
    """

    number: int
    sent: bool
    segment: Wire


class SocketDestroyed(Observation, frozen=True, tag="socket_destroyed"):
    """The kernel announced the end of a socket (a sock_diag destroy message)."""


class Deafened(Observation, frozen=True, tag="deafened"):
    """From here on this end drops what arrives (`deaf`), or hears again."""

    deaf: bool
    flags: int = 0


class CallMade(Observation, frozen=True, tag="call_made"):
    """A system call: `time` is when it was entered.

    Attributes:
        host: the host of the page it was made on.
        program: the program's name; empty for a call of the page itself.
        pid: the process, as its own namespace numbers it; 0 for the page.
        name: the call, `connect`.
        arguments: as strace would print them, without the parentheses.
        result: what came back, as text; empty while it has not returned.
        errno: the error's name, `ECONNREFUSED`; empty on success.
        returned: nanoseconds on CLOCK_MONOTONIC; None while it has not returned.

    """

    host: str
    name: str
    arguments: str = ""
    result: str = ""
    errno: str = ""
    returned: int | None = None
    program: str = ""
    pid: int = 0


class CounterMoved(Observation, frozen=True, tag="counter_moved"):
    """A counter of /proc/net/netstat or /proc/net/snmp moved by `by`."""

    name: str
    by: int


class ProgramSeen(Observation, frozen=True, tag="program_seen"):
    """A look at a program in /proc: descriptors, children, processor time.

    Attributes:
        program: its name in the page.
        pid: as its own namespace numbers it.
        state: the letter of proc_pid_stat(5): R, S, D, T, Z; X when gone.
        sockets: its socket descriptors, as (descriptor, inode).
        children: pids of its living children.
        zombies: pids of its children that nobody has waited for.
        cpu: processor time used, nanoseconds.

    """

    program: str
    pid: int
    state: str
    sockets: tuple[tuple[int, int], ...] = ()
    children: tuple[int, ...] = ()
    zombies: tuple[int, ...] = ()
    cpu: int = 0


class OutputSeen(Observation, frozen=True, tag="output_seen"):
    """A look at what a program wrote since the last look; empty: nothing."""

    program: str
    text: str


class StructureSeen(Observation, frozen=True, tag="structure_seen"):
    """How many bytes a structure of the running kernel takes; 0: it has none."""

    structure: str
    size: int


class SocketRow(Struct, frozen=True, omit_defaults=True):
    """One line of a socket table, as `ss` would print it."""

    state: State
    local: Endpoint
    remote: Endpoint | None
    receive_queue: int
    send_queue: int
    timer: str = ""
    inode: int = 0
    owner: str = ""
    protocol: str = TCP


AnyObservation: TypeAlias = (
    StateSeen
    | StateChanged
    | StateInferred
    | SegmentSeen
    | SocketDestroyed
    | Deafened
    | CallMade
    | CounterMoved
    | ProgramSeen
    | OutputSeen
    | StructureSeen
)
