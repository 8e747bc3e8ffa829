"""Every socket call of a program is recorded, once, in order, with its result."""

import signal
from collections import Counter
from pathlib import Path
from time import monotonic_ns

from socketlab.evidence.observation import CALLS
from socketlab.tcp.endpoint import End, Endpoint
from tests.evidence.collectors.programs import (
    ECHO_IN_C,
    SERVER,
    between,
    compile_c,
    end_input,
    python,
    read_line,
    trace,
    visit,
    wait_until,
    write,
)

CLIENTS = 23


def test_an_iterative_server_is_recorded_from_its_first_call_to_its_last() -> None:
    """The whole list of calls is what the program is known to do."""
    with trace(python(SERVER, "iterative", f"{CLIENTS}")) as tracer:
        port = int(read_line(tracer))
        clients = [visit(port) for _ in range(CLIENTS)]
        end_input(tracer)
        tracer.wait()
        calls = tracer.calls()
    expected = [
        "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3",
        "setsockopt(3, SOL_SOCKET, SO_REUSEADDR=1) = 0",
        "bind(3, 127.0.0.1:0) = 0",
        "listen(3, 128) = 0",
    ]
    for client in clients:
        expected += [
            f"accept4(3, {client}, SOCK_CLOEXEC) = 4",
            'recv(4, "hello\\n", 100, 0) = 6',
            'send(4, "\\nolleh", 6, 0) = 6',
            'recv(4, "", 100, 0) = 0',
            "close(4) = 0",
        ]

    assert [*expected, "close(3) = 0", "exit_group(0) = ?"] == write(calls)
    assert {(CALLS, "server", "subject", tracer.pid)} == {
        (call.source, call.host, call.program, call.pid) for call in calls
    }
    assert {call.end for call in calls if call.end and call.end.remote} == {
        between(port, client) for client in clients
    }


def test_calls_of_threads_are_recorded() -> None:
    """Each connection has its calls, whichever thread makes them."""
    with trace(python(SERVER, "thread_per_client", f"{CLIENTS}")) as tracer:
        port = int(read_line(tracer))
        clients = [visit(port) for _ in range(CLIENTS)]
        end_input(tracer)
        tracer.wait()
        calls = tracer.calls()

    for client in clients:
        own = [call for call in calls if call.end == between(port, client)]
        assert ["accept4", "recv", "send", "recv", "close"] == [c.name for c in own]
        assert {tracer.pid} == {call.pid for call in own}


def test_calls_of_children_carry_their_pids() -> None:
    """The parent accepts, forks, closes and waits; each child serves one client."""
    with trace(python(SERVER, "fork_per_client", f"{CLIENTS}")) as tracer:
        port = int(read_line(tracer))
        clients = [visit(port) for _ in range(CLIENTS)]
        end_input(tracer)
        tracer.wait()
        calls = tracer.calls()
    children = [int(call.result) for call in calls if call.name == "fork"]
    served = Counter(call.pid for call in calls if call.name == "recv")

    assert dict.fromkeys(children, 2) == served
    assert CLIENTS == len(set(children))
    for client, child in zip(clients, children, strict=True):
        own = [call for call in calls if call.end == between(port, client)]
        parents = [call.name for call in own if call.pid == tracer.pid]
        assert ["accept4", "close"] == parents
        childs = [call.name for call in own if call.pid == child]
        assert ["recv", "send", "recv", "close"] == childs
    assert [f"wait4(-1, ..., 0) = {child}" for child in children] == write(
        call for call in calls if call.name == "wait4"
    )


def test_a_program_in_c_is_recorded(tmp_path: Path) -> None:
    """A program that uses read and write on its connections is seen as well."""
    program = compile_c(ECHO_IN_C, tmp_path)
    with trace([program, f"{CLIENTS}"]) as tracer:
        port = int(read_line(tracer))
        for _ in range(CLIENTS):
            visit(port)
        status = tracer.wait()
        calls = tracer.calls()
    each = [
        "accept(3, NULL) = 4",
        'read(4, "hello\\n", 100) = 6',
        'write(4, "hello\\n", 6) = 6',
        "close(4) = 0",
    ]

    assert 7 == status
    assert [
        "socket(AF_INET, SOCK_STREAM, 0) = 3",
        "bind(3, 127.0.0.1:0) = 0",
        "listen(3, 5) = 0",
        *each * CLIENTS,
        "close(3) = 0",
        "exit_group(7) = ?",
    ] == write(calls)


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


