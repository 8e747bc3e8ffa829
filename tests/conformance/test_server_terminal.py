"""A server at its own terminal: ESC ends it, as Ctrl-C does."""

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.conformance.echo_programs import LISTENING, listening_ports
from tests.conformance.terminals import BACKGROUND, FOREGROUND, Terminal

ESC, CTRL_C, CTRL_D, UP = b"\x1b", b"\x03", b"\x04", b"\x1b[A"


@pytest.fixture
def at_terminal(model: str) -> Iterator[Callable[..., Terminal]]:
    """Start a server at a terminal; it is ended behind the test."""
    with ExitStack() as behind:

        def start(launcher: str = FOREGROUND) -> Terminal:
            words = ("echo", "server", "0", "--model", model)
            terminal = Terminal(*words, launcher=launcher)
            behind.callback(terminal.end)
            return terminal

        yield start


def port_of(terminal: Terminal) -> int:
    """Wait until the server listens, and give its port."""
    found = LISTENING.search(terminal.wait_for(b"ends it.\r\n").decode())
    assert found is not None
    return int(found["port"])


@pytest.mark.parametrize("key", [ESC, b"some words" + ESC, CTRL_C])
def test_a_key_ends_the_server(
    at_terminal: Callable[..., Terminal], key: bytes
) -> None:
    """ESC and Ctrl-C end it with status 0; the terminal is as it was."""
    terminal = at_terminal()
    port = port_of(terminal)
    terminal.type(key)

    assert 0 == terminal.wait()
    assert terminal.former == terminal.settings()
    assert port not in listening_ports()


@pytest.mark.parametrize("keys", [b"hello\n", UP, CTRL_D])
def test_other_keys_mean_nothing(
    at_terminal: Callable[..., Terminal], keys: bytes
) -> None:
    """Lines, arrow keys and Ctrl-D do not end a server; ESC still does."""
    terminal = at_terminal()
    port = port_of(terminal)
    terminal.type(keys + b"done\n")
    terminal.wait_for(b"done")
    assert port in listening_ports()
    terminal.type(ESC)

    assert 0 == terminal.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(
    at_terminal: Callable[..., Terminal], number: signal.Signals
) -> None:
    """However a server is stopped, its terminal is what it was."""
    terminal = at_terminal()
    port_of(terminal)
    terminal.process.send_signal(number)

    assert 0 == terminal.wait()
    assert terminal.former == terminal.settings()


def test_a_server_in_the_background_leaves_the_terminal_alone(
    at_terminal: Callable[..., Terminal],
) -> None:
    """Started with `&` it serves, is not stopped, and what is typed is the shell's."""
    terminal = at_terminal(BACKGROUND)
    port = port_of(terminal)
    terminal.type(ESC + b"\n")

    assert terminal.former == terminal.settings()
    assert port in listening_ports()
