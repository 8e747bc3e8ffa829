"""Runs one page: starts the inside process, listens to it, and always ends it.

Facts: a fork of a program with threads may hang, and a namespace may only be
entered by a single thread. A process group of its own keeps the terminal's
Ctrl-C away from the page, so that one process decides how the run ends.

Decision: the page runs in a fresh interpreter (`inside`), in a session of its
own. It dies with us (parent-death signal), and all it started dies with it (PID
namespace).
"""

import contextlib
import os
import secrets
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from gettext import gettext as _
from typing import BinaryIO

import msgspec

from socketlab import __version__
from socketlab.evidence.collectors.tracefs import LOST_CAVEATS, Tracefs
from socketlab.evidence.observation import TRACEPOINT, AnyObservation
from socketlab.lab.account import Account, Message, Order, Packet, Progress, Refused
from socketlab.lab.conclusion import conclude
from socketlab.lab.page import Page
from socketlab.lab.record import Record, Sentence, Value

LENGTH = struct.Struct("!I")
RUNNING: set["subprocess.Popen[bytes]"] = set()
"""The processes of pages that run now; several threads may run one each."""


class RunError(Exception):
    """The run could not begin, or the page broke; the text says why.

    `trace` is the page's own traceback, where it broke.
    """

    def __init__(self, sentence: str, trace: str = "") -> None:
        """Take the sentence for the user."""
        super().__init__(sentence)
        self.trace = trace


def run(
    page: Page,
    parameters: Mapping[str, Value],
    *,
    without: Sequence[str] = (),
    slow: bool = False,
    server: str = "",
    language: str = "en",
    progress: Callable[[Sentence], None] = lambda _sentence: None,
) -> tuple[Record, tuple[Packet, ...]]:
    """Run a page; give its record and the captured packets.

    Args:
        page: what to run.
        parameters: complete and within their limits.
        without: sources to leave out; they are then *not observed*.
        slow: wait for what takes long, too.
        server: a command that takes the part of the page's server.
        language: for the sentence of a refusal.
        progress: called with the sentence of each step as it begins.

    Raises:
        RunError: the host refuses namespaces, or the page broke.

    """
    network = f"10.{secrets.randbelow(254) + 1}.{secrets.randbelow(254) + 1}"
    order = Order(
        page.place,
        dict(parameters),
        tuple(without),
        network,
        language,
        slow=slow,
        server=server,
    )
    tracefs = None if TRACEPOINT in without else Tracefs()
    try:
        account = inside(order, tracefs, progress)
        traced, status, caveats = trace(tracefs, account)
    finally:
        if tracefs:
            tracefs.close()
    record = conclude(
        page,
        {**parameters, "server": server} if server else parameters,
        account,
        version=__version__,
        traced=traced,
        sources={TRACEPOINT: status},
        caveats={TRACEPOINT: caveats} if caveats else {},
    )
    return record, account.packets


def trace(
    tracefs: Tracefs | None, account: Account
) -> tuple[Sequence[AnyObservation], str, tuple[str, ...]]:
    """What the tracepoint saw of this run; "used" or why not; its caveats."""
    if tracefs is None:
        return (), _("left out on request"), ()
    if tracefs.reason:
        return (), tracefs.reason, ()
    observations, caveats = tracefs.stop([host.address for host in account.hosts])
    lost = set(LOST_CAVEATS) & set(caveats)
    status = tracefs.reason or (_("the trace is incomplete") if lost else "used")
    return observations, status, caveats


def inside(
    order: Order,
    tracefs: Tracefs | None,
    progress: Callable[[Sentence], None],
    *,
    inherited: Sequence[int] = (),
) -> Account:
    """Run the page in its namespaces and wait for its account.

    The trace starts while the process does; the page waits for both. `inherited`
    are descriptors that the process shall have too, under their own numbers.

    Raises:
        RunError: as the inside process says, or it died without a word.

    """
    reader, writer = os.pipe()
    with open(reader, "rb") as messages:  # noqa: PTH123 a pipe has no path
        process = subprocess.Popen(  # noqa: S603 our own interpreter
            [
                sys.executable,
                "-P",
                "-m",
                "socketlab.lab.linux.inside",
                str(writer),
                str(os.getpid()),
            ],
            stdin=subprocess.PIPE,
            stdout=sys.__stderr__ if sys.__stderr__ is not None else None,
            pass_fds=(writer, *inherited),
            start_new_session=True,
        )
        os.close(writer)
        RUNNING.add(process)
        try:
            assert process.stdin is not None  # noqa: S101 a pipe was asked for
            if tracefs and not tracefs.start():
                order = msgspec.structs.replace(order, traced=True)
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(msgspec.json.encode(order))
                process.stdin.close()
            return listen(messages, progress)
        finally:
            RUNNING.discard(process)
            process.kill()
            process.wait()


def end_all() -> None:
    """End every page that runs now; whoever waits for it gets a RunError."""
    for process in list(RUNNING):
        process.kill()


def listen(messages: BinaryIO, progress: Callable[[Sentence], None]) -> Account:
    """Read messages until the account comes."""
    decoder = msgspec.msgpack.Decoder(Message)
    while True:
        head = messages.read(LENGTH.size)
        if len(head) < LENGTH.size:
            raise RunError(
                _("The process of the experiment ended without a word: was it killed?")
            )
        message = decoder.decode(messages.read(LENGTH.unpack(head)[0]))
        match message:
            case Progress():
                progress(message.sentence)
            case Refused():
                raise RunError(message.sentence, message.trace)
            case Account():
                return message