def test_no_more_calls_are_kept_than_asked_for() -> None:
    """The first calls are kept, the others are missed, and the caveats say so."""
    with trace(python(SERVER, "iterative", f"{CLIENTS}"), limit=11) as tracer:
        port = int(read_line(tracer))
        for _ in range(CLIENTS):
            visit(port)
        end_input(tracer)
        tracer.wait()

    assert 11 == len(tracer.calls())
    assert any("more calls than are recorded" in text for text in tracer.caveats)


CLIENT = """
import errno, socket, sys

listener = socket.create_server(("127.0.0.1", 0))
client = socket.socket()
client.setblocking(False)
assert client.connect_ex(listener.getsockname()) == errno.EINPROGRESS
connection, _ = listener.accept()
client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
again = client.dup()
again.sendmsg([b"one", b"two"])
connection.recvmsg(100)
again.shutdown(socket.SHUT_WR)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.sendto(b"x" * 40, ("127.0.0.1", 9))
try:
    socket.create_connection(("127.0.0.1", 1))
except ConnectionRefusedError:
    pass
near, far = socket.socketpair()
near.send(b"unseen")
far.recv(10)
print(*client.getsockname(), *listener.getsockname(), *udp.getsockname())
"""


def test_a_client_is_recorded_with_its_ends() -> None:
    """Both ends are known where the kernel knew them; unix sockets are left out."""
    with trace(python(CLIENT)) as tracer:
        fields = read_line(tracer).split()
        tracer.wait()
        calls = [call for call in tracer.calls() if call.name != "close"]
    client, server, udp = (
        Endpoint(fields[at], int(fields[at + 1])) for at in (0, 2, 4)
    )
    near, far = End(client, server), End(server, client)

    assert (
        [
            (f"connect(4, {server}) = -1 EINPROGRESS", near),
            (f"accept4(3, {client}, SOCK_CLOEXEC) = 5", far),
            ("getsockopt(4, SOL_SOCKET, SO_ERROR=0) = 0", near),
            ('sendmsg(6, NULL, ["one", "two"], 0) = 6', near),
            ('recvmsg(5, NULL, ["onetwo"], 0) = 6', far),
            ("shutdown(6, SHUT_WR) = 0", near),
            ("socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, 0) = 7", None),
            (
                f'sendto(7, "{"x" * 32}"..., 40, 0, 127.0.0.1:9) = 40',
                End(Endpoint("0.0.0.0", udp.port)),  # noqa: S104 not bound to one
            ),
            ("socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 8", None),
            ("connect(8, 127.0.0.1:1) = -1 ECONNREFUSED", None),
        ]
        == [(text, call.end) for text, call in zip(write(calls), calls, strict=True)][
            5:-1
        ]
    )


POLLING = """
import select, socket, sys

listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
connection, _ = listener.accept()
client.send(b"x")
poller = select.poll()
poller.register(connection, select.POLLIN)
poller.poll(5000)
select.select([listener, connection], [], [], 5)
poller.register(listener, select.POLLIN)
poller.poll(5000)
epoll = select.epoll()
epoll.poll(0)
epoll.register(connection, select.EPOLLIN | select.EPOLLET)
epoll.poll(5)
"""


def test_waiting_for_several_sockets_is_recorded() -> None:
    """poll, select and epoll say what they wait for; one alone is an end."""
    with trace(python(POLLING)) as tracer:
        tracer.wait()
        calls = [
            call
            for call in tracer.calls()
            if "poll" in call.name or "select" in call.name
        ]
    accepted = next(call.end for call in tracer.calls() if call.name == "accept4")

    assert [
        ("poll([5 POLLIN], 5000) = 1", accepted),
        ("select(6, [3, 5], NULL, NULL, 5 s) = 1", None),
        ("poll([5 POLLIN, 3 POLLIN], 5000) = 1", None),
        ("epoll_ctl(6, EPOLL_CTL_ADD, 5, EPOLLIN|EPOLLET) = 0", accepted),
        ("epoll_wait(6, ..., 1023, 5000) = 1", None),
    ] == [(text, call.end) for text, call in zip(write(calls), calls, strict=True)]
