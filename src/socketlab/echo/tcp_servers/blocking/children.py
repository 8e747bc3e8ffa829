"""A reception whose clients are served by child processes."""

import os
from signal import SIG_DFL, SIGCHLD, SIGKILL, SIGTERM, signal
from socket import socket
from threading import Condition
from typing import Self

from socketlab.echo.service import Service
from socketlab.echo.tcp_servers.blocking.reception import Reception

STILL_RUNNING = (0, 0)  # what waitpid(2) gives with WNOHANG


class Parent(Reception):
    """Forks, waits for its children, and takes them along when it stops.

    A connection counts as open until the child that serves it was waited for.
    Only children known by pid are waited for and signalled: until then the
    kernel gives that pid to nobody else.

    Attributes:
        children: the connection each child serves; guarded by `changed`.

    """

    def __init__(self, listener: socket, service: Service) -> None:
        """Start without children."""
        super().__init__(listener, service)
        self.children: dict[int, socket] = {}

    def __enter__(self) -> Self:
        """Ask for SIGCHLD: whoever started us may have ignored it (wait(2))."""
        signal(SIGCHLD, SIG_DFL)
        return super().__enter__()

    def fork(self, connection: socket) -> int:
        """Call fork(2) for one connection: 0 in the child, the child's pid here."""
        with self.changed:
            pid = os.fork()
            if pid:
                self.children[pid] = connection
                if self.stopping:  # told between accept() and here
                    os.kill(pid, SIGTERM)
        if pid == 0:
            self.become_child(connection)
        return pid

    def become_child(self, connection: socket) -> None:
        """Keep one connection, and take signals anew: fork(2) copies no other thread.

        The terminal sends Ctrl-C to parent and children alike; a child waits
        for what its parent says.
        """
        self.open, self.children = {connection}, {}
        self.changed = Condition()
        self.stop_signals = {SIGTERM}
        self.start_doorkeeper()

    def reap(self) -> None:
        """Wait for the children that have ended, so that none stays a zombie."""
        with self.changed:
            for pid in tuple(self.children):
                if os.waitpid(pid, os.WNOHANG) != STILL_RUNNING:
                    self.open.discard(self.children.pop(pid))
            self.changed.notify()

    def stop(self) -> None:
        """Stop, and tell the children to."""
        with self.changed:
            super().stop()
            self.tell_children(SIGTERM)

    def cut(self) -> None:
        """Cut, and end the children."""
        with self.changed:
            super().cut()
            self.tell_children(SIGKILL)

    def tell_children(self, number: int) -> None:
        """Send every child a signal."""
        for pid in self.children:
            os.kill(pid, number)
