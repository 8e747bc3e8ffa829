"""Encode requests to sock_diag(7) and decode its replies, for TCP and UDP.

Facts (linux/inet_diag.h, measured on Linux 6.18):

- Every reply is a netlink header, 72 fixed bytes (`inet_diag_msg`), then
  attributes nobody asked for; so messages differ in length (124 bytes for a
  connection, 96 for a mini-socket in TIME-WAIT) and stand in hash order.
- A request to dump one family walks the whole hash table; the older request
  type TCPDIAG_GETSOCK walks it once for IPv4 and IPv6.
- A look-up that finds no connection falls back to a listener on that port; of
  UDP sockets it finds the one that a datagram would be given to.
- A look-up for UDP takes the two endpoints the other way round (udp_dump_one()
  in the kernel's net/ipv4/udp_diag.c: "for historical reasons").
- The receive queue of a UDP socket counts the memory of its datagrams, not the
  bytes in them: 768 and more for one byte.

Decision: a look-up's answer is checked against what was asked. A whole dump is
read as columns (`socketlab.evidence.columns`), a few sockets one by one.
"""

from collections.abc import Iterator
from struct import Struct as Layout

from msgspec import Struct

from socketlab.evidence.address import ANYWHERE, IPV4, from_bytes, to_bytes
from socketlab.evidence.observation import TCP as TCP_NAME
from socketlab.evidence.observation import SocketRow
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.kernel_states import from_kernel
from socketlab.tcp.states import State

TCP, UDP = 6, 17
ALL_STATES = (1 << 13) - 1

TCPDIAG_GETSOCK = 18
SOCK_DIAG_BY_FAMILY = 20
SOCK_DESTROY = 21
NLMSG_ERROR = 2
NLMSG_DONE = 3
NLM_F_REQUEST = 0x001
NLM_F_ACK = 0x004
NLM_F_DUMP = 0x300
ENOENT = 2
SECOND = 1000

HEADER = Layout("=IHHII")
REQUEST = Layout("=BBBxI")
IDENTITY = Layout("!HH16s16s")
OLD_REQUEST = Layout("=4B48xII")
MESSAGE = Layout("=4B2s2s16s16s4xQ5I")
BODY = MESSAGE.size
ANY_COOKIE = 2**64 - 1
TIMERS = ("", "on", "keepalive", "timewait", "persist")
"""What `idiag_timer` counts down to, as ss(8) names it."""


class Refused(Exception):  # noqa: N818 - what the kernel does to a request
    """The kernel refused a request.

    Attributes:
        errno: the number of the error (errno(3)).

    """

    def __init__(self, errno: int) -> None:
        """Keep the number: only the caller knows what was asked."""
        super().__init__(errno)
        self.errno = errno


class Socket(Struct, frozen=True):
    """One socket as sock_diag describes it.

    Attributes:
        timer: what is being waited for, one of `TIMERS`.
        retransmits: how often that timer has fired in a row.
        expires: milliseconds until it fires next.
        receive_queue: bytes unread; for a listener its accept queue's length.
        send_queue: bytes not acknowledged; for a listener the queue's limit.
        uid: the owner, as this user namespace numbers it.
        inode: the number of the socket's file; 0 for a mini-socket.
        cookie: the kernel's name for this very socket.

    """

    state: State
    end: End
    timer: str
    retransmits: int
    expires: int
    receive_queue: int
    send_queue: int
    uid: int
    inode: int
    cookie: int


def request_dump(
    sequence: int,
    family: int | None = None,
    states: int = ALL_STATES,
    protocol: int = TCP,
) -> bytes:
    """Ask for every socket whose kernel state number is a bit of `states`.

    Without a family for TCP's of both, in one walk of the kernel's table.
    """
    if family is None:
        body = OLD_REQUEST.pack(IPV4, 0, 0, 0, states, 0)
        return with_header(TCPDIAG_GETSOCK, NLM_F_DUMP, sequence, body)
    body = REQUEST.pack(family, protocol, 0, states) + bytes(48)
    return with_header(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, sequence, body)


def request_look_up(sequence: int, end: End, protocol: int = TCP) -> bytes:
    """Ask for the one socket with this 4-tuple, or this listener."""
    body = identify(end) if protocol == TCP else identify_udp(end)
    return with_header(SOCK_DIAG_BY_FAMILY, 0, sequence, body)


def request_destroy(sequence: int, end: End, cookie: int = ANY_COOKIE) -> bytes:
    """Ask the kernel to destroy a socket (it needs CAP_NET_ADMIN)."""
    return with_header(SOCK_DESTROY, NLM_F_ACK, sequence, identify(end, cookie))


