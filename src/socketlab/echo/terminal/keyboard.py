"""The ESC key, with the terminal's own line editing left as it is.

Fact: in canonical mode read(2) waits for the end of a line, and VEOL names one
more character that ends one (termios(3)).
Consequence: with VEOL set to ESC, a read returns the moment the key is pressed,
while the kernel still echoes, erases and edits the line.
Decision: nothing else of the terminal is changed, and what is changed does no
harm should a kill -9 leave it behind.
"""

import os
import re
import signal
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import select
from typing import NamedTuple, NoReturn

ESC = b"\x1b"
AT_ONCE = 0.1  # seconds; an arrow key sends ESC [ A in one go, a person does not

# CSI and SS3 sequences (ECMA-48, sections 5.4 and 8.3), and a key with Alt.
SEQUENCE = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|O.|[^\[O\x1b\n])")
LOCAL_MODES, SPECIAL_CHARACTERS = 3, 6  # places in what tcgetattr(3) gives


@contextmanager
def esc_ends_a_read(keyboard: int) -> Iterator[None]:
    """Let ESC end a line of this terminal; leave it as it was found, whatever comes.

    Nothing happens if it is no terminal, or the shell's at the moment.
    """
    if not os.isatty(keyboard) or not in_foreground(keyboard):
        yield
        return
    former = termios.tcgetattr(keyboard)
    changed = termios.tcgetattr(keyboard)
    changed[SPECIAL_CHARACTERS][termios.VEOL] = ESC
    with exits_on(signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        try:
            termios.tcsetattr(keyboard, termios.TCSANOW, changed)
            yield
        finally:
            if in_foreground(keyboard):
                with suppress(termios.error):  # it has been hung up
                    termios.tcsetattr(keyboard, termios.TCSANOW, former)


@contextmanager
def exits_on(*numbers: signal.Signals) -> Iterator[None]:
    """Let these signals end the program by way of its `finally` clauses.

    What whoever started us had ignored, as nohup(1) does, stays ignored.
    """

    def leave(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)  # as a shell reports it

    former = {
        number: signal.signal(number, leave)
        for number in numbers
        if signal.getsignal(number) != signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def in_foreground(terminal: int) -> bool:
    """Tell whether this process may set the terminal without being stopped for it.

    From the background tcsetattr(3) draws SIGTTOU: the terminal is the shell's.
    """
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:  # not the terminal that controls us: no job control (tcgetpgrp(3))
        return True


class Typed(NamedTuple):
    """One read of a terminal.

    Attributes:
        data: the characters; a line ends with LF.
        escape: the ESC key was pressed behind them.
        end: Ctrl-D was, on an empty line.

    """

    data: bytes
    escape: bool = False
    end: bool = False


def read_typed(terminal: int) -> Typed:
    """Read what was typed; the sequence of a key such as an arrow is left out."""
    data = os.read(terminal, 4096)
    if data.endswith(ESC):
        data += read_at_once(terminal)
    line, escape, _behind = SEQUENCE.sub(b"", data).partition(ESC)
    return Typed(line, escape=bool(escape), end=not data)


def read_at_once(terminal: int) -> bytes:
    """Read what came right behind an ESC; outside canonical mode it is readable."""
    former = termios.tcgetattr(terminal)
    changed = termios.tcgetattr(terminal)
    changed[LOCAL_MODES] &= ~termios.ICANON
    termios.tcsetattr(terminal, termios.TCSANOW, changed)
    try:
        ready, _writable, _exceptional = select([terminal], [], [], AT_ONCE)
        return os.read(terminal, 4096) if ready else b""
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, former)
