"""The door of a server: clients come in one by one, and all leave when it closes."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from signal import ITIMER_REAL, SIGALRM, SIGINT, SIGTERM, setitimer, signal
from socket import SHUT_RD, SHUT_RDWR, socket
from threading import Condition
from types import TracebackType
from typing import Self

from socketlab.echo.service import Address, Ending, Refusal, Service
from socketlab.echo.tcp_servers.blocking.conversation import converse
from socketlab.echo.tcp_servers.listening import accepted, stop_listening


class Reception:
    """The open connections of one process, from its main thread.

    SIGTERM or SIGINT (Ctrl-C) stops accepting and shuts every connection for
    reading: on Linux recv(2) still gives what was received before, then b"".
    So the lines already received are answered, and each conversation ends by
    itself. After the grace period, or at a second signal, what is left is cut.

    Signal handlers run in the main thread between two steps of it: they take
    no lock, and look at copies.
    """

    def __init__(self, listener: socket, service: Service) -> None:
        """Take a listener that listens; it still belongs to the caller."""
        self.listener = listener
        self.service = service
        self.stopping = False
        self.open: set[socket] = set()
        self.changed = Condition()  # `open` has shrunk

    def __enter__(self) -> Self:
        """Obey the signals from here on, and say that clients are served."""
        handlers = {SIGTERM: self.on_stop, SIGINT: self.on_stop, SIGALRM: self.on_alarm}
        self.former = {number: signal(number, handlers[number]) for number in handlers}
        self.service.events.listening(self.listener.getsockname()[:2])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, whatever the reason; wait until the last connection has ended."""
        if not self.stopping:
            self.stop()
        self.wait()
        setitimer(ITIMER_REAL, 0)
        for number, handler in self.former.items():
            signal(number, handler)

    def __iter__(self) -> Iterator[tuple[socket, Address]]:
        """Give each client's connection and peer, until told to stop."""
        for connection, peer in accepted(self.listener, self.service):
            if len(self.open) == self.service.max_clients:
                connection.close()
                self.service.events.refused(peer, Refusal.FULL)
                continue
            self.open.add(connection)
            if self.stopping:  # told between accept() and here
                shut(connection, SHUT_RD)
            yield connection, peer

    def handle(self, connection: socket, peer: Address) -> None:
        """Serve one client to the end."""
        try:
            self.service.events.opened(peer)
            ending = converse(connection, self.service)
            if self.stopping and ending is Ending.RESET:
                ending = Ending.STOPPED
            self.service.events.closed(peer, ending)
        finally:
            self.forget(connection)

    @contextmanager
    def or_refuse(self, connection: socket, peer: Address) -> Iterator[None]:
        """Refuse the client if no thread or process can be had for it."""
        try:
            yield
        except (RuntimeError, OSError):  # pthread_create(3), fork(2): EAGAIN
            connection.close()
            self.forget(connection)
            self.service.events.refused(peer, Refusal.NO_WORKER)

    def forget(self, connection: socket) -> None:
        """Count a connection that has ended no longer."""
        with self.changed:
            self.open.discard(connection)
            self.changed.notify()

    def wait(self) -> None:
        """Wait until every connection has ended."""
        with self.changed:
            self.changed.wait_for(lambda: not self.open)

    def on_stop(self, *_signal: object) -> None:
        """Obey SIGTERM and SIGINT: the first stops, another one cuts."""
        if self.stopping:
            self.cut()
        else:
            self.stop()

    def on_alarm(self, *_signal: object) -> None:
        """Obey SIGALRM: the grace period is over."""
        self.cut()

    def stop(self) -> None:
        """Accept no more; answer what was received; cut after the grace period."""
        self.stopping = True
        stop_listening(self.listener)
        for connection in tuple(self.open):
            shut(connection, SHUT_RD)
        if self.service.grace > 0:
            setitimer(ITIMER_REAL, self.service.grace)
        else:
            self.cut()

    def cut(self) -> None:
        """End every connection now; a blocked send() fails at once."""
        for connection in tuple(self.open):
            shut(connection, SHUT_RDWR)


def shut(connection: socket, how: int) -> None:
    """shutdown(2) for a connection that may have ended meanwhile."""
    with suppress(OSError):
        connection.shutdown(how)
