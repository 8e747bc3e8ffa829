"""Start a program so that it can be traced from its first instruction.

Fact: between fork and exec, a process with threads must not run Python code, but
somebody must install the filter just before exec, and only once the tracer is
there. Decision: a launcher is started, told by messages what to become, and then
becomes it (see ptrace_launcher.py). It greets first: its own exec is over then, and
the next one is that of the program.
"""

import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import subprocess

LAUNCHER = str(Path(__file__).resolve().with_name("ptrace_launcher.py"))

Spawn: TypeAlias = Callable[[list[str], int], "subprocess.Popen[bytes]"]
"""Start this command as a process that inherits this descriptor."""


class Launch:
    """A process that waits to become another program."""

    def __init__(self, spawn: Spawn) -> None:
        """Start the launcher.

        Raises:
            OSError: it could not be started.

        """
        self.channel, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-I", "-S", LAUNCHER, str(theirs.fileno())]
            try:
                self.process = spawn(command, theirs.fileno())
            except BaseException:
                self.channel.close()
                raise

    def meet(self) -> None:
        """Wait until the launcher itself runs.

        Raises:
            ChildProcessError: it never did.

        """
        if not self.channel.recv(1):
            raise ChildProcessError(_("the launcher of a traced program has failed"))

    def order(
        self, command: Sequence[str], environment: Mapping[str, str], code: bytes
    ) -> None:
        """Tell it what to become; `code` is the seccomp filter, empty for none.

        Raises:
            ValueError: a NUL stands in the command or in the environment.

        """
        orders = [code.hex(), str(len(command)), *command]
        orders += [f"{name}={value}" for name, value in environment.items()]
        if any("\0" in part for part in orders):
            raise ValueError("embedded null byte")
        with suppress(BrokenPipeError, ConnectionResetError):  # it was killed
            self.channel.sendall(os.fsencode("\0".join(orders)))
            self.channel.shutdown(socket.SHUT_WR)

    def hear(self, *, wait: bool) -> dict[str, int]:
        """Give the errors it met, by what failed: `filter`, `program`.

        Ask when it has become the program, or has ended; or `wait` for either.
        """
        said = b""
        with self.channel, suppress(BlockingIOError, ConnectionResetError):
            said = self.channel.recv(4096, 0 if wait else socket.MSG_DONTWAIT)
        lines = (line.split() for line in said.decode().splitlines())
        return {what: int(number) for what, number in lines}