def identify(end: End, cookie: int = ANY_COOKIE) -> bytes:
    """Write the request's body for one socket."""
    family, local = to_bytes(end.local.address)
    remote, port = bytes(16), 0
    if end.remote is not None:
        (_, remote), port = to_bytes(end.remote.address), end.remote.port
    return (
        REQUEST.pack(family, TCP, 0, ALL_STATES)
        + IDENTITY.pack(end.local.port, port, local, remote)
        + bytes(4)
        + cookie.to_bytes(8, "little")
    )


def identify_udp(end: End) -> bytes:
    """Write the request's body for one UDP socket: the far end first."""
    family, local = to_bytes(end.local.address)
    remote, port = bytes(16), 0
    if end.remote is not None:
        (_, remote), port = to_bytes(end.remote.address), end.remote.port
    return (
        REQUEST.pack(family, UDP, 0, ALL_STATES)
        + IDENTITY.pack(port, end.local.port, remote, local)
        + bytes(4)
        + ANY_COOKIE.to_bytes(8, "little")
    )


def with_header(kind: int, flags: int, sequence: int, body: bytes) -> bytes:
    """Write a netlink message (netlink(7))."""
    length = HEADER.size + len(body)
    return HEADER.pack(length, kind, flags | NLM_F_REQUEST, sequence, 0) + body


def read_sockets(datagram: bytes) -> Iterator[Socket]:
    """Decode the messages of one datagram.

    Raises:
        Refused: the kernel answered with an error.

    """
    at = 0
    while at < len(datagram):
        length, kind, *_ = HEADER.unpack_from(datagram, at)
        if kind == NLMSG_ERROR:
            refuse(datagram, at)
        elif kind in (SOCK_DIAG_BY_FAMILY, TCPDIAG_GETSOCK):
            yield decode(datagram, at + HEADER.size)
        at += (length + 3) & ~3


def refuse(datagram: bytes | bytearray, at: int) -> None:
    """Raise what the last message says: 0 is success (netlink(7)).

    Raises:
        Refused: the number was not 0.

    """
    (number,) = Layout("=i").unpack_from(datagram, at + HEADER.size)
    if number:
        raise Refused(-number)


def decode(data: bytes, at: int = 0) -> Socket:
    """Decode one `inet_diag_msg`."""
    (
        family, state, timer, retransmits, near, far, local, remote,
        cookie, expires, receive, send, uid, inode,
    ) = MESSAGE.unpack_from(data, at)  # fmt: skip
    port = int.from_bytes(far, "big")
    return Socket(
        state=from_kernel(state),
        end=End(
            Endpoint(from_bytes(family, local), int.from_bytes(near, "big")),
            Endpoint(from_bytes(family, remote), port) if port else None,
        ),
        timer=TIMERS[timer] if timer < len(TIMERS) else str(timer),
        retransmits=retransmits,
        expires=expires,
        receive_queue=receive,
        send_queue=send,
        uid=uid,
        inode=inode,
        cookie=cookie,
    )


def read_look_up(datagram: bytes, end: End) -> Socket | None:
    """Decode the reply to a look-up; None if there is no such socket.

    A listener at any address is the listener at each of them. For a connection
    that it does not know the kernel gives its listener: that is no answer.

    Raises:
        Refused: the kernel answered with another error than ENOENT.

    """
    try:
        found = next(read_sockets(datagram), None)
    except Refused as refusal:
        if refusal.errno != ENOENT:
            raise
        return None
    known = [end]
    if end.remote is None:
        known += [End(Endpoint(address, end.local.port)) for address in ANYWHERE]
    return found if found is not None and found.end in known else None


def describe_timer(socket: Socket) -> str:
    """What ss(8) prints of a timer: `timewait,59sec,0`; empty if none runs."""
    if not socket.timer:
        return ""
    left = socket.expires
    span = f"{left}ms" if left < SECOND else f"{left // SECOND}sec"
    return f"{socket.timer},{span},{socket.retransmits}"


def row(socket: Socket, owner: str = "", protocol: str = TCP_NAME) -> SocketRow:
    """One line of a socket table."""
    return SocketRow(
        state=socket.state,
        local=socket.end.local,
        remote=socket.end.remote,
        receive_queue=socket.receive_queue,
        send_queue=socket.send_queue,
        timer=describe_timer(socket),
        inode=socket.inode,
        owner=owner,
        protocol=protocol,
    )
