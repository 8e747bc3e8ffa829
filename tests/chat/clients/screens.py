"""A real terminal with our full-screen client in it: tmux."""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.chat.clients.seats import PATIENCE, command

needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is missing")


class Screen:
    """What a person sees and does."""

    def __init__(self, folder: Path) -> None:
        """Use a tmux server of our own."""
        self.tmux = ["tmux", "-u", "-S", str(folder / "tmux"), "-f", "/dev/null"]

    def run(self, *words: str) -> str:
        """Give tmux a command."""
        done = subprocess.run(
            [*self.tmux, *words],
            capture_output=True,
            text=True,
            check=False,
            # Not everybody's login shell runs commands: nobody's does not.
            env={**os.environ, "LC_ALL": "C.UTF-8", "SHELL": "/bin/sh"},
        )
        assert not done.returncode, done.stderr
        return done.stdout

    def lines(self) -> list[str]:
        """Give the rows without the spaces at their ends."""
        return [row.rstrip() for row in self.run("capture-pane", "-p").split("\n")[:-1]]

    def styled(self) -> str:
        """Give the rows with the escape sequences that style them."""
        return self.run("capture-pane", "-p", "-e")

    def press(self, *keys: str) -> None:
        """Type texts, and press keys such as `Enter`."""
        self.run("send-keys", *keys)

    def wait(self, seen: Callable[[list[str]], bool]) -> list[str]:
        """Look until it is so, and give the rows."""
        deadline = time.monotonic() + PATIENCE
        while not seen(rows := self.lines()):
            if time.monotonic() > deadline:
                raise TimeoutError("\n".join(rows))
            time.sleep(0.02)
        return rows

    def wait_for(self, part: str) -> list[str]:
        """Wait until a row has this in it."""
        return self.wait(lambda rows: any(part in row for row in rows))


@contextmanager
def screen(folder: Path, *words: str, settings: str = "") -> Iterator[Screen]:
    """Run a client on a terminal of 80 columns and 24 rows."""
    shown = Screen(folder)
    program = shlex.join(command("client", *words))
    variables = f"env -u NO_COLOR -u COLUMNS -u LINES LC_ALL=C.UTF-8 {settings}"
    line = f"{variables} {program}; echo status=$?; cat"
    try:
        shown.run("new-session", "-d", "-x", "80", "-y", "24", line)
        yield shown
    finally:
        shown.run("kill-server")
