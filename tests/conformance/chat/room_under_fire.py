"""A real server, two members who only listen, and what must hold for them.

How long a search takes is said by SOCKETLAB_FUZZ_SECONDS, 60 by default.
"""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from socketlab.chat.irc.grammar import TAG_BYTES, parse
from tests.chat.server.running import LineClient, PlainClient, Running, serving

SECONDS = float(os.environ.get("SOCKETLAB_FUZZ_SECONDS", "60"))
EXAMPLES = 200
WITNESS, LISTENER = "witness", "listener"
LIMITS = '[limits]\nrate = 0.0\n[[operators]]\nname = "root"\npassword = "secret"\n'

Drawn = TypeVar("Drawn")


class Room:
    """The server, a witness on IRC and a listener on UDP."""

    def __init__(self, running: Running) -> None:
        """Take two seats."""
        self.running = running
        self.witness = running.join_irc(WITNESS)
        self.listener = running.join_udp(LISTENER)
        self.witness.expect(" JOIN ")
        self.listener.receive()  # that a history is kept
        self.listener.socket.settimeout(0)

    def check(self) -> None:
        """Nothing has ended the server, or spoken for the two who never speak."""
        for line in self.witness.sync():
            check_line(line)
        for datagram in drain(self.listener):
            check_datagram(datagram)

    def close(self) -> None:
        """Leave."""
        self.witness.close()
        self.listener.close()


def check_line(line: str) -> None:
    """One line to the witness: a message of IRC, by somebody else."""
    data = line.encode()
    message = parse(data, TAG_BYTES)
    assert message is not None
    assert len(data.partition(b" ")[2] if line.startswith("@") else data) <= 510
    nick = (message.source or "").partition("!")[0]
    assert nick not in {WITNESS, LISTENER}, line


def check_datagram(datagram: bytes) -> None:
    """One datagram to the listener: one line without anything to obey."""
    text = datagram.decode()
    assert text.isprintable() or all(
        character.isprintable() or character.isspace() for character in text
    ), ascii(text)
    assert not set(text) & set("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"), ascii(text)
    assert not text.startswith((f"{WITNESS} : ", f"{LISTENER} : ")), ascii(text)


def drain(client: PlainClient) -> Iterator[bytes]:
    """Take what is there."""
    while True:
        try:
            yield client.socket.recv(1 << 16)
        except BlockingIOError:
            return


def connect(running: Running) -> socket.socket:
    """Connect somebody who need not keep to any protocol."""
    return LineClient(running.irc).socket


@contextmanager
def under_fire() -> Iterator[Room]:
    """Serve a room that keeps its history, without limits on rates and addresses."""
    with TemporaryDirectory() as folder:
        config = Path(folder, "chat.toml")
        config.write_text(LIMITS, encoding="utf-8")
        trusting = ("--config", config, "--trust", "127.0.0.0/8")
        with serving(*trusting, history=Path(folder, "h")) as running:
            room = Room(running)
            yield room
            room.check()
            room.close()


def search(check: Callable[[Drawn], None], strategy: SearchStrategy[Drawn]) -> int:
    """Try examples until the time is over; give how many there were."""
    until = monotonic() + SECONDS
    tried = 0

    def counted(drawn: Drawn) -> None:
        nonlocal tried
        tried += 1
        check(drawn)

    rounds = 0
    while monotonic() < until:
        rounds += 1
        with_examples = settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=False,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        seed(rounds * 7919 + int(monotonic()))(
            with_examples(given(strategy)(counted))
        )()
    return tried
