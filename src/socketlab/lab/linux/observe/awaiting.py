"""Wait until a program listens on a port, and say why it does not."""

import time
from gettext import gettext as _
from pathlib import Path
from time import monotonic
from typing import Protocol

from socketlab.evidence.collectors import sock_diag
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.states import State

PATIENCE = 20.0
"""Seconds in which a server should listen."""

PAUSE = 0.01
LAST_WORDS = 2000
"""Characters of a program's complaint that are shown."""


class NotListeningError(Exception):
    """The program is not there to be talked to; the text says why."""


class Waited(Protocol):
    """A program that is waited for."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def status(self) -> int | None:
        """How it ended; None while it runs."""

    @property
    def alive(self) -> bool:
        """Whether it, or what it started, still runs."""

    def complaint(self) -> str:
        """What it wrote to standard error."""


def find_ports() -> set[int]:
    """The TCP ports on which this namespace listens."""
    with sock_diag.SockDiag() as diag:
        return {
            one.end.local.port for one in diag.sockets() if one.state is State.LISTEN
        }


def find_mailboxes() -> set[int]:
    """The UDP ports of this namespace that hear everybody (proc_net(5))."""
    ports = set()
    for table in ("udp", "udp6"):
        lines = Path("/proc/self/net", table).read_text(encoding="ascii").splitlines()
        for line in lines[1:]:
            _number, local, remote, *_rest = line.split()
            if remote.endswith(":0000"):
                ports.add(int(local.rpartition(":")[2], 16))
    return ports


def find_address(port: int, wanted: str) -> str:
    """An address at which the listener of a port is reached; `wanted` if it can be.

    The kernel is asked as it would look for the listener of a SYN.
    """
    with sock_diag.SockDiag() as diag:
        for address in (wanted, "127.0.0.1", "::1"):
            if diag.find(End(Endpoint(address, port))):
                return address
        bound = [
            one.end.local.address
            for one in diag.sockets()
            if one.state is State.LISTEN and one.end.local.port == port
        ]
    return bound[0] if bound else wanted


def await_listening(
    program: Waited, port: int, *, called: str = "", patience: float = PATIENCE
) -> None:
    """Wait until somebody listens on a TCP port, or has a UDP socket there.

    `called` is what the sentences call the program, if not by its name.

    Raises:
        NotListeningError: the program ended, or did not listen in time.

    """
    called = called or program.name
    deadline = monotonic() + patience
    while port not in find_ports() | find_mailboxes():
        if not program.alive:
            raise NotListeningError(
                with_complaint(
                    _(
                        "{program} ended with status {status} before it listened "
                        "on port {port}."
                    ).format(program=called, status=program.status, port=port),
                    program,
                )
            )
        if monotonic() > deadline:
            raise NotListeningError(with_complaint(too_late(called, port), program))
        time.sleep(PAUSE)


def too_late(called: str, port: int) -> str:
    """Say that a program does not listen where it should, and where it does."""
    others = ", ".join(map(str, sorted(find_ports())))
    if others:
        return _("{program} does not listen on port {port}, but on {others}.").format(
            program=called, port=port, others=others
        )
    return _("{program} does not listen on port {port}, nor on any other.").format(
        program=called, port=port
    )


def with_complaint(sentence: str, program: Waited) -> str:
    """Add what the program itself said."""
    said = program.complaint().strip()[-LAST_WORDS:]
    return f"{sentence}\n{said}" if said else sentence
