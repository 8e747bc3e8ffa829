"""A call that has not returned is there, and is one call however it goes on."""

import signal
from collections import Counter
from time import monotonic_ns

from socketlab.tcp.endpoint import End, Endpoint
from tests.evidence.collectors.programs import (
    SERVER,
    end_input,
    python,
    read_line,
    trace,
    visit,
    wait_until,
    write,
)


def test_a_call_that_waits_is_in_progress() -> None:
    """A blocked accept has no result; the same place gets one when it returns."""
    with trace(python(SERVER, "iterative", "1")) as tracer:
        port = int(read_line(tracer))
        wait_until(lambda: tracer.calls()[-1].name == "accept4")
        waiting = tracer.calls()
        visit(port)
        end_input(tracer)
        tracer.wait()
        later = tracer.calls()

    assert ("", "", None) == (
        waiting[-1].result,
        waiting[-1].errno,
        waiting[-1].returned,
    )
    assert "accept4(3, ..., SOCK_CLOEXEC) = ?" == write(waiting)[-1]
    assert End(Endpoint("127.0.0.1", port)) == waiting[-1].end
    assert waiting[:-1] == later[: len(waiting) - 1]
    assert "4" == later[len(waiting) - 1].result


def test_what_never_returned_stays_so() -> None:
    """A program that is killed in accept leaves a call without a result."""
    with trace(python(SERVER, "iterative", "1")) as tracer:
        read_line(tracer)
        wait_until(lambda: tracer.calls()[-1].name == "accept4")

    assert tracer.calls()[-1].returned is None


def test_times_enclose_what_the_call_did() -> None:
    """Entry, return and the next entry follow each other on our own clock."""
    began = monotonic_ns()
    with trace(python(SERVER, "iterative", "3")) as tracer:
        port = int(read_line(tracer))
        for _ in range(3):
            visit(port)
        end_input(tracer)
        tracer.wait()
        calls = tracer.calls()
    times = [time for call in calls for time in (call.time, call.returned or call.time)]

    assert sorted(times) == times
    assert began < times[0]
    assert times[-1] < monotonic_ns()


def test_a_stop_in_the_middle_leaves_one_call() -> None:
    """SIGSTOP and SIGCONT interrupt accept; the kernel goes on with the same call."""
    with trace(python(SERVER, "iterative", "1")) as tracer:
        port = int(read_line(tracer))
        wait_until(lambda: tracer.calls()[-1].name == "accept4")
        for _ in range(5):
            tracer.send_signal(signal.SIGSTOP)
            tracer.send_signal(signal.SIGCONT)
        visit(port)
        end_input(tracer)
        tracer.wait()
        names = Counter(call.name for call in tracer.calls())

    assert 1 == names["accept4"]


INTERRUPTED = """
import os, signal, socket

def stop(*_signal):
    raise SystemExit(5)

signal.signal(signal.SIGTERM, stop)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
listener.accept()
"""


def test_an_interrupted_call_returns_eintr() -> None:
    """A handler that ends the program ends the call that it interrupted."""
    with trace(python(INTERRUPTED)) as tracer:
        read_line(tracer)
        wait_until(lambda: tracer.calls()[-1].name == "accept4")
        tracer.send_signal(signal.SIGTERM)
        status = tracer.wait()
        calls = tracer.calls()

    assert 5 == status
    assert [
        "accept4(3, ..., SOCK_CLOEXEC) = -1 EINTR",
        "close(3) = 0",
        "exit_group(5) = ?",
    ] == write(calls)[-3:]
