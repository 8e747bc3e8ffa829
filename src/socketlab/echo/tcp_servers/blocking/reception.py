"""The door of a server: clients come in one by one, and all leave when it closes.

Fact: Python runs a signal's handler in the main thread, between two steps of it.
A signal that comes just before accept(2) or recv(2) is noted, and the call then
sleeps on it.
Consequence: no handler can end a blocking call for certain; a shutdown(2) can,
for it lasts: the call returns whether it began before or after.
Decision: one thread beside the model takes the signals (sigwaitinfo(2)) and shuts
the sockets. Everybody else blocks them.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from signal import (
    SIG_BLOCK,
    SIG_IGN,
    SIG_SETMASK,
    SIGALRM,
    SIGCHLD,
    SIGHUP,
    SIGINT,
    SIGTERM,
    getsignal,
    pthread_kill,
    pthread_sigmask,
    sigpending,
    sigtimedwait,
    sigwait,
)
from socket import SHUT_RD, SHUT_RDWR, socket
from threading import Condition, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from socketlab.echo.service import Address, Ending, Refusal, Service
from socketlab.echo.tcp_servers.blocking.conversation import converse
from socketlab.echo.tcp_servers.listening import accepted, stop_listening

TAKEN = {SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGALRM}
FOR_EVER = 366 * 24 * 3600.0  # seconds, for a call that must be given a time


class Reception:
    """The open connections of one process.

    SIGTERM, SIGINT (Ctrl-C) or SIGHUP (the terminal is gone) stops accepting and
    shuts every connection for reading: on Linux recv(2) still gives what was
    received before, then b"". So the lines already received are answered, and
    each conversation ends by itself. After the grace period, or at a second
    signal, what is left is cut.

    Attributes:
        listener: listens; it still belongs to the caller.
        service: the settings.
        stop_signals: what to stop for.
        stopping: told to stop. Guarded by `changed`, as is:
        open: the connections not yet ended.
        changed: wakes whoever waits for the end.

    """

    def __init__(self, listener: socket, service: Service) -> None:
        """Take a listener that listens."""
        self.listener = listener
        self.service = service
        self.stop_signals = {SIGTERM, SIGINT}
        if getsignal(SIGHUP) != SIG_IGN:  # as under nohup(1)
            self.stop_signals.add(SIGHUP)
        self.stopping = False
        self.over = False
        self.open: set[socket] = set()
        self.changed = Condition()

    def __enter__(self) -> Self:
        """Obey the signals from here on, and say that clients are served."""
        self.former_mask = pthread_sigmask(SIG_BLOCK, TAKEN)
        self.start_doorkeeper()
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
            self.tell(SIGTERM)
        with self.changed:
            self.changed.wait_for(lambda: self.stopping and not self.open)
        self.over = True
        self.tell(SIGALRM)
        self.doorkeeper.join()
        while sigpending() & TAKEN:  # told again, while it was ending
            sigwait(TAKEN)
        pthread_sigmask(SIG_SETMASK, self.former_mask)

    def __iter__(self) -> Iterator[tuple[socket, Address]]:
        """Give each client's connection and peer, until told to stop."""
        for connection, peer in accepted(self.listener, self.service):
            with self.changed:
                full = len(self.open) == self.service.max_clients
                if not full:
                    self.open.add(connection)
                    if self.stopping:  # told between accept() and here
                        shut(connection, SHUT_RD)
            if full:
                self.service.events.refused(peer, Refusal.FULL)
                connection.close()
            else:
                yield connection, peer

    def handle(self, connection: socket, peer: Address) -> None:
        """Serve one client to the end."""
        try:
            self.service.events.opened(peer)
            ending = converse(connection, self.service)
            if self.stopping and ending is Ending.RESET:  # it was cut, by us
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
            self.service.events.refused(peer, Refusal.NO_WORKER)
            connection.close()
            self.forget(connection)

    def forget(self, connection: socket) -> None:
        """Count a connection that has ended no longer."""
        with self.changed:
            self.open.discard(connection)
            self.changed.notify()

    def start_doorkeeper(self) -> None:
        """Start the thread that takes the signals of this process."""
        self.doorkeeper = Thread(target=self.take_signals, daemon=True)
        self.doorkeeper.start()

    def tell(self, number: int) -> None:
        """Send the doorkeeper a signal of our own."""
        if self.doorkeeper.ident is not None:
            pthread_kill(self.doorkeeper.ident, number)

    def take_signals(self) -> None:
        """Obey one signal after the other: the first stops, another one cuts."""
        deadline = monotonic() + FOR_EVER
        while not self.over:
            taken = sigtimedwait(TAKEN, max(0.0, deadline - monotonic()))
            if taken is None or (self.stopping and taken.si_signo in self.stop_signals):
                deadline = monotonic() + FOR_EVER
                self.cut()
            elif taken.si_signo in self.stop_signals:
                deadline = monotonic() + self.service.grace
                self.stop()
            elif taken.si_signo == SIGCHLD:
                self.reap()

    def stop(self) -> None:
        """Accept no more; answer what was received."""
        with self.changed:
            self.stopping = True
            stop_listening(self.listener)
            for connection in self.open:
                shut(connection, SHUT_RD)
            self.changed.notify()

    def cut(self) -> None:
        """End every connection now; a blocked send() fails at once."""
        with self.changed:
            for connection in self.open:
                shut(connection, SHUT_RDWR)

    def reap(self) -> None:
        """Obey SIGCHLD: here nobody has children."""


def shut(connection: socket, how: int) -> None:
    """Call shutdown(2) for a connection that may have ended meanwhile."""
    with suppress(OSError):
        connection.shutdown(how)
