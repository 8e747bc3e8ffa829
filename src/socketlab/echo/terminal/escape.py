"""ESC at a server's own terminal ends the server, as Ctrl-C does.

Fact: with O_ASYNC the kernel sends SIGIO when a terminal has input (fcntl(2)).
Consequence: no thread and no select() need stand beside a server's own waiting.
Decision: the terminal is opened anew, for flags of a file are shared by all that
inherited it, the shell included.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import F_SETFL, F_SETOWN, fcntl
from signal import SIGINT, SIGIO, raise_signal, signal

from socketlab.echo.terminal.keyboard import (
    esc_ends_a_read,
    in_foreground,
    read_typed,
)

STANDARD_INPUT = 0


@contextmanager
def esc_interrupts() -> Iterator[None]:
    """Send this process SIGINT when ESC is typed, if it has a terminal to itself."""
    terminal = open_terminal()
    if terminal is None:
        yield
        return

    def on_input(*_signal: object) -> None:
        if in_foreground(terminal) and typed_escape(terminal):
            raise_signal(SIGINT)

    former = signal(SIGIO, on_input)
    try:
        with esc_ends_a_read(terminal):
            fcntl(terminal, F_SETOWN, os.getpid())
            fcntl(terminal, F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
            yield
    finally:
        fcntl(terminal, F_SETFL, os.O_NONBLOCK)  # no SIGIO from here on
        os.close(terminal)
        signal(SIGIO, former)


def open_terminal() -> int | None:
    """Open standard input's terminal; None if there is none, or it is the shell's."""
    try:
        if not os.isatty(STANDARD_INPUT) or not in_foreground(STANDARD_INPUT):
            return None
        name = os.ttyname(STANDARD_INPUT)
        return os.open(name, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return None


def typed_escape(terminal: int) -> bool:
    """Read all that was typed; lines for a server mean nothing."""
    while True:
        try:
            if read_typed(terminal).escape:
                return True
        except OSError:  # BlockingIOError: nothing more; EIO: hung up
            return False
