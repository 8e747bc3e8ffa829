"""Every failed socket call is one sentence that says what to do."""

import errno
import os
import socket
import subprocess
from pathlib import Path

import pytest

from socketlab.cli.errors import (
    Failure,
    broken,
    cannot_bind,
    cannot_connect,
    cannot_listen,
    cannot_resolve,
    place,
)
from tests.conformance.echo_programs import PATIENCE, command, environment

FREE_PORTS = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")


def run(*words: str) -> tuple[int, str, str]:
    """Run an echo command and give its status, output and errors."""
    done = subprocess.run(
        command("echo", *words),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env=environment(),
    )
    return done.returncode, done.stdout, done.stderr


def error(number: int) -> OSError:
    """Give the error a failed call raises."""
    return OSError(number, os.strerror(number))


def test_a_port_in_use_is_named() -> None:
    """The second server on a port says that it is taken, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        status, output, errors = run("server", str(port))

    assert (1, "") == (status, output)
    assert errors == (
        f"socketlab: Port {port} on 127.0.0.1 is in use: end the program that listens "
        "there, perhaps an earlier server, or choose another port.\n"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("server", "-a", "192.0.2.1"), "192.0.2.1 is not an address of this host: "),
        (
            ("server", "-a", "..x"),
            "..x does not resolve to an address (no host name): ",
        ),
        (("server", "-a", ""), '"" does not resolve to an address ('),
        (("client", "-a", "a b", "-p", "7"), "a b does not resolve to an address ("),
    ],
)
def test_an_address_that_will_not_do_is_named(
    words: tuple[str, ...], sentence: str
) -> None:
    """One line on standard error, nothing on standard output, status 1."""
    status, output, errors = run(*words)

    assert (1, "") == (status, output)
    assert errors.startswith(f"socketlab: {sentence}")
    assert 1 == errors.count("\n")


def test_a_client_without_a_server_says_so() -> None:
    """A refused connection is the most common failure of all."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # and does not listen
        port = free.getsockname()[1]
        status, output, errors = run("client", "-p", str(port), "-a", "127.0.0.1")

    assert (1, "") == (status, output)
    assert errors == (
        f"socketlab: Nobody listens on 127.0.0.1:{port}: "
        "start the server, or check the port.\n"
    )


def test_a_local_port_in_use_is_named() -> None:
    """`--bind` to a port somebody listens on names that port, not the server's."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        words = ("-a", "127.0.0.1", "-p", port, "--bind", port)
        status, _output, errors = run("client", *words)

    assert 1 == status
    assert errors.startswith(f"socketlab: Local port {port} is in use: ")


def test_a_port_that_needs_privilege_is_named() -> None:
    """An ordinary user is told which ports are free to take."""
    if os.geteuid() == 0 or int(FREE_PORTS.read_text()) <= 7:
        pytest.skip("every port is free to take here")
    status, _output, errors = run("server", "7")

    assert 1 == status
    assert "socketlab: Port 7 needs privilege: choose a port from 1024" in errors


@pytest.mark.parametrize(
    "words",
    [
        ("server", "65536"),
        ("server", "-1"),
        ("server", "seven"),
        ("server", "--model", "magic"),
        ("server", "--backlog", "-1"),
        ("server", "--max-clients", "0"),
        ("server", "--max-line", "0"),
        ("server", "--idle", "0"),
        ("server", "--idle", "nan"),
        ("server", "--idle", "inf"),
        ("server", "--grace", "-1"),
        ("server", "7", "8"),
        ("client",),
        ("client", "-a", "127.0.0.1"),
        ("client", "-p", "7"),
        ("client", "-a", "127.0.0.1", "-p", "0"),
        ("client", "-a", "127.0.0.1", "-p", "7", "--bind", "70000"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_status_2(words: tuple[str, ...]) -> None:
    """It is told how the command is used, and nothing is started."""
    status, output, errors = run(*words)

    assert (2, "") == (status, output)
    assert errors.startswith("Usage: socketlab echo ")
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("failure", "begins"),
    [
        (cannot_listen("::1", 7, error(errno.EACCES)), "Port 7 needs privilege: "),
        (cannot_listen("::1", 7, error(errno.EADDRINUSE)), "Port 7 on ::1 is in use: "),
        (cannot_listen("x", 7, error(errno.EAFNOSUPPORT)), "This host does not speak "),
        (cannot_listen("x", 7, error(errno.EMFILE)), "This program has no file desc"),
        (cannot_listen("x", 7, error(errno.ENFILE)), "The system has no file desc"),
        (cannot_listen("fe80::1", 7, error(errno.EINVAL)), "fe80::1 names no interfa"),
        (cannot_listen("::1", 7, error(errno.EPERM)), "Cannot listen on [::1]:7: "),
        (
            cannot_connect("::1", 7, error(errno.ECONNREFUSED)),
            "Nobody listens on [::1]",
        ),
        (
            cannot_connect("x", 7, error(errno.ETIMEDOUT)),
            "x:7 did not answer in time: ",
        ),
        (
            cannot_connect("x", 7, error(errno.EHOSTUNREACH)),
            "The host of x:7 cannot be ",
        ),
        (cannot_connect("x", 7, error(errno.ENETUNREACH)), "No route leads to x:7: "),
        (
            cannot_connect("x", 7, error(errno.ECONNRESET)),
            "x:7 broke the connection of",
        ),
        (
            cannot_connect("x", 7, error(errno.EACCES)),
            "This host forbids connecting to ",
        ),
        (
            cannot_connect("x", 7, error(errno.EINVAL)),
            "x:7 cannot be connected to as it",
        ),
        (
            cannot_connect("x", 7, error(errno.EADDRNOTAVAIL)),
            "No local port is free for ",
        ),
        (
            cannot_connect("x", 7, error(errno.EMFILE)),
            "This program has no file descrip",
        ),
        (
            cannot_connect("x", 7, error(errno.ENOBUFS)),
            "Cannot connect to x:7: No buffer",
        ),
        (cannot_bind(7, error(errno.EACCES)), "Local port 7 needs privilege: "),
        (cannot_bind(7, error(errno.EADDRINUSE)), "Local port 7 is in use: "),
        (cannot_bind(7, error(errno.ENOMEM)), "Cannot take local port 7: "),
        (
            cannot_resolve("x", socket.gaierror(-2, "unknown")),
            "x does not resolve to an",
        ),
        (broken(error(errno.EMFILE)), "This program has no file descriptor left: "),
        (broken(error(errno.EIO)), "The system refused: "),
        (broken(OSError(errno.EACCES, "No", "file")), "file: No."),
    ],
)
def test_each_cause_has_its_sentence(failure: Failure, begins: str) -> None:
    """What failed, with what, and what to do, in one sentence with status 1."""
    sentence = failure.format_message()

    assert sentence.startswith(begins)
    assert sentence.endswith(".")
    assert 1 == failure.exit_code
    assert "{" not in sentence


def test_a_failure_is_shown_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard error gets the program's name and the sentence."""
    Failure("It failed.").show()

    assert "socketlab: It failed.\n" == capsys.readouterr().err


def test_endpoints_are_spelled_as_in_a_url() -> None:
    """An IPv6 address stands in brackets."""
    assert ("192.0.2.1:7", "[2001:db8::1]:7") == (
        place("192.0.2.1", 7),
        place("2001:db8::1", 7),
    )
