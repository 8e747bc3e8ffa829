"""Whatever is asked wrongly gets one sentence and a status, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BAD = {
    "an unknown experiment": (["no_such_page"], 2, "no experiment no_such_page"),
    "a path instead of a name": (["../../etc/passwd"], 2, "no experiment"),
    "a page that is not there": (["missing.py"], 2, "no page missing.py"),
    "no experiment at all": ([], 2, "Name an experiment"),
    "an unknown parameter": (
        ["accept_queue", "--set", "color=red"],
        2,
        "no parameter color; it has: backlog, clients",
    ),
    "a parameter of nobody": (["close_order", "--set", "backlog=1"], 2, "backlog"),
    "a setting without a value": (["close_order", "--set", "first"], 2, "NAME=VALUE"),
    "a value out of range": (
        ["accept_queue", "--set", "backlog=-1"],
        2,
        "from 0 to 50, not -1",
    ),
    "a value that is no number": (
        ["accept_queue", "--set", "clients=many"],
        2,
        "must be a number, not many",
    ),
    "a value that is no choice": (
        ["close_order", "--set", "first=nobody"],
        2,
        'one of client, server, not "nobody"',
    ),
    "an unknown source": (["close_order", "--without", "oracle"], 2, "no source"),
    "an output folder that is a file": (
        ["close_order", "--out", "/proc/version"],
        1,
        "Choose another with --out",
    ),
    "an output folder that cannot be made": (
        ["close_order", "--out", "/proc/report"],
        1,
        "Choose another with --out",
    ),
    "an output folder without a name": (["close_order", "--out", ""], 2, "a folder"),
    "a closed output": (["close_order"], 1, ""),
}

IDEA = '"""Is it so?\n\nHypothesis: yes.\n"""\n\n'

BAD_PAGES = {
    "no docstring": ("def run(lab):\n    pass\n", "question"),
    "no hypothesis": ('"""Is it so?"""\n\ndef run(lab):\n    pass\n', "Hypothesis:"),
    "no run": (IDEA, "must define run(lab)"),
    "a parameter without default": (
        IDEA + "def run(lab, n):\n    pass\n",
        "needs a default value",
    ),
    "not Python": ("def run(:\n", "SyntaxError"),
    "an error in the page": (
        IDEA + "def run(lab):\n    1 / 0\n",
        "broke at line 7: ZeroDivisionError",
    ),
    "a page that exits": (
        IDEA + "def run(lab):\n    raise SystemExit\n",
        "SystemExit",
    ),
    "a page that kills its process": (
        IDEA + "import os\n\ndef run(lab):\n    os._exit(3)\n",
        "ended without a word",
    ),
    "an expectation before any step": (
        IDEA + "def run(lab):\n    lab.expect([], 'LISTEN')\n",
        "expect stands after a step",
    ),
}

RUNS = {
    "an error in the page",
    "a page that exits",
    "a page that kills its process",
    "an expectation before any step",
}

FORBID = """
import ctypes, os, sys
from pathlib import Path
uid, gid = os.geteuid(), os.getegid()
assert ctypes.CDLL(None).unshare(0x10000000) == 0
Path("/proc/self/setgroups").write_text("deny")
Path("/proc/self/uid_map").write_text(f"1000 {uid} 1")
Path("/proc/self/gid_map").write_text(f"1000 {gid} 1")
Path("/proc/sys/user/max_user_namespaces").write_text("0")
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_one_sentence(case: str, tmp_path: Path) -> None:
    """The sentence says what to do; the exit status is 1, or 2 for wrong usage."""
    arguments, status, sentence = BAD[case]
    closed = case == "a closed output"

    done = run("lab", "run", *arguments, cwd=tmp_path, closed=closed)

    assert status == done.returncode
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert (0 if closed else 1) == len(sentences(done.stderr))


@pytest.mark.parametrize("case", BAD_PAGES)
def test_bad_pages_get_one_sentence(case: str, tmp_path: Path) -> None:
    """A user's page that is not as a page must be is refused with the reason."""
    text, sentence = BAD_PAGES[case]
    (tmp_path / "page.py").write_text(text, encoding="utf-8")

    done = run("lab", "run", "page.py", cwd=tmp_path)

    assert done.returncode == (1 if case in RUNS else 2)
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert len(sentences(done.stderr)) == 1


@pytest.mark.parametrize("closed", ["1", "2", "0", "1 2", "0 1 2"])
def test_closed_standard_streams_end_nothing(closed: str, tmp_path: Path) -> None:
    """A run whose standard streams are closed writes its report all the same."""
    closing = " ".join(f"{fd}>&-" for fd in closed.split())
    command = f'"$0" -m socketlab lab run close_order {closing}'

    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )

    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert (tmp_path / "socketlab-report" / "index.html").exists()


def test_a_host_without_user_namespaces_gets_one_sentence(tmp_path: Path) -> None:
    """Where namespaces are refused, the sentence says how to get them."""
    done = subprocess.run(
        [sys.executable, "-c", FORBID, "-m", "socketlab", "lab", "run", "close_order"],
        cwd=tmp_path,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 1
    assert "user.max_user_namespaces" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(sentences(done.stderr)) == 1


def test_the_sentence_speaks_chinese(tmp_path: Path) -> None:
    """--lang zh translates refusals too."""
    done = run("--lang", "zh", "lab", "run", "no_such_page", cwd=tmp_path)

    assert done.returncode == 2
    assert "no_such_page" in done.stderr
    assert "There is" not in done.stderr


def run(
    *arguments: str, cwd: Path, closed: bool = False
) -> "subprocess.CompletedProcess[str]":
    """Run the command line; with `closed`, nobody reads what it prints."""
    command = [sys.executable, "-m", "socketlab", *arguments]
    environment = os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    if not closed:
        return subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            capture_output=True,
            check=False,
            text=True,
        )
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    finally:
        os.close(writer)


def sentences(text: str) -> list[str]:
    """The lines of a complaint, without click's two lines on usage."""
    return [
        line
        for line in text.splitlines()
        if line and not line.startswith(("Usage:", "Try "))
    ]
