"""Who takes part: our servers, programs with a port, servers that run elsewhere."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from socketlab.bench.process import Server, free_port

# What would bound the load is lifted, as it is to be for the peers too.
CHAT_SETTINGS = """\
udp = false
irc = "127.0.0.1:{port}"
trust = ["127.0.0.0/8"]
[limits]
rate = 0.0
send_queue = 67108864
[history]
keep = {history}
path = "{folder}/chat.sqlite"
"""


@dataclass(frozen=True)
class Contestant:
    """A server by name.

    Attributes:
        name: what the table calls it.
        command: its words, in which `{port}` and `{folder}` are filled in.
        settings: the text of `{folder}/settings`, likewise.
        place: where it listens; set for a server that runs already.

    """

    name: str
    command: Sequence[str] = ()
    settings: str = ""
    place: tuple[str, int] | None = field(default=None)

    @contextmanager
    def run(self) -> Iterator[tuple[tuple[str, int], Server | None]]:
        """Give its place, and its processes if we have started them.

        Raises:
            StartError: it did not begin to listen.
            OSError: its program cannot be started.

        """
        if self.place:
            yield self.place, None
            return
        port = free_port()
        with TemporaryDirectory() as folder:
            fill = {"{port}": str(port), "{folder}": folder}
            file = Path(folder, "settings")
            file.write_text(substitute(self.settings, fill), encoding="utf-8")
            words = [substitute(word, fill) for word in self.command]
            with Server(words, port) as server:
                yield ("127.0.0.1", port), server


def substitute(text: str, values: dict[str, str]) -> str:
    """Put values for their names; other braces stay as they are."""
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def chat_server(name: str, *, history: bool) -> Contestant:
    """Give our room, with or without history."""
    return Contestant(
        name,
        [
            *(sys.executable, "-P", "-m", "socketlab", "chat", "server"),
            *("--config", "{folder}/settings"),
        ],
        CHAT_SETTINGS.replace("{history}", "true" if history else "false"),
    )


def read_peer(text: str) -> Contestant:
    """Read `NAME=COMMAND {port}` or `NAME=ADDRESS:PORT`.

    Raises:
        ValueError: it is neither.

    """
    name, equals, rest = text.partition("=")
    if not (name and equals and rest):
        raise ValueError(text)
    if "{port}" in rest:
        return Contestant(name, shlex.split(rest))
    address, colon, port = rest.rpartition(":")
    if not (colon and address and port.isascii() and port.isdigit()):
        raise ValueError(text)
    return Contestant(name, place=(address.strip("[]"), int(port)))
