"""A program's output, on its way to the user, and kept.

Fact: a program that finds a terminal writes each line at once, and a pipe only
what fills its buffer (setvbuf(3)). Decision: where the user has a terminal, the
program gets one too; it is a pseudo-terminal that changes nothing (pty(7)).
"""

import os
import termios
from contextlib import suppress
from threading import Lock, Thread

AT_MOST = 1 << 20
"""Bytes of one stream that are kept."""


class Tee:
    """One stream of a program: what is written passes to a descriptor of the user."""

    def __init__(self, to: int) -> None:
        """Make what the program shall write to: `writer`."""
        self.to = to
        self.kept = bytearray()
        self.taken = 0
        self.lock = Lock()
        self.thread = Thread(target=self.copy, daemon=True)
        if os.isatty(to):
            self.reader, self.writer = os.openpty()
            imitate(to, self.writer)
        else:
            self.reader, self.writer = os.pipe()

    def begin(self) -> None:
        """Copy from now on: the program has started, or never will."""
        os.close(self.writer)
        self.thread.start()

    def copy(self) -> None:
        """Pass on what comes until nobody holds the other side any more.

        A user who reads no more is told to the program as a pipe tells it.
        """
        # EIO: the last writer of a pseudo-terminal has gone.
        with suppress(OSError):
            while data := os.read(self.reader, 65536):
                with self.lock:
                    self.kept += data[: AT_MOST - len(self.kept)]
                while data:
                    data = data[os.write(self.to, data) :]
        os.close(self.reader)

    def take(self) -> str:
        """Give what was written since the last time."""
        with self.lock:
            new = bytes(self.kept[self.taken :])
            self.taken = len(self.kept)
        return new.decode("utf-8", "backslashreplace")

    def all(self) -> str:
        """Give all that was written."""
        with self.lock:
            return self.kept.decode("utf-8", "backslashreplace")

    def join(self) -> None:
        """Wait until what was written has passed; a moment at most.

        A daemon that outlives the program may hold the stream.
        """
        self.thread.join(0.5)


def imitate(terminal: int, copy: int) -> None:
    """Give a pseudo-terminal the size of a terminal, and let bytes pass as they are."""
    settings = termios.tcgetattr(copy)
    settings[1] &= ~termios.OPOST
    termios.tcsetattr(copy, termios.TCSANOW, settings)
    termios.tcsetwinsize(copy, termios.tcgetwinsize(terminal))
