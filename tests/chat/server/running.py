"""A chat server in a process of its own, and clients that wait for what they expect."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 20  # seconds; only a broken server makes anyone wait so long
SILENCE = "127.0.0.1:0"


class Running:
    """A server that listens."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Read where it listens."""
        self.process = process
        assert process.stdout
        self.udp = read_port(process.stdout.readline())
        self.irc = read_port(process.stdout.readline())

    def join_udp(self, name: str) -> "PlainClient":
        """Send a nickname."""
        client = PlainClient(self.udp)
        client.send(name)
        return client

    def connect(self) -> "LineClient":
        """Connect to the IRC port."""
        return LineClient(self.irc)

    def join_irc(self, nick: str, channel: str = "#lobby") -> "LineClient":
        """Register, join, and read until the names have come."""
        client = self.connect()
        client.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}", f"JOIN {channel}")
        client.expect(" 366 ")
        return client


def read_port(line: str) -> int:
    """Find the port in a line such as `Listening on 127.0.0.1:6667 (IRC).`."""
    found = re.search(r"127\.0\.0\.1:(\d+)", line)
    assert found, line
    return int(found[1])


@contextmanager
def serving(
    *arguments: str | Path,
    descriptors: int = 0,
    language: str = "en",
    history: Path | None = None,
) -> Iterator[Running]:
    """Run a server on ports that the kernel chooses; it keeps no history by itself."""
    kept: list[str | Path] = ["--history", history] if history else ["--no-history"]
    command: list[str | Path] = [
        *(sys.executable, "-m", "socketlab", "--lang", language, "chat", "server"),
        *("--udp", SILENCE, "--irc", SILENCE, *kept, *arguments),
    ]
    if descriptors:
        command = ["sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh", *command]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Running(process)
        finally:
            process.terminate()
            _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (0, "")


class PlainClient:
    """A UDP client; it adds nothing to what it is given."""

    def __init__(self, port: int) -> None:
        """Take an address."""
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))

    def send(self, *datagrams: str | bytes) -> None:
        """Send each in a datagram of its own."""
        for each in datagrams:
            self.socket.send(each.encode() if isinstance(each, str) else each)

    def receive(self) -> str:
        """Wait for one datagram."""
        return self.socket.recv(65536).decode()

    def close(self) -> None:
        """Go away without a word."""
        self.socket.close()


class LineClient:
    """A TCP client that reads lines."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.file = self.socket.makefile("rb")

    def send(self, *lines: str | bytes) -> None:
        """Send lines in one segment, as far as they fit."""
        data = [each.encode() if isinstance(each, str) else each for each in lines]
        self.socket.sendall(b"".join(each + b"\r\n" for each in data))

    def receive(self) -> str:
        """Wait for one line; "" at the end of the connection."""
        return self.file.readline().decode().rstrip("\r\n")

    def expect(self, part: str) -> str:
        """Read until a line has this in it."""
        while part not in (line := self.receive()):
            assert line, f"the connection ended before {part!r}"
        return line

    def sync(self) -> list[str]:
        """Give all lines that come before the answer to a PING."""
        self.send("PING sync")
        lines = []
        while "PONG" not in (line := self.receive()):
            assert line, "the connection ended"
            lines.append(line)
        return lines

    def close(self) -> None:
        """Close the connection."""
        self.file.close()
        self.socket.close()

    def reset(self) -> None:
        """Close the connection with a reset (SO_LINGER, socket(7))."""
        linger = (1).to_bytes(4, sys.byteorder) + bytes(4)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close()
