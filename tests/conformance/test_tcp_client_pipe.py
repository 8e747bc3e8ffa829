"""The client in a pipe, where its output is read by a program."""

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.echo_programs import (
    PATIENCE,
    Server,
    command,
    environment,
    read_all,
    speaks,
)


def in_pipe(
    port: int, typed: bytes, *options: str
) -> "subprocess.CompletedProcess[bytes]":
    """Run a client with this input, to its end."""
    return subprocess.run(
        command("echo", "client", "-p", str(port), "-a", "127.0.0.1", *options),
        input=typed,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env=environment(),
    )


def test_a_pipe_gets_answers_and_nothing_else(right_server: Server) -> None:
    """Standard output holds the answers as received, byte for byte."""
    done = in_pipe(right_server.port, "hello\r\nhé\n".encode() + b"\x1b[A\xff\nlast")

    assert "olleh\néh\n".encode() + b"\xffA[\x1b\ntsal\n" == done.stdout
    assert (b"", 0) == (done.stderr, done.returncode)


def test_bye_in_a_pipe_is_the_last_line(right_server: Server) -> None:
    """What stands behind `bye` is not sent, and the server closes first."""
    done = in_pipe(right_server.port, b"one\nbye\ntwo\n")

    assert (b"eno\neyb\n", b"", 0) == (done.stdout, done.stderr, done.returncode)


def test_no_input_is_no_answer(right_server: Server) -> None:
    """An empty input ends at once, with status 0."""
    done = in_pipe(right_server.port, b"")

    assert (b"", b"", 0) == (done.stdout, done.stderr, done.returncode)


def test_two_megabytes_pass_through_a_pipe(right_server: Server) -> None:
    """Sending and reading go on at once: neither side waits for the other."""
    typed = b"".join(b"%015d\n" % number for number in range(1 << 17))
    done = in_pipe(right_server.port, typed)
    expected = b"".join(line[::-1] + b"\n" for line in typed.split(b"\n")[:-1])

    assert expected == done.stdout
    assert (b"", 0) == (done.stderr, done.returncode)


def test_a_line_is_sent_with_lf_and_nothing_else(listener: socket.socket) -> None:
    """What the server receives is the lines: no NUL, no CR that was not typed."""
    with start_in_pipe(listener, b"one\ntwo") as client:
        connection, _peer = listener.accept()
        with connection:
            received = read_all(connection)
        client.communicate(timeout=PATIENCE)

    assert b"one\ntwo\n" == received


def start_in_pipe(
    listener: socket.socket, typed: bytes, *options: str
) -> "subprocess.Popen[bytes]":
    """Start a client whose input has already been typed."""
    port = str(listener.getsockname()[1])
    client = subprocess.Popen(
        command("echo", "client", "-a", "127.0.0.1", "-p", port, *options),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert client.stdin is not None
    client.stdin.write(typed)
    client.stdin.close()
    client.stdin = None
    return client


def test_a_server_that_closes_early_is_reported(listener: socket.socket) -> None:
    """Lines without an answer are counted, and the status is 1."""
    with start_in_pipe(listener, b"one\ntwo\nthree\n") as client:
        connection, _peer = listener.accept()
        with connection:
            read_all(connection)
            connection.sendall(b"eno\n")
        shown, errors = client.communicate(timeout=PATIENCE)

    assert b"eno\n" == shown
    expected = "The server closed the connection. 2 lines have no answer."
    assert f"socketlab: {expected}\n" == errors.decode()
    assert 1 == client.returncode


def test_a_server_that_does_not_close_is_left(listener: socket.socket) -> None:
    """When every line is answered, a server that overlooks the FIN keeps nobody."""
    with start_in_pipe(listener, b"one\n") as client:
        connection, _peer = listener.accept()
        with connection:
            read_all(connection)
            connection.sendall(b"eno\n")
            shown, errors = client.communicate(timeout=PATIENCE)

    assert (b"eno\n", b"", 0) == (shown, errors, client.returncode)


def test_the_local_port_can_be_chosen(listener: socket.socket) -> None:
    """`--bind` gives the client its own port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with start_in_pipe(listener, b"", "--bind", str(port)) as client:
        connection, peer = listener.accept()
        connection.close()
        client.communicate(timeout=PATIENCE)

    assert port == peer[1]


@pytest.mark.parametrize("address", ["::1", "[::1]", "localhost", "::ffff:127.0.0.1"])
def test_addresses_of_all_kinds_lead_to_a_server(
    start: Callable[..., Server], address: str
) -> None:
    """A name, IPv6 with and without brackets, IPv4 in IPv6."""
    if not speaks("::1"):
        pytest.skip("this host has no IPv6")
    server = start("-a", "::")
    done = subprocess.run(
        command("echo", "client", "-a", address, "-p", str(server.port)),
        input=b"hello\n",
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env=environment(),
    )

    assert (b"olleh\n", b"", 0) == (done.stdout, done.stderr, done.returncode)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_standard_stream_is_no_surprise(
    right_server: Server, tmp_path: Path, closed: str
) -> None:
    """Without input, output or errors the client ends as it otherwise would."""
    typed = tmp_path / "typed"
    typed.write_bytes(b"hello\n")
    client = " ".join(command("echo", "client", "-a", "127.0.0.1", "-p", "$0"))
    with typed.open() as standard_input:
        done = subprocess.run(
            ["/bin/sh", "-c", f"{client} {closed}", str(right_server.port)],
            stdin=standard_input,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env=environment(),
        )

    assert 0 == done.returncode
    assert b"" == done.stderr


def test_a_reader_that_went_away_ends_the_client_quietly(right_server: Server) -> None:
    """With nobody to read its output it ends, not with 0, and without a traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command("echo", "client", "-a", "127.0.0.1", "-p", str(right_server.port)),
        input=b"hello\n",
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=PATIENCE,
        check=False,
        env=environment(),
    )
    os.close(writing)

    assert (1, b"") == (done.returncode, done.stderr)
