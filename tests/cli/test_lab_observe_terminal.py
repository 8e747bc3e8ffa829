"""`lab observe` at a terminal: the program finds what it finds without it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.terminals import Terminal

ASKS = "import os; print(os.isatty(0), os.isatty(1), os.isatty(2), input()[::-1])"

# What was typed comes back at once, and the terminal is left without echo.
QUIET = """
import signal, socket, sys, termios
settings = termios.tcgetattr(0)
settings[3] &= ~termios.ECHO
termios.tcsetattr(0, termios.TCSANOW, settings)
signal.signal(signal.SIGINT, lambda *_signal: sys.exit("interrupted"))
listener = socket.create_server(("", 8000))
print("ready")
signal.pause()
"""


@pytest.fixture
def terminals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Terminal]]:
    """Keep the terminals of a test, in a folder for its reports; end them after it."""
    monkeypatch.chdir(tmp_path)
    kept: list[Terminal] = []
    yield kept
    for terminal in kept:
        terminal.end()


def test_the_program_is_at_the_terminal(terminals: list[Terminal]) -> None:
    """All three streams are terminals for it, and it reads what is typed."""
    terminal = Terminal("lab", "observe", "--", sys.executable, "-c", ASKS)
    terminals.append(terminal)

    terminal.type(b"abc\n")

    terminal.wait_for(b"True True True cba")
    terminal.wait_for(b"Report: ")
    assert 0 == terminal.wait()


def test_ctrl_c_ends_the_program_as_ever_and_leaves_the_terminal_as_it_was(
    terminals: list[Terminal],
) -> None:
    """The program gets SIGINT; the report is written; the echo is on again."""
    words = ("lab", "observe", "--port", "8000", "--reach", "0", "--")
    terminal = Terminal(*words, sys.executable, "-c", QUIET)
    terminals.append(terminal)
    terminal.wait_for(b"Ctrl-C ends the observation.")

    terminal.type(b"\x03")

    terminal.wait_for(b"interrupted")
    terminal.wait_for(b"is sent SIGINT.")
    terminal.wait_for(b"Report: ")
    assert 0 == terminal.wait()
    assert terminal.former == terminal.settings()
