"""The sockets a page holds: each word is the system call of that name.

Fact: Python's `settimeout` makes a socket non-blocking behind the page's back.
Decision: sockets stay blocking, and SO_RCVTIMEO and SO_SNDTIMEO (socket(7))
bound every call, so that what the record shows is what was called.
"""

import errno
import socket
import struct
from typing import TYPE_CHECKING

from socketlab.lab.linux.held.deaf import deafen, hear, note_deafness
from socketlab.lab.linux.held.options import note_option
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.segment import Flag

if TYPE_CHECKING:
    from socketlab.lab.experiment import Subject
    from socketlab.lab.linux.hosts import LinuxHost

PATIENCE = struct.pack("ll", 20, 0)
"""No call of a page waits longer than twenty seconds."""

SIZE = 65536
"""Bytes that a page receives at once where it does not say."""

SHOWN = 32
"""Bytes of a buffer that a call shows; of a longer one half as many."""


class Place:
    """A subject that nobody in the page holds: a far end, a program's socket."""

    def __init__(self, host: "LinuxHost", end: End) -> None:
        """Name the end that lives on a host."""
        self.host = host
        self.end = end

    @property
    def far(self) -> "Place":
        """The other end of the same connection."""
        return Place(self.host.lab.host_at(self.end.peer.local.address), self.end.peer)


class LinuxConnection:
    """One end of a connection, held by the page."""

    def __init__(self, host: "LinuxHost", held: socket.socket) -> None:
        """Take a socket that was just made."""
        self.host = host
        self.held = held
        self.fd = held.fileno()
        self.known: End | None = None

    @property
    def end(self) -> End:
        """Who it is; remembered, so that it is known after the close too."""
        if self.known is None:
            local = Endpoint(*self.held.getsockname()[:2])
            try:
                self.known = End(local, Endpoint(*self.held.getpeername()[:2]))
            except OSError:  # nobody was named yet, as UDP allows
                return End(local)
        return self.known

    @property
    def far(self) -> Place:
        """The other end."""
        return Place(self.host, self.end).far

    def send(self, data: bytes, *, wait: bool = True, may_fail: bool = False) -> int:
        """send(2), without SIGPIPE."""
        flags = 0 if wait else socket.MSG_DONTWAIT
        return (
            self.host.lab.journal.call(
                self.host.name,
                "send",
                f"fd {self.fd}, {shown(data)}" + ("" if wait else ", MSG_DONTWAIT"),
                lambda: self.held.send(data, flags | socket.MSG_NOSIGNAL),
                end=lambda: self.end,
                show=str,
                expected=() if wait else (errno.EAGAIN,),
                may_fail=may_fail,
            )
            or 0
        )

    def send_to(self, to: "Subject", data: bytes, *, may_fail: bool = False) -> int:
        """sendto(2): one datagram to the place of another socket."""
        at = end_of(to).local
        return (
            self.host.lab.journal.call(
                self.host.name,
                "sendto",
                f"fd {self.fd}, {shown(data)}, {at}",
                lambda: self.held.sendto(data, (at.address, at.port)),
                end=lambda: End(Endpoint(*self.held.getsockname()[:2])),
                show=str,
                may_fail=may_fail,
            )
            or 0
        )

    def receive(
        self, size: int = SIZE, *, wait: bool = True, may_fail: bool = False
    ) -> bytes:
        """recv(2); empty at end of input, and where there is nothing to wait for."""
        flags = 0 if wait else socket.MSG_DONTWAIT
        room = f"fd {self.fd}, {size}" if size != SIZE else f"fd {self.fd}"
        return (
            self.host.lab.journal.call(
                self.host.name,
                "recv",
                room if wait else f"{room}, MSG_DONTWAIT",
                lambda: self.held.recv(size, flags),
                end=lambda: self.end,
                show=shown,
                expected=() if wait else (errno.EAGAIN,),
                may_fail=may_fail,
            )
            or b""
        )

    def measure(self) -> int:
        """recv(2) with MSG_PEEK and MSG_TRUNC: how long the next datagram is."""
        flags = socket.MSG_PEEK | socket.MSG_TRUNC
        return (
            self.host.lab.journal.call(
                self.host.name,
                "recv",
                f"fd {self.fd}, 1, MSG_PEEK | MSG_TRUNC",
                lambda: self.held.recv_into(bytearray(1), 1, flags),
                end=lambda: self.end,
                show=str,
            )
            or 0
        )

    def set(self, option: str, value: int) -> None:
        """setsockopt(2)."""
        note_option(self.host, self.held, option, value, end=lambda: self.end)

    def shutdown(self) -> None:
        """shutdown(2): no more will be sent, but we still listen."""
        self.host.lab.journal.call(
            self.host.name,
            "shutdown",
            f"fd {self.fd}, SHUT_WR",
            lambda: self.held.shutdown(socket.SHUT_WR),
            end=lambda: self.end,
        )

    def close(self) -> None:
        """close(2)."""
        end = self.end
        self.host.lab.journal.call(
            self.host.name, "close", f"fd {self.fd}", self.held.close, end=lambda: end
        )

    def forget(self) -> None:
        """Close, and send neither FIN nor RST (tcp_disconnect() in net/ipv4/tcp.c).

        A socket under repair (TCP_REPAIR, which needs CAP_NET_ADMIN) leaves so.
        """
        self.set("TCP_REPAIR", 1)
        self.close()

    def deafen(self, *, flags: str = "") -> None:
        """Drop what arrives: everything, or segments with any of these flags."""
        deafen(self, flags)

    def hear(self) -> None:
        """Take in again what arrives."""
        hear(self)

    def note_deafness(self, *, deaf: bool, mask: Flag, time: int) -> None:
        """Record it: the capture still sees what a deaf socket drops."""
        note_deafness(self, deaf=deaf, mask=mask, time=time)


