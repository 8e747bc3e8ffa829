"""A whole program that runs on a host of the page.

Its standard streams are pipes; it lives in the PID namespace of the run, so it
ends when the run ends, whatever happens.
"""

import os
import signal
import subprocess
from time import monotonic_ns
from typing import TYPE_CHECKING

from socketlab.evidence.observation import OUTPUT, OutputSeen

if TYPE_CHECKING:
    from socketlab.lab.linux.hosts import LinuxHost

AT_MOST = 1 << 20
"""Bytes of a program's output that are kept."""


class LinuxProgram:
    """A running program: what it is told, and what it says."""

    def __init__(self, host: "LinuxHost", name: str, command: list[str]) -> None:
        """Start it."""
        self.host = host
        self.name = name
        self.taken = 0
        self.process = subprocess.Popen(  # noqa: S603 the page says what to run
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None  # noqa: S101 pipes were asked for
            os.set_blocking(stream.fileno(), False)

    @property
    def pid(self) -> int:
        """Its process, as the namespace of the run numbers it."""
        return self.process.pid

    def type(self, text: str) -> None:
        """Write to its standard input."""
        assert self.process.stdin is not None  # noqa: S101 a pipe was asked for
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def end_input(self) -> None:
        """Close its standard input."""
        assert self.process.stdin is not None  # noqa: S101 a pipe was asked for
        self.process.stdin.close()

    def terminate(self) -> None:
        """Send it SIGTERM."""
        self.process.send_signal(signal.SIGTERM)

    def look_at_output(self) -> OutputSeen:
        """Take what it wrote since the last look."""
        assert self.process.stdout is not None  # noqa: S101 a pipe was asked for
        text = drain(self.process.stdout.fileno(), AT_MOST - self.taken)
        self.taken += len(text)
        return OutputSeen(
            source=OUTPUT,
            time=monotonic_ns(),
            program=self.name,
            text=text.decode("utf-8", "backslashreplace"),
        )

    def complaint(self) -> str:
        """What it wrote to standard error: the reason when it ended early."""
        assert self.process.stderr is not None  # noqa: S101 a pipe was asked for
        return drain(self.process.stderr.fileno(), AT_MOST).decode(errors="replace")

    def end(self) -> None:
        """Kill it and reap it."""
        self.process.kill()
        self.process.communicate()


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
