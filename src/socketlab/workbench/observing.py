"""Observe any program, as `lab observe` does; a notebook can, too.

>>> observe(["python3", "-m", "http.server", "8000"], port=8000, seconds=5)
"""

import os
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from io import UnsupportedOperation
from typing import TextIO

from socketlab import i18n, workbench
from socketlab.lab.record import Sentence


def observe(
    command: Sequence[str],
    *,
    clients: Sequence[Sequence[str]] = (),
    port: int = 0,
    seconds: float = 0,
    door: socket.socket | None = None,
    mailbox: socket.socket | None = None,
    stop: int | None = None,
    output: TextIO | None = None,
    without: Sequence[str] = (),
    language: str | None = None,
    progress: Callable[[Sentence], None] = lambda _sentence: None,
) -> workbench.Result:
    """Run a program in a private network of this machine until it is over.

    It is over when the program ends, when all clients have ended, after `seconds`,
    or when `stop` can be read.

    Args:
        command: the program; `{port}` and `{address}` in it are filled in.
        clients: programs that run beside it, as soon as it listens.
        port: where it listens; 0 if it need not.
        seconds: at most so long; 0 for no limit.
        door: a TCP listener of this machine that leads to the program.
        mailbox: a UDP socket of this machine that leads to it.
        stop: a descriptor; a byte on it ends the observation in order.
        output: where the programs' standard output goes, if not to ours.
        without: sources to leave out, see `socketlab.evidence.observation`.
        language: of the sentences; that of the environment by default.
        progress: called with the sentence of each step as it begins.

    Raises:
        socketlab.lab.linux.runner.RunError: the host refuses, a program could not be
            started, or does not listen.

    """
    from socketlab.lab.linux.observe import runner
    from socketlab.lab.linux.observe.order import Observing

    with ExitStack() as held:
        given, out, err = (
            descriptor(stream, mode)
            for stream, mode in (
                (sys.stdin, os.O_RDONLY),
                (output or sys.stdout, os.O_WRONLY),
                (sys.stderr, os.O_WRONLY),
            )
        )
        for number in (given, out, err):
            held.callback(os.close, number)
        record, packets = runner.observe(
            Observing(
                command=tuple(command),
                clients=tuple(tuple(words) for words in clients),
                port=port,
                seconds=seconds,
                stop=-1 if stop is None else stop,
                door=door.fileno() if door else -1,
                mailbox=mailbox.fileno() if mailbox else -1,
                streams=(given, out, err),
            ),
            without=without,
            language=language or i18n.environment_language(),
            progress=progress,
        )
    return workbench.Result(record, packets)


def descriptor(stream: TextIO | None, mode: int) -> int:
    """Give a descriptor of its own for a stream; a notebook's has none."""
    try:
        return os.dup(stream.fileno() if stream is not None else -1)
    except (OSError, UnsupportedOperation):
        return os.open(os.devnull, mode)
