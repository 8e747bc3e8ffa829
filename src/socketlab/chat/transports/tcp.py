"""The TCP listener of the chat room: who is let in, and with what.

Kernel facts. A short accept queue makes a storm of clients wait for the
retransmission of their SYN, one second (listen(2)): so it is as long as the
kernel allows. Nagle's algorithm holds a small line back for as long as the one
before it is unacknowledged, 40 ms with delayed ACKs (tcp(7)): so TCP_NODELAY is
set on the listener, and accepted sockets inherit it.
"""

import errno
import os
import socket
from collections import Counter
from collections.abc import Callable
from select import EPOLLIN

from socketlab.chat.log import Form
from socketlab.chat.settings import Limits
from socketlab.chat.transports.addresses import Network, is_within
from socketlab.chat.transports.connection import Connection, Session
from socketlab.chat.transports.hub import Hub

BACKLOG = 65535  # the kernel caps it at net.core.somaxconn
ACCEPTS = 256  # per turn, so that a storm of newcomers stops nobody
PAUSE = 0.1  # seconds until the next try, when there is nothing to accept with
EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}

Opener = Callable[[Connection], Session]


def listen(address: str, port: int) -> socket.socket:
    """Give a non-blocking socket that listens; 0 lets the kernel choose the port.

    Raises:
        socket.gaierror: the address does not resolve (getaddrinfo(3)).
        OSError: socket(2), bind(2) or listen(2) failed.

    """
    family, kind, protocol, _name, place = socket.getaddrinfo(
        address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind | socket.SOCK_NONBLOCK, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(place)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


class Listener:
    """Accepts connections and gives each a session.

    One descriptor is kept in reserve: when all others are used up, it is given
    back to accept a newcomer, who is told so and let go, instead of being left
    to wait in the accept queue for nobody knows how long.
    """

    def __init__(
        self,
        hub: Hub,
        listener: socket.socket,
        opener: Opener,
        form: Form,
        limits: Limits,
    ) -> None:
        """Serve on a socket that listens.

        Args:
            hub: the server that runs it.
            listener: bound and listening, non-blocking.
            opener: begins the session of a new connection.
            form: how a new connection is shown entries.
            limits: may be replaced while it serves.

        """
        self.hub = hub
        self.socket = listener
        self.descriptor = listener.fileno()
        self.opener = opener
        self.form = form
        self.limits = limits
        self.trusted: list[Network] = []
        self.connections: dict[int, Connection] = {}
        self.addresses: Counter[str] = Counter()
        self.reserve = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
        self.refused = 0  # for want of descriptors

    def ready(self, events: int) -> None:  # noqa: ARG002 only EPOLLIN is watched
        """Accept who waits."""
        for _ in range(ACCEPTS):
            try:
                connection, (address, *_rest) = self.socket.accept()
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno in EXHAUSTED and not self._turn_away():
                    self.hub.watch(self.descriptor, 0)
                    self.hub.pause(self, self.hub.now + PAUSE)
                    return
                continue  # an error of the newcomer, which Linux passes on (accept(2))
            self._admit(connection, address)

    def _admit(self, connection: socket.socket, address: str) -> None:
        limit = self.limits.per_address
        if self.addresses[address] >= limit and not is_within(address, self.trusted):
            dismiss(connection, f"Too many connections from {address}")
            return
        connection.settimeout(0)
        newcomer = Connection(self, connection, address, self.form)
        newcomer.session = self.opener(newcomer)
        self.connections[newcomer.descriptor] = newcomer
        self.addresses[address] += 1
        self.hub.add(newcomer)

    def _turn_away(self) -> bool:
        """Tell a newcomer that there is no room; False: not even that works."""
        self.refused += 1
        os.close(self.reserve)
        try:
            connection, _ = self.socket.accept()
            dismiss(connection, "No room: the server has no descriptor left")
        except OSError:
            return False
        finally:
            self.reserve = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
        return True

    def resume(self) -> None:
        """Try again."""
        self.hub.watch(self.descriptor, EPOLLIN)

    def fail(self) -> None:
        """Go on: whatever the mistake was, the next may come."""

    def forget(self, connection: Connection) -> None:
        """Take a connection off the books, before its socket is closed."""
        self.hub.remove(connection)
        del self.connections[connection.descriptor]
        self.addresses[connection.address] -= 1
        if not self.addresses[connection.address]:
            del self.addresses[connection.address]

    def check(self) -> None:
        """Let each session do what the time asks for."""
        for connection in list(self.connections.values()):
            connection.session.check_time()

    def say_goodbye(self) -> None:
        """Tell every connection that the server ends."""
        for connection in list(self.connections.values()):
            connection.write(b"ERROR :Closing link: (The server ends)\r\n")

    def close(self) -> None:
        """Close the listener and what is left of the connections."""
        for connection in list(self.connections.values()):
            connection.shut()
        self.socket.close()
        os.close(self.reserve)


def dismiss(connection: socket.socket, reason: str) -> None:
    """Say why and hang up."""
    try:
        connection.settimeout(0)
        connection.send(f"ERROR :Closing link: ({reason})\r\n".encode())
    except OSError:
        pass
    finally:
        connection.close()
