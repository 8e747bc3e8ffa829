"""Stopping is part of the contract: what was received is answered, nothing stays."""

import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.conformance.echo_programs import (
    PATIENCE,
    Server,
    fill,
    read_all,
    read_exactly,
    wait_until,
)

FOREVER = "3600"  # seconds of grace: a test that had to wait for it would fail


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_lines_already_received_are_answered(
    server: Server, number: signal.Signals
) -> None:
    """A stop answers every line that had arrived, but not one that was begun."""
    with server.connect() as client:
        client.sendall(b"up\n")
        assert b"pu\n" == read_exactly(client, 3)
        server.signal_all(signal.SIGSTOP)
        client.sendall(b"one\ntwo\nbegu")
        server.signal(number)
        server.signal_all(signal.SIGCONT)

        assert b"eno\nowt\n" == read_all(client)
    assert 0 == server.wait()
    assert [] == server.processes()
    assert not server.listens()


def test_a_last_line_whose_end_had_arrived_is_answered(server: Server) -> None:
    """A FIN that came before the stop makes a line of what was begun."""
    with server.connect() as client:
        client.sendall(b"up\n")
        assert b"pu\n" == read_exactly(client, 3)
        server.signal_all(signal.SIGSTOP)
        client.sendall(b"last")
        client.shutdown(socket.SHUT_WR)
        server.signal(signal.SIGTERM)
        server.signal_all(signal.SIGCONT)

        assert b"tsal\n" == read_all(client)
    assert 0 == server.wait()


def test_a_stop_does_not_cut_answers_on_their_way(
    model: str, start: Callable[..., Server]
) -> None:
    """What a slow reader still sends does not reset what waits for it to be read."""
    server = start("--model", model, "--grace", FOREVER)
    with server.connect() as slow:
        fill(server, slow)
        server.signal(signal.SIGTERM)
        wait_until(lambda: not server.listens(), "the signal has been obeyed")
        slow.settimeout(PATIENCE)
        answers = b""
        with suppress(ConnectionResetError):  # what was read before it is what counts
            while data := slow.recv(1 << 16):
                answers += data

    assert (b"x" * 1023 + b"\n") * (len(answers) // 1024) == answers
    assert 0 == server.wait()


@pytest.mark.parametrize("clients", [0, 1, 23])
def test_silent_clients_do_not_delay_a_stop(
    model: str, start: Callable[..., Server], clients: int
) -> None:
    """Nothing was received from them, so there is nothing to wait for."""
    server = start("--model", model, "--grace", FOREVER)
    silent = [server.connect() for _ in range(clients)]
    if silent:
        silent[0].sendall(b"first\n")
        assert b"tsrif\n" == read_exactly(silent[0], 6)
    server.signal(signal.SIGTERM)

    assert 0 == server.wait()
    assert [] == server.processes()
    for client in silent:
        client.close()


def test_ctrl_c_reaches_every_process(model: str, start: Callable[..., Server]) -> None:
    """A terminal signals parent and children alike; all end, and with status 0."""
    server = start("--model", model, "--grace", FOREVER)
    with server.connect() as client:
        client.sendall(b"up\n")
        assert b"pu\n" == read_exactly(client, 3)
        server.signal_all(signal.SIGINT)

        assert b"" == read_all(client)
    assert 0 == server.wait()
    assert [] == server.processes()


def test_a_stop_ends_listening_before_the_last_client(
    model: str, start: Callable[..., Server]
) -> None:
    """Nobody new is accepted while the last lines are answered; a restart works."""
    server = start("--model", model, "--grace", FOREVER)
    with server.connect() as greedy:
        fill(server, greedy)
        server.signal(signal.SIGTERM)
        wait_until(lambda: not server.listens(), "it listens no longer")
        assert server.process.poll() is None
        again = start("--model", model, port=server.port)
        assert b"olleh\n" == again.ask(b"hello\n")
        again.signal(signal.SIGTERM)
        again.wait()


def test_the_grace_period_ends_a_stop(model: str, start: Callable[..., Server]) -> None:
    """A client that never reads its answers cannot keep a server from stopping."""
    server = start("--model", model, "--grace", "0.2")
    with server.connect() as greedy:
        fill(server, greedy)
        server.signal(signal.SIGTERM)

        assert 0 == server.wait()
    assert [] == server.processes()


def test_no_grace_is_a_stop_at_once(model: str, start: Callable[..., Server]) -> None:
    """`--grace 0` waits for nobody."""
    server = start("--model", model, "--grace", "0")
    with server.connect() as greedy:
        fill(server, greedy)
        server.signal(signal.SIGTERM)

        assert 0 == server.wait()
    assert [] == server.processes()


def test_a_second_signal_cuts(model: str, start: Callable[..., Server]) -> None:
    """Who says it twice does not want to wait."""
    server = start("--model", model, "--grace", FOREVER)
    with server.connect() as greedy:
        fill(server, greedy)
        server.signal(signal.SIGTERM)
        wait_until(lambda: not server.listens(), "the first has been obeyed")
        server.signal(signal.SIGINT)

        assert 0 == server.wait()
    assert [] == server.processes()


def test_a_child_that_is_ended_takes_nobody_along(
    start: Callable[..., Server],
) -> None:
    """A forked child may be killed: its client is cut, and the others served."""
    server = start("--model", "fork_per_client")
    with server.connect() as client, server.connect() as other:
        for each in (client, other):
            each.sendall(b"up\n")
            assert b"pu\n" == read_exactly(each, 3)
        ((first, _state), *_rest) = sorted(server.children())
        os.kill(first, signal.SIGKILL)

        assert b"" == read_all(client)
        other.sendall(b"still\n")
        assert b"llits\n" == read_exactly(other, 6)
    wait_until(lambda: server.children() == [], "no zombie is left")
