"""A whole dump of the socket table, as columns.

Facts (measured on Linux 6.18): the kernel sends about 36 datagrams of at most
32 KiB for 10 000 sockets; messages of 124 bytes (connections, listeners) and
of 96 (mini-sockets) stand mixed, in hash order. Making an object of each
socket costs more than the kernel needs to describe it.

Decision: keep the 72 bytes that every message has, and join them. They stand
one stride apart, so each column is one slice, made in C.
"""

from array import array
from collections.abc import Iterator
from functools import cached_property
from struct import Struct as Layout
from sys import byteorder

from socketlab.evidence.address import IPV4, from_bytes
from socketlab.evidence.inet_diag import (
    BODY,
    HEADER,
    NLMSG_DONE,
    NLMSG_ERROR,
    Socket,
    decode,
    refuse,
)

HEADED_BODY = Layout(f"=I12x{BODY}s")
WORD, EIGHTS = Layout("=I"), Layout("=QQ")
PORTS, LOCAL_ADDRESS, REMOTE_ADDRESS, EXPIRES = 1, 2, 6, 13
"""Places in a message, in words of 32 bits."""


class Dump:
    """The reply to a request to dump, gathered datagram by datagram."""

    def __init__(self, sequence: int) -> None:
        """Expect the replies to the request with this number."""
        self.sequence = sequence
        self.chunks: list[bytes] = []

    def receive(self, buffer: bytearray, length: int) -> bool:
        """Take one datagram; true when it was the last one.

        The buffer must reach 88 bytes beyond the datagram: the last message is
        shorter than what is read of it.

        Raises:
            Refused: the kernel answered with an error.

        """
        _, kind, _, sequence, _ = HEADER.unpack_from(buffer, 0)
        if sequence != self.sequence:
            return False
        if kind == NLMSG_ERROR:
            refuse(buffer, 0)
        # This loop is most of the price: about 0.1 us a socket. Joined after each
        # datagram, its short-lived objects stay in the processor's cache.
        bodies: list[bytes] = []
        read, keep = HEADED_BODY.unpack_from, bodies.append
        at = size = 0
        while at < length:
            size, body = read(buffer, at)
            keep(body)
            at += size
        _, kind, *_ = HEADER.unpack_from(buffer, at - size)
        done: bool = kind == NLMSG_DONE
        if done:
            bodies.pop()
            refuse(buffer, at - size)
        self.chunks.append(b"".join(bodies))
        return done

    def columns(self) -> "Columns":
        """The sockets received so far."""
        return Columns(b"".join(self.chunks))


class Columns:
    """Many sockets, one column for each of their properties.

    Each column has one entry per socket, in the same order. Addresses are kept
    as the kernel's bytes and written out when asked for.

    Attributes:
        families: 2 for IPv4, 10 for IPv6.
        states: the kernel's numbers (`socketlab.tcp.kernel_states.from_kernel`).
        timers, retransmits, expires, receive_queues, send_queues, uids, inodes:
            as `Socket` explains.

    """

    def __init__(self, bodies: bytes) -> None:
        """Slice the columns out of messages that stand 72 bytes apart."""
        self.bodies, self.words = bodies, array("I", bodies)
        self.families, self.states = bodies[0::BODY], bodies[1::BODY]
        self.timers, self.retransmits = bodies[2::BODY], bodies[3::BODY]
        ports = swap(array("H", self.words[PORTS :: BODY // 4].tobytes()))
        self.local_ports, self.remote_ports = ports[0::2], ports[1::2]
        self.expires, self.receive_queues, self.send_queues, self.uids, self.inodes = (
            self.words[place :: BODY // 4] for place in range(EXPIRES, BODY // 4)
        )

    def __len__(self) -> int:
        """How many sockets there are."""
        return len(self.states)

    def __iter__(self) -> Iterator[Socket]:
        """One socket after the other, whole."""
        return (decode(self.bodies, at) for at in range(0, len(self.bodies), BODY))

    @cached_property
    def local_addresses(self) -> list[str]:
        """The local address of each socket, as text."""
        return self.write_addresses(LOCAL_ADDRESS)

    @cached_property
    def remote_addresses(self) -> list[str]:
        """The remote address of each socket, as text."""
        return self.write_addresses(REMOTE_ADDRESS)

    def write_addresses(self, place: int) -> list[str]:
        """Write out the addresses at this word of each message."""
        if self.families.count(IPV4) == len(self):
            return list(map(WrittenIPv4().__getitem__, self.words[place :: BODY // 4]))
        eights, half = array("Q", self.bodies), place // 2
        halves = (eights[one :: BODY // 8] for one in (half, half + 1))
        return list(
            map(Written().__getitem__, zip(self.families, *halves, strict=True))
        )


class Written(dict[tuple[int, ...], str]):
    """Addresses as text, by their family and two halves; each is written once."""

    def __missing__(self, key: tuple[int, ...]) -> str:
        """Write an address out when it is met for the first time."""
        family, *halves = key
        text = self[key] = from_bytes(family, EIGHTS.pack(*halves))
        return text


class WrittenIPv4(dict[int, str]):
    """IPv4 addresses as text; half as dear, and the usual case."""

    def __missing__(self, word: int) -> str:
        """Write an address out when it is met for the first time."""
        text = self[word] = from_bytes(IPV4, WORD.pack(word))
        return text


def swap(ports: "array[int]") -> "array[int]":
    """Turn ports from network order into numbers, in place."""
    if byteorder == "little":
        ports.byteswap()
    return ports
