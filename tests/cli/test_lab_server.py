"""`lab run --server`: the user's own server in a page that has a part for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from socketlab.lab.record import from_json

ITERATIVE = """
import socket, sys, time
listener = socket.socket()
{before}
listener.bind((sys.argv[2], int(sys.argv[1])))
listener.listen()
while True:
    connection, _peer = listener.accept()
    with connection, connection.makefile("rw") as file:
        for line in file:
            file.write(line.rstrip("\\n")[::-1] + "\\n")
            file.flush()
            if line == "bye\\n":
                break
"""

FORKING = """
import os, socket, sys
listener = socket.create_server((sys.argv[2], int(sys.argv[1])))
while True:
    connection, _peer = listener.accept()
    if os.fork() == 0:
        with connection, connection.makefile("rw") as file:
            for line in file:
                file.write(line.rstrip("\\n")[::-1] + "\\n")
                file.flush()
        os._exit(0)
    connection.close()
"""

IN_C = """
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(int count, char **words) {
  struct sockaddr_in at = {.sin_family = AF_INET};
  at.sin_port = htons(atoi(words[1]));
  int listener = socket(AF_INET, SOCK_STREAM, 0), n;
  if (bind(listener, (void *)&at, sizeof at) || listen(listener, 5)) return 1;
  for (;;) {
    int connection = accept(listener, 0, 0);
    char line[100], answer[100];
    while ((n = read(connection, line, sizeof line) - 1) > 0) {
      for (int i = 0; i < n; i++) answer[i] = line[n - 1 - i];
      answer[n] = 10;
      write(connection, answer, n + 1);
      if (!strncmp(line, "bye", 3)) break;
    }
    close(connection);
  }
}
"""

BAD = {
    "a page without a part for it": (
        ["close_order", "--server", "true"],
        2,
        "close_order has no part for a server of yours",
    ),
    "a program that is not there": (
        ["iterative_echo", "--server", "./nothing {port}"],
        2,
        "no program ./nothing",
    ),
    "a quote that is not closed": (
        ["iterative_echo", "--server", "python3 'unclosed"],
        2,
        "--server python3 'unclosed: a quote is not closed.",
    ),
    "no words": (["iterative_echo", "--server", ""], 2, "--server needs a command"),
    "a server that ends at once": (
        ["iterative_echo", "--server", "sh -c 'echo oh dear >&2; exit 3'"],
        1,
        "sh ended with status 3 before it listened on port 7.\noh dear",
    ),
    "a server on another address": (
        [
            "iterative_echo",
            "--server",
            f"{sys.executable} server.py {{port}} 127.0.0.1",
        ],
        1,
        "listens at 127.0.0.1 only",
    ),
}


def test_a_slow_server_of_the_user_takes_the_part(tmp_path: Path) -> None:
    """It is waited for, and the page holds for it."""
    slow = ITERATIVE.format(before="time.sleep(0.3)")
    (tmp_path / "server.py").write_text(slow)
    command = f"{sys.executable} server.py {{port}} {{address}}"

    done = run(tmp_path, "iterative_echo", "close_order", "--server", command)

    assert done.returncode == 0, done.stdout + done.stderr
    stored = tmp_path / "socketlab-report/iterative_echo.record.json"
    record = from_json(stored.read_bytes())
    assert record.verdict == "agrees"
    assert record.parameters["server"] == command


def test_a_server_that_reads_until_the_end_takes_the_part(tmp_path: Path) -> None:
    """The textbook's server knows no "bye": the page does not ask it to close first."""
    textbook, _bye, _break = ITERATIVE.format(before="").rpartition("            if ")
    (tmp_path / "server.py").write_text(textbook)
    command = f"{sys.executable} server.py {{port}} {{address}}"

    done = run(tmp_path, "iterative_echo", "--server", command)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")
def test_a_server_in_c_takes_the_part(tmp_path: Path) -> None:
    """The language of the server does not matter."""
    (tmp_path / "server.c").write_text(IN_C)
    compiler = shutil.which("gcc") or ""
    command = [compiler, "-w", "-o", "server", "server.c"]
    subprocess.run(command, cwd=tmp_path, check=True)

    done = run(tmp_path, "iterative_echo", "--server", "./server {port}")

    assert done.returncode == 0, done.stdout + done.stderr


def test_another_kind_of_server_refutes_the_page(tmp_path: Path) -> None:
    """A server that forks for each client is not iterative, and the page says so."""
    (tmp_path / "server.py").write_text(FORKING)
    command = f"{sys.executable} server.py {{port}} {{address}}"

    done = run(tmp_path, "iterative_echo", "--server", command)

    assert done.returncode == 1
    assert "✗ The accept queue of the server holds 1." in done.stdout


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_one_sentence(case: str, tmp_path: Path) -> None:
    """The sentence says what is wrong, with the server's own complaint."""
    arguments, status, sentence = BAD[case]
    (tmp_path / "server.py").write_text(ITERATIVE.format(before=""))

    done = run(tmp_path, *arguments)

    assert status == done.returncode
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run pages, and give all that was said."""
    return subprocess.run(
        [sys.executable, "-m", "socketlab", "lab", "run", *arguments],
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""},
        capture_output=True,
        check=False,
        text=True,
    )
