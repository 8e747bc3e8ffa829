"""A person at a terminal: a real pseudo-terminal (pty(7)) and a program on it."""

import os
import select
import signal
import subprocess
import sys
import termios
import time
from typing import Any

from tests.conformance.echo_programs import (
    PATIENCE,
    command,
    environment,
    session,
    wait_until,
)

# The program becomes the leader of a session whose terminal this is, as a login
# shell is; or, in the background, a job of that shell's.
FOREGROUND = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
BACKGROUND = """
import fcntl, subprocess, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
sys.exit(subprocess.call(sys.argv[1:], process_group=0))
"""


class Terminal:
    """A terminal on which one program runs."""

    def __init__(self, *words: str, launcher: str = FOREGROUND) -> None:
        """Start `socketlab` with these words."""
        self.master, self.slave = os.openpty()
        self.former = self.settings()
        self.process = subprocess.Popen(
            [sys.executable, "-c", launcher, *command(*words)],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            start_new_session=True,
            env=environment(),
        )
        self.seen = b""

    def settings(self) -> list[Any]:
        """Give what tcgetattr(3) says of it."""
        return termios.tcgetattr(self.slave)

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.master, keys)

    def wait_for(self, text: bytes) -> bytes:
        """Return what was shown, once this text is.

        Raises:
            TimeoutError: it was not.

        """
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.master], [], [], left)[0]:
                raise TimeoutError(f"{text!r} is not in {self.seen!r}")
            self.seen += os.read(self.master, 4096)
        before, _text, self.seen = self.seen.partition(text)
        return before + text

    def wait(self) -> int:
        """Wait for the program's end and give its exit status."""
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        for pid in session(self.process.pid):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        wait_until(lambda: session(self.process.pid) == [], "nothing of it is left")
        os.close(self.slave)
        os.close(self.master)
