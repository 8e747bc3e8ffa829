"""A server under load: started, pinned, watched through /proc, ended by its pid.

Kernel facts. schedstat counts a thread's processor time in nanoseconds
(proc(5), Documentation/scheduler/sched-stats); a thread that ended is no longer
listed, which a server that starts none under load does not mind.
"""

import os
import resource
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Self

PATIENCE = 15.0  # seconds until a server must listen
GRACE = 3.0  # seconds to end in
PAGE_KB = resource.getpagesize() / 1024


class StartError(Exception):
    """The server did not start; the text is what it said."""


class Server:
    """A server's processes: a child of ours and its children, or none of ours."""

    def __init__(self, command: Sequence[str], port: int) -> None:
        """Start it on a port of 127.0.0.1.

        Raises:
            StartError: it ended, or did not listen in time.
            OSError: its program cannot be started.

        """
        self.process = subprocess.Popen(  # noqa: S603 words of a command line, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            self._wait(port)
        except BaseException:
            self.end()
            raise

    def _wait(self, port: int) -> None:
        until = monotonic() + PATIENCE
        while monotonic() < until:
            if self.process.poll() is not None:
                raise StartError(self._complaint())
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                sleep(0.02)
            else:
                return
        raise StartError(f"{PATIENCE:g} s")

    def _complaint(self) -> str:
        assert self.process.stderr is not None  # noqa: S101 it is a pipe
        said = self.process.stderr.read().decode(errors="replace").split("\n")
        return next((line for line in reversed(said) if line.strip()), "")

    def pin(self, processor: int) -> None:
        """Run on one processor (sched_setaffinity(2))."""
        for pid in self.pids():
            with suppress(OSError):
                os.sched_setaffinity(pid, {processor})

    def pids(self) -> Iterator[int]:
        """Give the child and what it started."""
        waiting = [self.process.pid]
        while waiting:
            pid = waiting.pop()
            yield pid
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):
                    waiting += map(int, children.read_text().split())

    def cpu(self) -> float:
        """Give the processor time that all its threads have used, seconds."""
        total = 0
        for pid in self.pids():
            for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                with suppress(OSError):
                    total += int(thread.read_text().split()[0])
        return total / 1e9

    def rss_kb(self) -> float:
        """Give its resident memory, KiB."""
        pages = 0
        for pid in self.pids():
            with suppress(OSError):
                pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * PAGE_KB

    def end(self) -> None:
        """End it: SIGTERM to its session, SIGKILL if that does not do."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(GRACE)
                break
        assert self.process.stderr is not None  # noqa: S101 it is a pipe
        self.process.stderr.close()

    def __enter__(self) -> Self:
        """Use it for a while."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.end()


@contextmanager
def on_processors_apart(server: Server | None) -> Iterator[None]:
    """Keep the generator on one processor and the server on another, if there are."""
    own = os.sched_getaffinity(0)
    if server is None or len(own) == 1:
        yield
        return
    first, second, *_ = sorted(own)
    server.pin(first)
    os.sched_setaffinity(0, {second})
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)


def free_port() -> int:
    """Give a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
