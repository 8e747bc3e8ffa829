"""The real programs under test: servers, and clients that speak to them.

A server runs in a session of its own, so that everything it started can be found
and ended.
"""

import os
import platform
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

PATIENCE = 20.0  # seconds until a test says that what it waits for does not happen
LISTENING = re.compile(
    r"Listening on (?P<address>\S+):(?P<port>\d+) \((?P<model>\w+)\)"
)
SENDTO = {"x86_64": 44}.get(platform.machine(), 206)  # asm/unistd.h; 206 where generic


def command(*words: str) -> list[str]:
    """Give the command line of our own program."""
    return [sys.executable, "-m", "socketlab", *words]


def environment(**settings: str) -> dict[str, str]:
    """Give the environment of a test's programs: English unless it says otherwise."""
    return {**os.environ, "LANGUAGE": "en", **settings}


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Return once it is so.

    Raises:
        TimeoutError: it did not become so.

    """
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"did not happen: {what}")
        time.sleep(0.005)


def speaks(address: str) -> bool:
    """Tell whether this host has the address; many containers lack IPv6."""
    try:
        socket.create_server((address, 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


class Server:
    """A running `socketlab echo server`."""

    def __init__(
        self,
        log: Path,
        *options: str,
        port: int = 0,
        descriptors: int | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Start it and wait for the line that says where it listens."""
        self.log = log
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                command("echo", "server", str(port), *options),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
                env=environment(**(settings or {})),
            )
        assert self.process.stdout is not None
        self.output: IO[str] = self.process.stdout
        self.line = self.output.readline()
        found = LISTENING.match(self.line)
        if found is None:
            self.process.kill()
            self.process.wait()
            self.output.close()
            raise RuntimeError(f"does not listen: {self.line}{log.read_text()}")
        self.address = found["address"].strip("[]")
        self.port = int(found["port"])
        if descriptors is not None:
            limits = (descriptors, descriptors)
            resource.prlimit(self.process.pid, resource.RLIMIT_NOFILE, limits)

    def connect(self) -> socket.socket:
        """Connect a client; no call of it waits for ever."""
        return socket.create_connection((self.address, self.port), PATIENCE)

    def ask(self, data: bytes) -> bytes:
        """Send, half-close, and give all that comes back."""
        with self.connect() as client:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
            return read_all(client)

    def reported(self) -> str:
        """Give what it wrote to standard error."""
        return self.log.read_text()

    def signal(self, number: int) -> None:
        """Send the server a signal, and none of its children."""
        self.process.send_signal(number)

    def signal_all(self, number: int) -> None:
        """Send every process of it a signal, as a terminal does."""
        os.killpg(self.process.pid, number)

    def processes(self) -> list[int]:
        """Give the pids of its session that are alive."""
        return session(self.process.pid)

    def children(self) -> list[tuple[int, str]]:
        """Give its children, living or zombies, with their state's letter."""
        return [
            (pid, state)
            for pid, state, parent, _session in all_processes()
            if parent == self.process.pid
        ]

    def descriptors(self) -> int:
        """Count the open descriptors of the main process."""
        return sum(1 for _ in Path(f"/proc/{self.process.pid}/fd").iterdir())

    def memory(self) -> int:
        """Give the most bytes that all its processes together have held."""
        return sum(high_water(pid) for pid in self.processes())

    def sleeps_in_send(self) -> bool:
        """Tell whether a thread of it waits in send(2) (proc_pid_syscall(5))."""
        return any(
            thread.read_text().startswith(f"{SENDTO} ")
            for pid in self.processes()
            for thread in Path(f"/proc/{pid}/task").glob("*/syscall")
        )

    def listens(self) -> bool:
        """Tell whether anybody still listens on its port."""
        return self.port in listening_ports()

    def wait(self) -> int:
        """Wait for its end and give its exit status."""
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        for number in (signal.SIGCONT, signal.SIGTERM, signal.SIGTERM):
            if self.process.poll() is None:
                self.process.send_signal(number)
        try:
            self.process.wait(PATIENCE)
        finally:
            leftover = self.processes()
            for pid in leftover:
                os.kill(pid, signal.SIGKILL)
            self.process.wait()
            self.output.close()
        assert leftover == []
        assert not self.listens()


def session(leader: int) -> list[int]:
    """Give the pids of a session that are alive."""
    return [
        pid
        for pid, state, _parent, session in all_processes()
        if session == leader and state not in "ZX"
    ]


def all_processes() -> Iterator[tuple[int, str, int, int]]:
    """Give pid, state, parent and session of every process (proc_pid_stat(5))."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text()
            except OSError:  # it has just ended
                continue
            state, parent, _group, session = text.rpartition(")")[2].split()[:4]
            yield int(folder.name), state, int(parent), int(session)


def high_water(pid: int) -> int:
    """Give the most bytes a process has held (proc_pid_status(5)); 0: it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def listening_ports() -> set[int]:
    """Give the ports in LISTEN (proc_net_tcp(5): state 0A)."""
    return {
        int(row[1].rpartition(":")[2], 16) for row in table_rows() if row[3] == "0A"
    }


def table_rows() -> list[list[str]]:
    """Give the rows of the kernel's TCP tables, cut into words."""
    return [
        line.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for line in Path(table).read_text().splitlines()[1:]
    ]


def read_all(client: socket.socket) -> bytes:
    """Read until the server's FIN."""
    return b"".join(iter(lambda: client.recv(1 << 16), b""))


def read_exactly(client: socket.socket, size: int) -> bytes:
    """Read so many bytes, or until the server's FIN."""
    data = b""
    while len(data) < size and (piece := client.recv(size - len(data))):
        data += piece
    return data


def reset(client: socket.socket) -> None:
    """Close with RST instead of FIN (socket(7): SO_LINGER of zero seconds)."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def fill(server: Server, client: socket.socket, most: int = 64 << 20) -> int:
    """Send lines and read nothing until neither side can send; count bytes."""
    client.settimeout(0.1)
    line = b"x" * 1023 + b"\n"
    sent = 0
    with suppress(ConnectionError):
        while sent < most:
            try:
                sent += client.send(line * 64)
            except TimeoutError:
                if both_windows_are_closed(client) and server.sleeps_in_send():
                    break
    return sent


def both_windows_are_closed(client: socket.socket) -> bool:
    """Tell whether both ends probe a zero window (proc_net_tcp(5): timer 04)."""
    ports = {client.getsockname()[1], client.getpeername()[1]}
    timers = [
        row[5].partition(":")[0]
        for row in table_rows()
        if {int(end.rpartition(":")[2], 16) for end in row[1:3]} == ports
    ]
    return timers == ["04", "04"]
