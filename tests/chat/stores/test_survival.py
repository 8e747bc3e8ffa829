"""What was acknowledged is there after kill -9 at any moment."""

import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from socketlab.chat.log.history import OPEN, Slice
from tests.chat.stores import talker
from tests.chat.stores.histories import opened

KILLS = 7
MOST = 1 << 30  # entries: all of them


@contextmanager
def running(*command: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Run a program of this Python, and kill it at the end."""
    program = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, text=True
    )
    with program:
        try:
            yield program
        finally:
            program.kill()


def survivors(path: Path) -> list[int]:
    """Give the numbers of all that is in a history."""
    with opened(path) as history:
        return [each.number for each in history.cut(Slice("#lobby", OPEN, MOST))]


def test_a_writer_killed_at_any_moment_keeps_its_word(tmp_path: Path) -> None:
    """Killed again and again: all that was acknowledged is there, without a gap."""
    chance = random.Random(3)  # noqa: S311 moments, not secrets
    path = tmp_path / "h"
    for _ in range(KILLS):
        with running(talker.__file__, path) as program:
            assert program.stdout
            first = program.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.15))  # the moment is the experiment
            program.kill()
            printed = [first, *program.stdout.readlines()]
        acknowledged = int([line for line in printed if line.endswith("\n")][-1])
        found = survivors(path)

        assert found[-1] >= acknowledged > 0
        assert list(range(1, found[-1] + 1)) == found


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_killed_while_it_is_spoken_to_keeps_its_word(
    tmp_path: Path, way: signal.Signals
) -> None:
    """Every line that came back to its sender before the end is in the history."""
    path = tmp_path / "h"
    command = ("-m", "socketlab", "chat", "server", "--udp", "off")
    options = ("--irc", "127.0.0.1:0", "--config", tmp_path / "toml")
    (tmp_path / "toml").write_text("[limits]\nrate = 0\n")
    with running(*command, *options, "--history", path) as program:
        assert program.stdout
        found = re.search(r"127\.0\.0\.1:(\d+)", program.stdout.readline())
        assert found
        echoed = converse(int(found[1]), program, way)
    with opened(path) as history:
        kept = {each.text for each in history.cut(Slice("#lobby", OPEN, MOST))}

    assert len(echoed) > 100
    assert set(echoed) <= kept


def converse(
    port: int, program: subprocess.Popen[str], way: signal.Signals
) -> list[str]:
    """Speak to #lobby until the server ends; give the lines that it echoed."""
    echoed: list[str] = []
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        lines = connection.makefile("rb")
        connection.sendall(
            b"CAP REQ echo-message\r\nNICK a\r\nUSER a 0 * a\r\nCAP END\r\n"
            b"JOIN #lobby\r\n"
        )
        said = 0
        while b" 366 " not in lines.readline():
            pass
        try:
            for line in lines_and_more(lines, connection):
                if b"PRIVMSG" in line and line.endswith(b"\n"):
                    echoed.append(line.decode().rpartition(":")[2].strip())
                    said += 1
                if said == 300:
                    program.send_signal(way)
        except OSError:
            pass  # the server is gone
    return echoed


def lines_and_more(lines: BinaryIO, connection: socket.socket) -> Iterator[bytes]:
    """Give the lines that come, and keep some of one's own on their way."""
    number = 0
    for _ in range(50):
        number += 1
        connection.sendall(f"PRIVMSG #lobby :line{number}\r\n".encode())
    while line := lines.readline():
        yield line
        if line.endswith(b"\n"):
            number += 1
            connection.sendall(f"PRIVMSG #lobby :line{number}\r\n".encode())
