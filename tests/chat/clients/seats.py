"""Real servers that can come back, and our client line by line in a real process."""

import os
import queue
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

from tests.chat.server.running import LineClient

PATIENCE = 20  # seconds; only a broken program makes anyone wait so long


def command(*words: str) -> list[str]:
    """Give the command line of our program, in English."""
    return [sys.executable, "-m", "socketlab", "--lang", "en", "chat", *words]


@contextmanager
def room(
    history: Path | None = None,
    udp: int = 0,
    irc: int = 0,
    config: Path | None = None,
) -> Iterator["Room"]:
    """Run a server; 0 lets the kernel choose a port."""
    kept = ["--history", str(history)] if history else ["--no-history"]
    kept += ["--config", str(config)] if config else []
    places = ["--udp", f"127.0.0.1:{udp}", "--irc", f"127.0.0.1:{irc}"]
    with subprocess.Popen(
        command("server", *places, *kept), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            ports = [re.search(r":(\d+) ", process.stdout.readline()) for _ in range(2)]
            yield Room(process, *(int(port[1]) for port in ports if port))
        finally:
            process.terminate()


class Room:
    """A server that listens."""

    def __init__(self, process: "subprocess.Popen[str]", udp: int, irc: int) -> None:
        """Note the ports."""
        self.process = process
        self.udp = udp
        self.irc = irc

    def stop(self) -> None:
        """Let the server end."""
        self.process.terminate()
        self.process.wait(PATIENCE)

    def place(self, *, udp: bool) -> list[str]:
        """Give the words that lead our client there."""
        if udp:
            return [f"127.0.0.1:{self.udp}", "--udp"]
        return [f"127.0.0.1:{self.irc}"]


class Seat:
    """A client with pipes at both ends."""

    def __init__(self, *words: str) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            command("client", *words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.heard: queue.Queue[str] = queue.Queue()
        self.reading = Thread(target=self._read)
        self.reading.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.heard.put(line.decode().rstrip("\n"))

    def type(self, *lines: str) -> None:
        """Type lines."""
        assert self.process.stdin
        self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        self.process.stdin.flush()

    def expect(self, part: str) -> str:
        """Wait for a line with this in it."""
        seen: list[str] = []
        while part not in (seen[-1] if seen else ""):
            try:
                seen.append(self.heard.get(timeout=PATIENCE))
            except queue.Empty:
                raise TimeoutError(f"{part!r} is not in {seen}") from None
        return seen[-1]

    def interrupt(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Close its input and wait; gives exit status and standard error."""
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        self.process.stdin.close()
        with self.process.stderr as errors:
            said = errors.read().decode()
        status = self.process.wait(PATIENCE)
        self.reading.join(PATIENCE)
        self.process.stdout.close()
        return status, said


@contextmanager
def seated(*words: str) -> Iterator[Seat]:
    """Run a client; whatever happens, nothing of it is left."""
    seat = Seat(*words)
    try:
        yield seat
    finally:
        if seat.process.poll() is None:
            seat.process.kill()
        if not seat.process.stdin or not seat.process.stdin.closed:
            seat.end()


@contextmanager
def watching(lobby: Room, nick: str = "watcher") -> Iterator[LineClient]:
    """Join by hand, to see what the others see; the name is free again afterwards."""
    with closing(LineClient(lobby.irc)) as watcher:
        watcher.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}", "JOIN #lobby")
        watcher.expect(" 366 ")
        yield watcher
        watcher.send("QUIT")
        watcher.expect("ERROR")


def talk(text: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a client on a text and give what came of it."""
    return subprocess.run(
        command("client", *words),
        input=text,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