class LinuxListener:
    """A listening socket, held by the page."""

    def __init__(self, host: "LinuxHost", held: socket.socket, end: End) -> None:
        """Take a socket that listens, or that was to listen at this end."""
        self.host = host
        self.held = held
        self.fd = held.fileno()
        self.end = end

    def accept(self) -> LinuxConnection:
        """accept(2): waits for a connection.

        Raises:
            TimeoutError: none came in the time a call of a page may take.

        """
        accepted = self.host.lab.journal.call(
            self.host.name,
            "accept",
            f"fd {self.fd}",
            lambda: self.held.accept()[0],
            end=lambda: self.end,
            show=lambda connection: f"fd {connection.fileno()}",
            expected=(errno.EAGAIN,),
        )
        if accepted is None:
            raise TimeoutError("accept: no connection came")
        self.host.lab.keep(accepted)
        connection = LinuxConnection(self.host, bounded(accepted))
        self.host.lab.journal.attribute_last(connection.end)
        return connection

    def send(self, data: bytes, *, may_fail: bool = False) -> int:
        """send(2), on the listening socket itself."""
        return LinuxConnection(self.host, self.held).send(data, may_fail=may_fail)

    def connect(self, to: "Subject", *, may_fail: bool = False) -> LinuxConnection:
        """connect(2), on the listening socket itself."""
        return connect_again(self, to, may_fail=may_fail)

    def shutdown(self) -> None:
        """shutdown(2) with SHUT_RD: it stops listening and keeps its port."""
        stop_listening(self)

    def deafen(self, *, flags: str = "") -> None:
        """Drop what arrives for the listener, and for its unfinished handshakes."""
        deafen(self, flags)

    def hear(self) -> None:
        """Take in again what arrives."""
        hear(self)

    def close(self) -> None:
        """close(2)."""
        self.host.lab.journal.call(
            self.host.name,
            "close",
            f"fd {self.fd}",
            self.held.close,
            end=lambda: self.end,
        )


Held = LinuxConnection | LinuxListener | Place


def end_of(subject: "Subject") -> End:
    """The end that a subject of this laboratory is."""
    assert isinstance(subject, Held)  # noqa: S101 ours
    return subject.end


def connect_again(
    listener: LinuxListener, to: "Subject", *, may_fail: bool
) -> LinuxConnection:
    """connect(2) on a socket that listens, or has listened."""
    connection = LinuxConnection(listener.host, listener.held)
    at = end_of(to).local
    listener.host.lab.journal.call(
        listener.host.name,
        "connect",
        f"fd {listener.fd}, {at}",
        lambda: listener.held.connect((at.address, at.port)),
        end=lambda: connection.end,
        may_fail=may_fail,
    )
    return connection


def stop_listening(listener: LinuxListener) -> None:
    """shutdown(2), after which a listener is a socket with a name again."""
    listener.host.lab.journal.call(
        listener.host.name,
        "shutdown",
        f"fd {listener.fd}, SHUT_RD",
        lambda: listener.held.shutdown(socket.SHUT_RD),
        end=lambda: listener.end,
    )


def bounded(held: socket.socket) -> socket.socket:
    """Bound the time that a call on this socket may take."""
    held.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, PATIENCE)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, PATIENCE)
    return held


def shown(data: bytes) -> str:
    """Bytes as a call shows them: printable, and not too many."""
    if not data:
        return "b''"
    more, size = ("...", SHOWN // 2) if len(data) > SHOWN else ("", SHOWN)
    text = data[:size].decode("latin-1").encode("unicode_escape").decode("ascii")
    return f'"{text}"{more}'
