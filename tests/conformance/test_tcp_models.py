"""What every concurrency model must survive, and what each must fail at."""

import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from tests.conformance.echo_programs import (
    Server,
    fill,
    read_all,
    read_exactly,
    reset,
    speaks,
    wait_until,
)

MANY = 23
MOST = 64 << 20  # bytes; more than any send and receive buffer holds
ROOM = 24 << 20  # bytes a server may grow by, whoever does not read


def test_silent_clients_stop_only_the_iterative_server(
    model: str, server: Server
) -> None:
    """One silent client stops an iterative server; no number of them stops another."""
    silent = 1 if model == "iterative" else MANY
    with ExitStack() as clients:
        for _ in range(silent):
            clients.enter_context(server.connect())
        client = clients.enter_context(server.connect())
        client.sendall(b"anybody?\n")
        client.settimeout(0.5 if model == "iterative" else 20)
        if model == "iterative":
            with pytest.raises(TimeoutError):
                client.recv(1)
        else:
            assert b"?ydobyna\n" == read_exactly(client, 9)
    assert b"x\n" == server.ask(b"x\n")


def test_a_waiting_client_is_served_once_the_silent_one_leaves(server: Server) -> None:
    """What was sent while nobody listened is answered as soon as somebody does."""
    silent = server.connect()
    with server.connect() as client:
        client.sendall(b"patience\n")
        silent.close()

        assert b"ecneitap\n" == read_exactly(client, 9)


def test_a_reset_costs_only_its_own_connection(server: Server) -> None:
    """A storm of resets, at every stage of a conversation, stops nobody else."""
    for number in range(101):
        client = server.connect()
        if number % 3:
            client.sendall(b"unfinished" if number % 2 else b"line\n" * 1000)
        reset(client)

    assert b"enif\n" == server.ask(b"fine\n")


def test_descriptors_and_children_of_old_clients_are_given_back(
    server: Server,
) -> None:
    """When its clients have left, a server holds what it held at its start."""
    before = server.descriptors()
    clients = [server.connect() for _ in range(MANY)]
    for client in clients:
        client.sendall(b"hello\n")
    for client in clients:
        client.close()
    assert b"x\n" == server.ask(b"x\n")

    wait_until(lambda: server.descriptors() == before, "descriptors are given back")
    wait_until(lambda: server.children() == [], "no child is left, not even a zombie")


def test_a_client_that_never_reads_costs_only_itself(
    model: str, server: Server
) -> None:
    """It is not read from any further: memory stays bounded, others are served."""
    before = server.memory()
    with server.connect() as greedy:
        sent = fill(server, greedy, MOST)
        if model != "iterative":
            assert b"x\n" == server.ask(b"x\n")
        grown = server.memory() - before * len(server.processes())

        assert sent < MOST
        assert grown < ROOM
        reset(greedy)
    assert b"x\n" == server.ask(b"x\n")


def test_an_idle_limit_ends_silent_clients(
    model: str, start: Callable[..., Server]
) -> None:
    """With `--idle`, a client that vanished without a word does not stay for ever."""
    server = start("--model", model, "--idle", "0.2", "-v")
    with server.connect() as client:
        client.sendall(b"here\nthen gone")

        assert b"ereh\n" == read_all(client)
    wait_until(lambda: "idle for too long" in server.reported(), "the end is reported")


def test_an_idle_limit_ends_clients_that_never_read(
    model: str, start: Callable[..., Server]
) -> None:
    """A client whose answers nobody takes is idle too."""
    server = start("--model", model, "--idle", "0.2", "-v")
    with server.connect() as greedy:
        fill(server, greedy, MOST)
        wait_until(lambda: "idle for too long" in server.reported(), "it is ended")

    assert b"x\n" == server.ask(b"x\n")


def test_more_clients_than_allowed_are_turned_away(
    model: str, start: Callable[..., Server]
) -> None:
    """`--max-clients` closes what is too much; a place that is left is given again."""
    if model == "iterative":
        pytest.skip("it serves one at a time: the others wait in the accept queue")
    server = start("--model", model, "--max-clients", "2")
    with server.connect() as first, server.connect() as second:
        for client in (first, second):
            client.sendall(b"in\n")
            assert b"ni\n" == read_exactly(client, 3)
        with server.connect() as third:
            assert b"" == read_all(third)
        wait_until(lambda: "all places are taken" in server.reported(), "it is noted")
        first.close()

        wait_until(lambda: accepted(server), "a place is given again")


def accepted(server: Server) -> bool:
    """Tell whether one more client is served."""
    try:
        return server.ask(b"ab\n") == b"ba\n"
    except OSError:  # reset: ECONNRESET, or ENOTCONN from shutdown()
        return False


def test_running_out_of_descriptors_ends_nothing(
    model: str, start: Callable[..., Server]
) -> None:
    """More clients than descriptors wait, and are served when others have left."""
    keeps_all = model == "thread_per_client"  # the connections, in one process
    server = start("--model", model, descriptors=16)
    clients = [server.connect() for _ in range(2 * 16)]
    if keeps_all:
        wait_until(lambda: "Cannot accept" in server.reported(), "it is reported")
    for client in clients:
        client.sendall(b"still here\n")
        if model != "iterative":
            client.shutdown(socket.SHUT_WR)
            assert b"ereh llits\n" == read_all(client)
        client.close()

    assert b"x\n" == server.ask(b"x\n")
    told = server.reported().count("Cannot accept")
    assert keeps_all == (told > 0)


def test_a_server_started_with_children_ignored_reaps_its_own(
    model: str, start: Callable[..., Server]
) -> None:
    """SIGCHLD ignored by whoever started it does not hide a child's end (wait(2))."""
    former = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        server = start("--model", model, "--max-clients", "1")
    finally:
        signal.signal(signal.SIGCHLD, former)

    assert b"x\n" == server.ask(b"x\n")
    wait_until(lambda: accepted(server), "the place of the first is given again")


def test_a_restart_on_the_same_port_works_at_once(
    model: str, start: Callable[..., Server]
) -> None:
    """Connections that the server closed first, now in TIME-WAIT, keep no port."""
    server = start("--model", model)
    with server.connect() as client:
        client.sendall(b"bye\n")
        assert b"eyb\n" == read_all(client)
    server.signal(signal.SIGTERM)
    assert 0 == server.wait()
    again = start("--model", model, port=server.port)

    assert b"niaga\n" == again.ask(b"again\n")


@pytest.mark.parametrize("address", ["::1", "localhost", "[::1]"])
def test_names_and_both_ip_versions_are_served(
    model: str, start: Callable[..., Server], address: str
) -> None:
    """A server listens on a name, on IPv4 and on IPv6, with or without brackets."""
    if not speaks("::1"):
        pytest.skip("this host has no IPv6")
    server = start("--model", model, "-a", address)

    assert b"olleh\n" == server.ask(b"hello\n")
