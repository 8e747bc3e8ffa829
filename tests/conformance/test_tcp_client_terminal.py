"""The interactive client at a real terminal."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.conformance.echo_programs import Server, reset
from tests.conformance.terminals import Terminal

ESC, CTRL_C, CTRL_D, UP = b"\x1b", b"\x03", b"\x04", b"\x1b[A"


@pytest.fixture
def at_terminal() -> Iterator[Callable[[int], Terminal]]:
    """Start clients at terminals; all are ended behind the test."""
    with ExitStack() as behind:

        def start(port: int) -> Terminal:
            terminal = Terminal("echo", "client", "-a", "127.0.0.1", "-p", str(port))
            behind.callback(terminal.end)
            terminal.wait_for(b"ends it.")
            return terminal

        yield start


def test_lines_are_answered_at_a_terminal(
    right_server: Server, at_terminal: Callable[[int], Terminal]
) -> None:
    """What is typed is sent at Enter, and its answer shown."""
    terminal = at_terminal(right_server.port)
    terminal.type(b"hello\n")
    terminal.wait_for(b"olleh\r\n")
    terminal.type("é好\x7f\x7fab\n".encode())
    terminal.wait_for(b"\r\nba")


@pytest.mark.parametrize("key", [ESC, b"half a line" + ESC, CTRL_D, b"bye\n"])
def test_a_key_ends_the_client(
    right_server: Server, at_terminal: Callable[[int], Terminal], key: bytes
) -> None:
    """ESC at any place, Ctrl-D and `bye` end it with status 0."""
    terminal = at_terminal(right_server.port)
    terminal.type(b"hello\n")
    terminal.wait_for(b"olleh")
    terminal.type(key)

    assert 0 == terminal.wait()
    assert terminal.former == terminal.settings()


def test_an_arrow_key_is_not_esc(
    right_server: Server, at_terminal: Callable[[int], Terminal]
) -> None:
    """A key whose sequence begins with ESC ends nothing, and is not sent."""
    terminal = at_terminal(right_server.port)
    terminal.type(UP + b"at once\n")
    terminal.wait_for(b"ecno ta")
    terminal.type(UP)
    terminal.wait_for(b"[A")
    terminal.type(b"ab" + UP)
    terminal.wait_for(b"[A")
    terminal.type(b"cd\n")

    terminal.wait_for(b"dcba\r\n")


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
)
def test_a_signal_leaves_the_terminal_as_it_was(
    right_server: Server,
    at_terminal: Callable[[int], Terminal],
    number: signal.Signals,
    status: int,
) -> None:
    """However the client is ended, its terminal is what it was."""
    terminal = at_terminal(right_server.port)
    changed = terminal.settings()
    terminal.process.send_signal(number)

    assert status == terminal.wait()
    assert terminal.former != changed
    assert terminal.former == terminal.settings()


def test_ctrl_c_ends_the_client_without_a_traceback(
    right_server: Server, at_terminal: Callable[[int], Terminal]
) -> None:
    """Typed at the terminal, it is status 130 and no more."""
    terminal = at_terminal(right_server.port)
    terminal.type(CTRL_C)

    assert 130 == terminal.wait()
    assert b"Traceback" not in terminal.seen
    assert terminal.former == terminal.settings()


@pytest.mark.parametrize(
    ("leave", "sentence"),
    [
        (socket.socket.close, b"The server closed the connection."),
        (reset, b"The server broke the connection off."),
    ],
)
def test_a_server_that_leaves_is_reported(
    listener: socket.socket,
    at_terminal: Callable[[int], Terminal],
    leave: Callable[[socket.socket], None],
    sentence: bytes,
) -> None:
    """While somebody still types, the server's end is said in one sentence."""
    terminal = at_terminal(listener.getsockname()[1])
    connection, _peer = listener.accept()
    leave(connection)

    terminal.wait_for(b"socketlab: " + sentence + b"\r\n")
    assert 1 == terminal.wait()
    assert terminal.former == terminal.settings()


def test_escapes_of_a_server_are_shown_and_not_obeyed(
    listener: socket.socket, at_terminal: Callable[[int], Terminal]
) -> None:
    """What would move the cursor or clear the screen is spelled out."""
    terminal = at_terminal(listener.getsockname()[1])
    connection, _peer = listener.accept()
    with connection:
        connection.sendall(b"\x1b[2J\x07\xff\n")

        shown = terminal.wait_for(rb"\x1b[2J\x07\xff" + b"\r\n")
    assert ESC not in shown
