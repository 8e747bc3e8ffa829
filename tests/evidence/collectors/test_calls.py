"""Every socket call of a program is recorded, once, in order, with its result."""

from collections import Counter
from pathlib import Path

from socketlab.evidence.observation import CALLS
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
