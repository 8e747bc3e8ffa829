"""A whole program that runs on a host of the page.

Its standard streams are pipes; it lives in the PID namespace of the run, so it
ends when the run ends, whatever happens.
"""

import os
import signal
import subprocess
from gettext import gettext as _
from select import select
from time import monotonic_ns
from typing import IO, TYPE_CHECKING

from socketlab.evidence.collectors.ptrace import Tracer
from socketlab.evidence.observation import OUTPUT, OutputSeen

if TYPE_CHECKING:
    from socketlab.lab.linux.hosts import LinuxHost

AT_MOST = 1 << 20
"""Bytes of a program's output that are kept."""

PATIENCE = 20.0
"""Seconds that a page waits for a program to write something."""


class LinuxProgram:
    """A running program: what it is told, and what it says."""

    def __init__(self, host: "LinuxHost", name: str, command: list[str]) -> None:
        """Start it."""
        self.host = host
        self.name = name
        self.taken = 0
        self.process = Tracer(
            command,
            program=name,
            host=host.name,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            environment=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self.stdin = pipe(self.process.stdin)
        self.stdout = pipe(self.process.stdout)
        self.stderr = pipe(self.process.stderr)
        for stream in (self.stdout, self.stderr):
            os.set_blocking(stream.fileno(), False)

    @property
    def pid(self) -> int:
        """Its process, as the namespace of the run numbers it."""
        return self.process.pid

    @property
    def status(self) -> int | None:
        """How it ended, as a shell tells it; None while it runs."""
        code = self.process.poll()
        return 128 - code if code is not None and code < 0 else code

    @property
    def alive(self) -> bool:
        """Whether anything of it still runs: of a daemon its child does."""
        return self.status is None or bool(self.process.left)

    def type(self, text: str) -> None:
        """Write to its standard input."""
        self.stdin.write(text.encode())
        self.stdin.flush()

    def end_input(self) -> None:
        """Close its standard input."""
        self.stdin.close()

    def await_output(self) -> None:
        """Wait until it has written something, which stays to be looked at.

        Raises:
            TimeoutError: it wrote nothing in the time a call of a page may take.

        """
        if not select([self.stdout], [], [], PATIENCE)[0]:
            raise TimeoutError(f"{self.name}: it wrote nothing")

    def terminate(self) -> None:
        """Send it SIGTERM."""
        self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send it SIGKILL."""
        self.process.send_signal(signal.SIGKILL)

    def look_at_output(self) -> OutputSeen:
        """Take what it wrote since the last look."""
        text = drain(self.stdout.fileno(), AT_MOST - self.taken)
        self.taken += len(text)
        return OutputSeen(
            source=OUTPUT,
            time=monotonic_ns(),
            program=self.name,
            text=text.decode("utf-8", "backslashreplace"),
        )

    def call_caveats(self) -> tuple[str, ...]:
        """What the record of its system calls cannot tell."""
        if self.process.refused:
            return (
                _("Calls of {program} were not observed: {reason}.").format(
                    program=self.name, reason=self.process.refused
                ),
            )
        return self.process.caveats

    def complaint(self) -> str:
        """What it wrote to standard error: the reason when it ended early."""
        return drain(self.stderr.fileno(), AT_MOST).decode(errors="replace")

    def end(self) -> None:
        """Kill it and all that it started."""
        self.process.stop()


def pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """Our end of a pipe that was asked for."""
    assert stream is not None  # noqa: S101 it was asked for
    return stream


def drain(fd: int, limit: int) -> bytes:
    """Read what a pipe holds without waiting."""
    parts: list[bytes] = []
    while limit > 0:
        try:
            part = os.read(fd, min(limit, 65536))
        except BlockingIOError:
            break
        if not part:
            break
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)
