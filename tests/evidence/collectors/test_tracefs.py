"""The trace: what it says, and that nothing of it is ever left behind."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from socketlab.evidence.collectors.trace_instance import READY
from socketlab.evidence.collectors.tracefs import CAVEATS, LOST_CAVEATS, Tracefs
from socketlab.evidence.observation import MINI_SOCKET, StateChanged

if TYPE_CHECKING:
    from tests.evidence.conftest import Inside

CONNECTIONS = 23
HELPER = [sys.executable, "-P", "-m", "socketlab.evidence.collectors.trace_instance"]

CONTROLLER = """
from socketlab.evidence.collectors.tracefs import Tracefs
trace = Tracefs()
assert not trace.start()
print(trace.helper.pid, flush=True)
input()
"""

SMALL = """
from socketlab.evidence.collectors import trace_instance
trace_instance.SMALLEST_BUFFER = trace_instance.LARGEST_BUFFER = 8
trace_instance.READ_EVERY = 3_600_000
raise SystemExit(trace_instance.main())
"""


@pytest.fixture
def observer() -> Iterator[Path]:
    """The folder of all instances, seen with the eyes of a trace that lives on."""
    with Tracefs() as trace:
        if trace.helper is None:
            pytest.skip(trace.reason)
        seen = Path("/proc", str(trace.helper.pid), "root")
        yield seen / "sys/kernel/tracing/instances"


def instances(observer: Path, pid: int) -> list[str]:
    """The instances of the helper with this pid."""
    return [one.name for one in observer.glob(f"socketlab-{pid}-*")]


def wait_for_end(pid: int) -> None:
    """Wait, 10 s at most, until a process that is not our child has ended."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    from select import select  # noqa: PLC0415

    assert select([watched], [], [], 10)[0]
    os.close(watched)


def address() -> str:
    """An address of one run alone."""
    return ".".join(map(str, (127, *(secrets.randbelow(254) + 1 for _ in range(3)))))


def live(where: str, times: int) -> None:
    """Connect and close, the client first."""
    with socket.create_server((where, 0)) as listener:
        for _ in range(times):
            with socket.create_connection(listener.getsockname()) as client:
                server, _ = listener.accept()
                client.close()
                server.recv(1)
                server.close()


@pytest.mark.usefixtures("observer")
def test_two_runs_at_once_see_each_their_own() -> None:
    """Each of two traces tells 23 lives at its addresses, and no other."""
    here, there = address(), address()
    with Tracefs() as first, Tracefs() as second:
        live(here, CONNECTIONS)
        live(there, CONNECTIONS)
        told = [first.stop([here])[0], second.stop([there])[0]]

    for where, changes in zip((here, there), told, strict=True):
        ends = {one.end for one in changes if one.end}
        assert 2 * CONNECTIONS + 1 == len(ends)
        assert all(
            where in {end.local.address, end.remote and end.remote.address}
            for end in ends
        )
        assert CONNECTIONS == sum(one.note == MINI_SOCKET for one in changes)


def test_a_stopped_trace_is_gone(observer: Path) -> None:
    """The instance lives from start to stop, and stopping twice does no harm."""
    with Tracefs() as trace:
        assert trace.helper is not None
        pid = trace.helper.pid
        assert 1 == len(instances(observer, pid))
        assert ((), CAVEATS) == trace.stop([])
        assert [] == instances(observer, pid)
        assert ((), ()) == trace.stop([])


def test_a_trace_that_is_not_wanted_any_more_is_gone(observer: Path) -> None:
    """Leaving the `with` statement removes the instance."""
    with Tracefs() as trace:
        assert trace.helper is not None
        pid = trace.helper.pid

    assert [] == instances(observer, pid)


def test_a_killed_laboratory_leaves_no_trace(observer: Path) -> None:
    """When the controlling process is killed, its helper cleans up and ends."""
    controller = subprocess.Popen(
        [sys.executable, "-P", "-c", CONTROLLER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with controller:
        assert controller.stdout is not None
        pid = int(controller.stdout.readline())
        assert 1 == len(instances(observer, pid))
        controller.kill()
    wait_for_end(pid)

    assert [] == instances(observer, pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_ended_helper_leaves_no_trace(
    observer: Path, number: signal.Signals
) -> None:
    """A signal that asks the helper to end removes the instance too."""
    with Tracefs() as trace:
        assert trace.helper is not None
        pid = trace.helper.pid
        trace.helper.send_signal(number)
        trace.helper.wait(10)

        assert [] == instances(observer, pid)
        assert ((), ()) == trace.stop([])
        assert "helper ended" in trace.reason


def test_an_interrupt_is_for_the_laboratory_to_handle(observer: Path) -> None:
    """Ctrl-C does not end the trace."""
    with Tracefs() as trace:
        assert trace.helper is not None
        trace.helper.send_signal(signal.SIGINT)

        assert 1 == len(instances(observer, trace.helper.pid))
        assert ((), CAVEATS) == trace.stop([])


def test_what_a_killed_helper_left_is_removed_by_the_next(observer: Path) -> None:
    """A helper that was killed leaves its instance; the next one removes it."""
    with Tracefs() as trace:
        assert trace.helper is not None
        pid = trace.helper.pid
        trace.helper.kill()
        trace.helper.wait()
        assert 1 == len(instances(observer, pid))

        with Tracefs() as other:
            assert other.helper is not None
            assert [] == instances(observer, pid)
            assert 1 == len(instances(observer, other.helper.pid))


@pytest.mark.usefixtures("observer")
def test_overwritten_records_are_reported() -> None:
    """A buffer that is too small and not read loses records, and says so."""
    where = address()
    with subprocess.Popen(
        [sys.executable, "-P", "-c", SMALL],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as helper:
        assert helper.stdout is not None
        assert READY == helper.stdout.readline().decode().rstrip()
        live(where, 499)
        answer, _ = helper.communicate(f"stop {where}\n".encode(), 60)
    changes, lost = msgspec.msgpack.decode(
        answer, type=tuple[tuple[StateChanged, ...], bool]
    )

    assert lost
    assert 0 < len(changes) < 499
    assert all(caveat.endswith(".") for caveat in LOST_CAVEATS)


def try_to_trace() -> str:
    """Trace where we are root only in our own namespace."""
    with Tracefs() as trace:
        assert trace.helper is None
        assert ((), ()) == trace.stop(["127.0.0.1"])
        return trace.reason


def test_root_of_a_namespace_may_not_trace(inside: "Inside") -> None:
    """Tracefs cannot be mounted from a user namespace; the reason says so."""
    assert "tracefs cannot be used" in inside(try_to_trace)


def test_an_ordinary_user_may_not_trace() -> None:
    """Without root there is a reason and no helper."""
    ours = os.geteuid()
    os.seteuid(ours or 65534)
    try:
        reason = Tracefs().start()
    finally:
        os.seteuid(ours)

    assert "tracing needs root" == reason
