"""Ask the kernel for its sockets: sock_diag(7).

Sees every TCP and UDP socket of the namespace, also what is no full socket any more or
not yet: SYN-RECV requests, TIME-WAIT, orphans in FIN-WAIT-2 (their timer
"timewait", inode 0). Needs no privilege.

Misses what lives shorter than the time between two looks: polled as fast as
possible, it catches about one transition in a hundred of connections that
follow back to back.

Costs (Linux 6.18): a look-up of one 4-tuple 8 to 20 us; a dump walks the table
shared by all namespaces, 0.2 to 0.9 ms for an empty one, and 0.3 to 0.6 us more
for each socket. Decoding adds about 0.3 us for each socket.

A dump is no snapshot: sockets may come and go while it is read.
"""

from errno import ENOBUFS
from itertools import count
from os import strerror
from socket import AF_NETLINK, SO_RCVBUF, SOCK_RAW, SOL_SOCKET, socket
from time import monotonic_ns
from types import TracebackType
from typing import Self

from socketlab.evidence.address import IPV4, IPV6
from socketlab.evidence.columns import Columns, Dump
from socketlab.evidence.inet_diag import (
    ALL_STATES,
    ANY_COOKIE,
    BODY,
    HEADER,
    TCP,
    UDP,
    Refused,
    Socket,
    describe_timer,
    read_look_up,
    read_sockets,
    request_destroy,
    request_dump,
    request_look_up,
    row,
)
from socketlab.evidence.observation import (
    DESTROY,
    SOCK_DIAG,
    SocketDestroyed,
    SocketRow,
    StateSeen,
)
from socketlab.evidence.observation import TCP as TCP_NAME
from socketlab.evidence.observation import UDP as UDP_NAME
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State

CAVEATS: tuple[str, ...] = (
    "sock_diag is asked now and then: a state between two looks is missed.",
    "A dump is no snapshot: sockets may come and go while it is read.",
)
DESTROY_CAVEATS: tuple[str, ...] = (
    "A destroy message carries no time: the socket ended between two looks.",
    "A socket that enters TIME-WAIT is announced as ended then, not 60 s later.",
)
LOST_CAVEATS: tuple[str, ...] = (
    "Destroy messages are missing: the kernel dropped some that were not read.",
)

NETLINK_SOCK_DIAG = 4
LARGEST_DATAGRAM = 1 << 16
"""More than the kernel sends: 32 KiB."""

TCP_GROUPS = 0b0101
"""SKNLGRP_INET_TCP_DESTROY and SKNLGRP_INET6_TCP_DESTROY (linux/sock_diag.h)."""

RECEIVE_BUFFER = 1 << 22


