"""Whatever is asked of `lab observe` wrongly gets one sentence and a status."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

BAD = {
    "no command": ([], 2, "Missing argument"),
    "a port out of range": (["--port", "70000", "--", "true"], 2, "not in the range"),
    "a program that is not there": (["--", "./nothing"], 2, "no program ./nothing"),
    "a client that is not there": (
        ["--port", "7", "--client", "./nothing", "--", "true"],
        2,
        "no program ./nothing",
    ),
    "a client without words": (
        ["--port", "7", "--client", "", "--", "true"],
        2,
        'needs a command, not ""',
    ),
    "a client with half a quotation": (
        ["--port", "7", "--client", "a 'b", "--", "true"],
        2,
        "a quote is not closed",
    ),
    "a client without a port": (["--client", "true", "--", "true"], 2, "needs --port"),
    "a door without a port": (["--reach", "0", "--", "true"], 2, "needs --port"),
    "no number of seconds": (["--seconds", "nan", "--", "true"], 2, "not a number"),
    "a folder that cannot be": (["--out", "/proc/x", "--", "true"], 1, "--out"),
    "a program that ends at once": (
        ["--port", "7", "--reach", "0", "--", "sh", "-c", "echo oh dear >&2; exit 3"],
        1,
        "sh ended with status 3 before it listened on port 7.",
    ),
    "a program that cannot be started": (
        ["--", "./folder.py"],
        2,
        "no program ./folder.py",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_one_sentence(case: str, tmp_path: Path) -> None:
    """The sentence says what is wrong; the status is 2 where nothing ran."""
    arguments, status, sentence = BAD[case]
    (tmp_path / "folder.py").mkdir()

    done = run(tmp_path, *arguments)

    assert status == done.returncode
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_of_the_host_that_is_taken_gets_one_sentence(tmp_path: Path) -> None:
    """The door needs a port of the host; another one can be named."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(tmp_path, "--port", port, "--", "true")

    assert done.returncode == 1
    assert "is in use" in done.stderr
    assert "--reach 0" in done.stderr


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Observe, and give all that was said."""
    return subprocess.run(
        [sys.executable, "-m", "socketlab", "lab", "observe", *arguments],
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
    )
