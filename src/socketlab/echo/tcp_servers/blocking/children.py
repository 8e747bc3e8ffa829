"""A reception whose clients are served by child processes."""

import os
from contextlib import suppress
from signal import SIG_DFL, SIG_IGN, SIGCHLD, SIGINT, SIGKILL, SIGTERM, signal
from socket import socket
from typing import Self

from socketlab.echo.service import Service
from socketlab.echo.tcp_servers.blocking.reception import Reception


class Parent(Reception):
    """Forks, waits for its children, and takes them along when it stops.

    A connection counts as open until the child that serves it was waited for.
    Only children known by pid are waited for and signalled, so that a pid is
    never one the kernel has given to somebody else.
    """

    def __init__(self, listener: socket, service: Service) -> None:
        """Start without children."""
        super().__init__(listener, service)
        self.children: dict[int, socket] = {}

    def __enter__(self) -> Self:
        """Reap from here on: an ended child stays a zombie until waited for."""
        signal(SIGCHLD, self.reap)
        return super().__enter__()

    def fork(self, connection: socket) -> int:
        """fork(2) for one connection: 0 in the child, the child's pid here.

        The terminal sends Ctrl-C to parent and children alike. A child ignores
        it: its parent tells it what to do.
        """
        pid = os.fork()
        if pid == 0:
            signal(SIGINT, SIG_IGN)
            signal(SIGCHLD, SIG_DFL)
            signal(SIGTERM, self.on_told)
            self.open, self.children = {connection}, {}
        else:
            self.children[pid] = connection
            self.reap()  # it may have ended before it was known
            if self.stopping:  # told between fork() and here
                os.kill(pid, SIGTERM)
        return pid

    def on_told(self, *_signal: object) -> None:
        """Obey the parent, in a child; it may say so twice."""
        if not self.stopping:
            self.stop()

    def reap(self, *_signal: object) -> None:
        """Wait for the children that have ended, so that none stays a zombie."""
        for pid in tuple(self.children):
            with suppress(ChildProcessError):
                if os.waitpid(pid, os.WNOHANG) == (0, 0):
                    continue
            self.open.discard(self.children.pop(pid))

    def wait(self) -> None:
        """Wait for every child."""
        signal(SIGCHLD, SIG_DFL)
        for pid in tuple(self.children):
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
            del self.children[pid]

    def stop(self) -> None:
        """Stop, and tell the children to."""
        super().stop()
        self.tell(SIGTERM)

    def cut(self) -> None:
        """Cut, and end the children."""
        super().cut()
        self.tell(SIGKILL)

    def tell(self, number: int) -> None:
        """Send every child a signal."""
        for pid in tuple(self.children):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
