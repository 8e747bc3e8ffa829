"""The top of the command line: quick, translated, and without a traceback."""

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from socketlab.report.lettering import columns
from tests.conformance.echo_programs import PATIENCE, Server, command, environment

# What takes long to import has no place on the way to `--help` or to a server.
HEAVY = {
    "asyncio",
    "ctypes",
    "email",
    "jinja2",
    "logging",
    "msgspec",
    "resvg_py",
    "rich",
    "sqlite3",
    "subprocess",
    "textual",
}


def run(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run `socketlab` with these words."""
    return subprocess.run(
        command(*words),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env=environment(**settings),
    )


def imported(import_times: str) -> set[str]:
    """Give the top-level modules of an `-X importtime` report."""
    return {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in import_times.splitlines()
        if line.startswith("import time:")
    }


def test_help_names_every_subject() -> None:
    """`socketlab --help` says what there is, and is not empty-handed without a word."""
    helped = run("--help")

    assert 0 == helped.returncode
    for subject in ("lab", "echo"):
        assert re.search(rf"^  {subject} ", helped.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    "words",
    [("--help",), ("echo", "--help"), ("echo", "server", "--help")],
    ids=" ".join,
)
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    """What helps is what is quick: no subject is loaded to be named."""
    report = run(*words, PYTHONPROFILEIMPORTTIME="1").stderr

    assert "click" in imported(report)
    assert set() == HEAVY & imported(report)


def test_a_server_imports_nothing_heavy(tmp_path: Path) -> None:
    """A server listens soon after it was started: it loads what it needs."""
    log = tmp_path / "server.err"
    server = Server(log, settings={"PYTHONPROFILEIMPORTTIME": "1"})
    report = server.reported()
    server.end()

    assert "socketlab" in imported(report)
    assert set() == HEAVY & imported(report)


def test_the_version_is_the_installed_one() -> None:
    """`--version` prints the version and nothing else."""
    assert f"{version('socketlab')}\n" == run("--version").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("--nonsense",),
        ("--lang", "xx", "echo", "models"),
        ("echo", "models", "--lang", "xx"),
        ("--lang",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_status_2(words: tuple[str, ...]) -> None:
    """Wrong words are answered by how to use the right ones."""
    done = run(*words)

    assert 2 == done.returncode
    assert "Error: " in done.stderr
    assert "" == done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--lang", "zh", "echo", "models"),
        ("--lang=zh", "echo", "models"),
        ("echo", "models", "--lang", "zh"),
        ("echo", "--lang", "zh", "models"),
    ],
    ids=" ".join,
)
def test_the_language_may_be_chosen_anywhere(words: tuple[str, ...]) -> None:
    """`--lang` is taken before and after the command, and beats the environment."""
    chosen = run(*words, LANGUAGE="en").stdout

    assert run("echo", "models", LANGUAGE="zh").stdout == chosen
    assert run("echo", "models", LANGUAGE="en").stdout != chosen


def test_a_reader_that_went_away_is_no_error_message() -> None:
    """`socketlab --help | head -0` ends quietly, and not with 0."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command("--help"),
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=PATIENCE,
        check=False,
        env=environment(),
    )
    os.close(writing)

    assert (1, b"") == (done.returncode, done.stderr)


def test_a_full_disk_is_one_sentence() -> None:
    """Output that cannot be written is a failure, not a traceback."""
    with open("/dev/full", "w") as full:  # noqa: PTH123 a device
        done = subprocess.run(
            command("echo", "models"),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
            check=False,
            env=environment(),
        )

    assert 1 == done.returncode
    assert "socketlab: The system refused: No space left on device.\n" == done.stderr


def test_a_terminal_without_the_characters_is_no_error() -> None:
    """Where the output cannot hold a character, it is spelled out."""
    done = run("echo", "models", "--lang", "zh", PYTHONIOENCODING="latin-1")

    assert (0, "") == (done.returncode, done.stderr)
    assert r"\u4e00" in done.stdout


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_is_laid_out_by_columns(language: str) -> None:
    """Wide characters count twice: no line is wider than a small terminal."""
    for words in (("--help",), ("echo", "server", "--help"), ("echo", "models")):
        lines = run(*words, "--lang", language, COLUMNS="200").stdout.splitlines()

        assert max(columns(line) for line in lines) < 80


def test_no_colour_is_sent() -> None:
    """Help and errors are plain text, with and without NO_COLOR."""
    for settings in ({}, {"NO_COLOR": "1"}):
        assert "\x1b" not in run("--help", **settings).stdout
        assert "\x1b" not in run("nonsense", **settings).stderr


def test_python_runs_the_package_too() -> None:
    """`python -m socketlab` and the installed command are the same program."""
    script = subprocess.run(
        [f"{sys.prefix}/bin/socketlab", "--help"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
        env=environment(),
    )

    assert run("--help").stdout == script.stdout
