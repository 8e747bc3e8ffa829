"""The helper that traces as root: `python -m` this, and speak to it.

It writes one line: `ready`, or why it cannot trace. It reads one line, `stop`
and addresses, and answers with what it saw of them, in MessagePack: a pair of
the changes and whether records were lost. Then, or when its standard input
closes, or on SIGTERM or SIGHUP, it removes its instance and ends.

Facts (Documentation/trace/ftrace.rst, measured on Linux 6.18):

- Tracefs may be mounted by root only; in a mount namespace of our own nobody
  else notices. An instance has its own buffer, clock and enabled events.
- Instances outlive their makers. Ours are named `socketlab-PID-START-NAMESPACE`
  by the process that made them; its start time tells it from another one with
  the same PID, and the PID namespace where these numbers are valid.
- A read of `trace_pipe_raw` takes one page, also one not yet full; with
  O_NONBLOCK it fails when there is none.

Decision: read every 50 ms, so that a small buffer is enough. Only the standard
library's light modules are imported before `ready`: it is there in 50 ms.
"""

import os
import select
import signal
import sys
from pathlib import Path
from typing import NoReturn

READY = "ready"

HOME = Path("/sys/kernel/tracing")
PREFIX = "socketlab"
EVENTS = ("sock/inet_sock_set_state", "tcp/tcp_receive_reset")

CLONE_NEWNS = 0x00020000
MS_REC = 0x4000
MS_PRIVATE = 1 << 18

READ_EVERY = 50
"""Milliseconds between two readings."""

SMALLEST_BUFFER, LARGEST_BUFFER, ALL_BUFFERS = 1 << 10, 8 << 10, 64 << 10
"""KiB: for one processor at least and at most, and for all of them about."""

MOST_PAGES = 1 << 15
"""Pages kept of one run, of 4 KiB each: 128 MiB."""


def main() -> int:
    """Trace until told to stop; an exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever controls us decides
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    instance = Instance(HOME)
    try:
        find_tracefs()
        remove_stale(HOME)
        instance.begin()
        say(READY.encode() + b"\n")
        order = instance.gather()
    except OSError as error:
        say(os.strerror(error.errno or 0).encode() + b"\n")
        return 1
    finally:
        instance.remove()
    if order:
        say(decode(instance, order.decode().split()[1:]))
    return 0


def end(_signal: int, _frame: object) -> NoReturn:
    """Leave by the way that cleans up, which nothing may interrupt."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)


def say(answer: bytes) -> None:
    """Write to whoever controls us, if he is still there."""
    try:
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Else the interpreter would try, and complain, once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def find_tracefs() -> None:
    """Mount tracefs for this process only, unless the host has it mounted.

    Raises:
        OSError: not root, or a kernel without it.

    """
    if not (HOME / "instances").is_dir():
        import ctypes  # noqa: PLC0415 - rarely needed, and slow to import

        library = ctypes.CDLL(None, use_errno=True)
        for result in (
            library.unshare(CLONE_NEWNS),
            library.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None),
            library.mount(b"tracefs", bytes(HOME), b"tracefs", 0, None),
        ):
            if result == -1:
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number))


def remove_stale(home: Path) -> None:
    """Remove instances of helpers that were killed; never those of living ones."""
    here = pid_namespace()
    for instance in (home / "instances").glob(f"{PREFIX}-*-*-{here}"):
        _, pid, start, _ = instance.name.split("-")
        if start_time(pid) != start:
            remove(instance)


def remove(instance: Path) -> None:
    """Remove an instance; if another process does at this moment, so much better."""
    try:
        instance.rmdir()
    except OSError:
        return


def pid_namespace() -> str:
    """The number of the PID namespace we are in (pid_namespaces(7))."""
    return str(Path("/proc/self/ns/pid").stat().st_ino)


def start_time(pid: str) -> str:
    """When a process was started, in ticks (proc_pid_stat(5)); empty if gone."""
    try:
        stat = Path("/proc", pid, "stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]


class Instance:
    """A trace instance of our own, from its making to its removal."""

    def __init__(self, home: Path) -> None:
        """Name it; it is not made yet."""
        pid = str(os.getpid())
        name = f"{PREFIX}-{pid}-{start_time(pid)}-{pid_namespace()}"
        self.path = home / "instances" / name
        self.readers: list[int] = []
        self.pages: list[bytes] = []
        self.lost = False

    def begin(self) -> None:
        """Make it, set its clock and buffers, and enable the events.

        Raises:
            OSError: refused, or this kernel lacks one of them.

        """
        self.path.mkdir()
        cpus = sorted((self.path / "per_cpu").iterdir())
        size = min(max(ALL_BUFFERS // len(cpus), SMALLEST_BUFFER), LARGEST_BUFFER)
        self.set("trace_clock", "mono")
        self.set("buffer_size_kb", str(size))
        self.page = page_size(self.path)
        for cpu in cpus:
            flags = os.O_RDONLY | os.O_NONBLOCK
            self.readers.append(os.open(cpu / "trace_pipe_raw", flags))
        for event in EVENTS:
            self.set(f"events/{event}/enable", "1")

    def set(self, name: str, value: str) -> None:
        """Write a setting of this instance."""
        (self.path / name).write_text(value, "ascii")

    def gather(self) -> bytes:
        """Read now and then until an order comes; empty if the pipe was closed."""
        control, order = select.poll(), b""
        control.register(sys.stdin, select.POLLIN)
        while not order.endswith(b"\n"):
            if control.poll(READ_EVERY):
                more = os.read(sys.stdin.fileno(), 1 << 16)
                if not more:
                    return b""
                order += more
            self.read()
        self.set("tracing_on", "0")
        self.read()
        return order

    def read(self) -> None:
        """Take the pages of every processor."""
        for reader in self.readers:
            while True:
                try:
                    page = os.read(reader, self.page)
                except BlockingIOError:
                    break
                if not page:
                    break
                if len(self.pages) < MOST_PAGES:
                    self.pages.append(page)
                else:
                    self.lost = True

    def remove(self) -> None:
        """Remove it, if it was made, and with it all settings and records."""
        for reader in self.readers:
            os.close(reader)
        self.readers.clear()
        remove(self.path)


def page_size(home: Path) -> int:
    """How many bytes one read takes: a page of the ring (ftrace.rst)."""
    try:
        return int((home / "buffer_subbuf_size_kb").read_text("ascii")) * 1024
    except OSError:  # before Linux 6.8
        return os.sysconf("SC_PAGE_SIZE")


def decode(instance: Instance, addresses: list[str]) -> bytes:
    """Encode what was seen of these addresses, and whether records were lost."""
    import msgspec  # noqa: PLC0415 - not before `ready`

    from socketlab.evidence.tracepoint import Trace  # noqa: PLC0415 - likewise

    events = HOME / "events"
    trace = Trace(
        (events / "header_page").read_text("ascii"),
        [(events / event / "format").read_text("ascii") for event in EVENTS],
    )
    for page in instance.pages:
        trace.feed(page)
    changes = trace.observe(set(addresses))
    return msgspec.msgpack.encode((changes, trace.lost or instance.lost))


if __name__ == "__main__":
    sys.exit(main())
