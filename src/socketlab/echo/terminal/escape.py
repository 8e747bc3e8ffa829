"""ESC at a server's own terminal ends the server, as Ctrl-C does."""

import os
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from select import select
from signal import SIG_BLOCK, SIGINT, pthread_sigmask, valid_signals
from threading import Thread
from time import sleep

from socketlab.echo.terminal.keyboard import (
    esc_ends_a_read,
    in_foreground,
    read_typed,
)

STANDARD_INPUT = 0
PAUSE = 0.5  # seconds until the next look, while the terminal is the shell's


@contextmanager
def esc_interrupts() -> Iterator[None]:
    """Send this process SIGINT when ESC is typed, if it has a terminal to itself."""
    if not os.isatty(STANDARD_INPUT) or not in_foreground(STANDARD_INPUT):
        yield
        return
    end, ending = os.pipe()
    watch = Thread(target=watch_keyboard, args=(STANDARD_INPUT, end), daemon=True)
    try:
        with esc_ends_a_read(STANDARD_INPUT):
            watch.start()
            yield
    finally:
        os.close(ending)  # `end` becomes readable
        watch.join()
        os.close(end)


def watch_keyboard(terminal: int, end: int) -> None:
    """Wait for ESC until `end` is readable; what else is typed means nothing."""
    pthread_sigmask(SIG_BLOCK, valid_signals())  # signals are for other threads
    while True:
        ready, _writable, _exceptional = select([terminal, end], [], [])
        if end in ready:
            return
        if not in_foreground(terminal):  # a read would stop us with SIGTTIN
            sleep(PAUSE)
            continue
        try:
            typed = read_typed(terminal)
        except (OSError, termios.error):  # EIO: it was hung up
            return
        if typed.escape:
            os.kill(os.getpid(), SIGINT)
        elif typed.end and not os.isatty(terminal):  # likewise; else it was Ctrl-D
            return