class SockDiag:
    """The sockets of the network namespace in which this was made."""

    def __init__(self) -> None:
        """Open the netlink socket (netlink(7)), and ask for nothing.

        For without its module for TCP the kernel answers every look-up as if
        there were no such socket.

        Raises:
            OSError: the kernel has no sock_diag for TCP.

        """
        self.socket = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG)
        self.buffer = bytearray(LARGEST_DATAGRAM + HEADER.size + BODY)
        self.sequence = count(1)
        try:
            self.dump(states=0)
        except Refused as refusal:
            self.close()
            raise OSError(refusal.errno, strerror(refusal.errno)) from refusal
        try:
            self.dump(IPV4, states=0, protocol=UDP)
        except Refused:  # this kernel is without its module for UDP
            self.knows_udp = False
        else:
            self.knows_udp = True

    def dump(
        self,
        family: int | None = None,
        states: int = ALL_STATES,
        protocol: int = TCP,
    ) -> Columns:
        """Every socket, as columns; TCP's of both families if none is named.

        Raises:
            Refused: the kernel answered with an error.

        """
        number = next(self.sequence)
        self.socket.send(request_dump(number, family, states, protocol))
        dump = Dump(number)
        while not dump.receive(self.buffer, self.receive()):
            pass
        return dump.columns()

    def receive(self) -> int:
        """Receive one datagram into the buffer (recv(2))."""
        return self.socket.recv_into(self.buffer, LARGEST_DATAGRAM)

    def sockets(self) -> list[Socket]:
        """Every TCP socket, one by one."""
        return list(self.dump())

    def table(self, owners: dict[int, str] | None = None) -> tuple[SocketRow, ...]:
        """The socket table, in the order of its endpoints: TCP and listeners first.

        `owners` names who holds an inode (`socketlab.evidence.collectors.proc`).
        """
        owners = owners or {}
        rows = [row(one, owners.get(one.inode, "")) for one in self.dump()]
        for family in (IPV4, IPV6) if self.knows_udp else ():
            rows += [
                row(one, owners.get(one.inode, ""), UDP_NAME)
                for one in self.dump(family, protocol=UDP)
            ]
        return tuple(
            sorted(
                rows,
                key=lambda line: (
                    line.protocol,
                    line.remote is not None,
                    line.local,
                    line.remote or line.local,
                ),
            )
        )

    def find(self, end: End, protocol: int = TCP) -> Socket | None:
        """Find the one socket with this 4-tuple, or this listener.

        Of several listeners that share a port (SO_REUSEPORT) the kernel picks one.

        Raises:
            Refused: the kernel answered with another error than ENOENT.

        """
        number = next(self.sequence)
        self.socket.send(request_look_up(number, end, protocol))
        while True:
            datagram = bytes(memoryview(self.buffer)[: self.receive()])
            if HEADER.unpack_from(datagram)[3] == number:
                return read_look_up(datagram, end)

    def look_up(self, end: End) -> StateSeen:
        """Look at one end, of TCP or else of UDP; CLOSED if there is no such socket.

        Raises:
            Refused: the kernel answered with another error than ENOENT.

        """
        began = monotonic_ns()
        found, protocol = self.find(end), TCP_NAME
        if found is None and self.knows_udp:
            found = self.find(end, UDP)
            protocol = UDP_NAME if found else TCP_NAME
        doubt = (monotonic_ns() - began + 1) // 2
        return StateSeen(
            source=SOCK_DIAG,
            time=began + doubt,
            doubt=doubt,
            end=end,
            state=found.state if found else State.CLOSED,
            receive_queue=found.receive_queue if found else 0,
            send_queue=found.send_queue if found else 0,
            timer=describe_timer(found) if found else "",
            inode=found.inode if found else 0,
            protocol=protocol,
        )

    def destroy(self, end: End, cookie: int = ANY_COOKIE) -> None:
        """Abort a connection: ECONNABORTED here, a RST to the other end.

        Raises:
            Refused: EPERM without CAP_NET_ADMIN, ENOENT if there is none.

        """
        number = next(self.sequence)
        self.socket.send(request_destroy(number, end, cookie))
        for _acknowledgment in read_sockets(bytes(self.buffer[: self.receive()])):
            pass

    def close(self) -> None:
        """Close the netlink socket."""
        self.socket.close()

    def __enter__(self) -> Self:
        """Use it in a `with` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()


class Destroyed:
    """Hears of every TCP socket of the namespace that the kernel frees.

    The kernel sends the messages from a work queue, a moment after the fact.
    Nothing is read until `drain`: no thread, no callback.
    """

    def __init__(self) -> None:
        """Join the multicast groups (netlink(7)); no privilege is needed.

        Raises:
            OSError: the kernel has no sock_diag.

        """
        self.socket = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG)
        self.socket.setsockopt(SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER)
        self.socket.settimeout(0)
        self.socket.bind((0, TCP_GROUPS))
        self.drained = monotonic_ns()
        self.lost = False

    def drain(self) -> list[SocketDestroyed]:
        """Take what was announced since the last time, in order.

        The time stated is the middle between the two; the doubt reaches to both.
        """
        ends = []
        while True:
            try:
                datagram = self.socket.recv(LARGEST_DATAGRAM)
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno != ENOBUFS:
                    raise
                self.lost = True
                continue
            ends += [found.end for found in read_sockets(datagram)]
        now = monotonic_ns()
        doubt = (now - self.drained + 1) // 2
        self.drained = now
        return [
            SocketDestroyed(source=DESTROY, time=now - doubt, doubt=doubt, end=end)
            for end in ends
        ]

    @property
    def caveats(self) -> tuple[str, ...]:
        """What this source cannot tell, and whether messages were lost."""
        return DESTROY_CAVEATS + (LOST_CAVEATS if self.lost else ())

    def close(self) -> None:
        """Leave the groups."""
        self.socket.close()

    def __enter__(self) -> Self:
        """Use it in a `with` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()
