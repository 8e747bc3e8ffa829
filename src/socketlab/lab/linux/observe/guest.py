"""A program of the user: its standard streams are the user's own."""

import os
import signal
from contextlib import suppress
from time import monotonic_ns
from typing import TYPE_CHECKING

from socketlab.evidence.collectors.ptrace import Tracer
from socketlab.evidence.observation import OUTPUT, OutputSeen
from socketlab.lab.linux.observe.streams import Tee
from socketlab.lab.linux.process import LinuxProgram

if TYPE_CHECKING:
    from socketlab.lab.linux.hosts import LinuxHost


class Guest(LinuxProgram):
    """A running program of the user.

    It leads a session of its own: the terminal's Ctrl-C does not reach it, and
    whoever runs it passes signals on to all of it.
    """

    def __init__(
        self,
        host: "LinuxHost",
        name: str,
        command: list[str],
        streams: tuple[int, int, int],
    ) -> None:
        """Start it.

        Raises:
            OSError: it could not be started.

        """
        self.host = host
        self.name = name
        self.command = command
        given, out, err = streams
        self.out, self.err = Tee(out), Tee(err)
        try:
            self.process = Tracer(
                command,
                program=name,
                host=host.name,
                stdin=given,
                stdout=self.out.writer,
                stderr=self.err.writer,
                environment=os.environ | {"PYTHONUNBUFFERED": "1"},
                start_new_session=True,
            )
        finally:
            self.out.begin()
            self.err.begin()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and to what it started, as a terminal does.

        A daemon has left its group: then each of its processes gets it.
        """
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)
        if self.status is not None:
            for pid in self.process.left:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)

    def look_at_output(self) -> OutputSeen:
        """Take what it wrote since the last look, to either stream."""
        return OutputSeen(
            source=OUTPUT,
            time=monotonic_ns(),
            program=self.name,
            text=self.out.take() + self.err.take(),
        )

    def complaint(self) -> str:
        """Give what it wrote to standard error: the user has seen it already."""
        return ""

    def end(self) -> None:
        """Kill it and all that it started; let what it wrote pass."""
        self.process.stop()
        self.out.join()
        self.err.join()
