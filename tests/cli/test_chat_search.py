"""`socketlab chat search`: what it prints, and what it says when it cannot."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from socketlab.chat.entry import Author, Entry, Kind
from socketlab.chat.stores.rows import Inserter
from socketlab.chat.stores.schema import open_for_writing

CHECKOUT = Path(__file__).parents[2]
SAID = [
    Entry(1, 1_700_000_000_000, Kind.SAY, "#lobby", Author("alice"), "hello 世界"),
    Entry(2, 1_700_000_001_000, Kind.ACTION, "#lobby", Author("bob"), "says hello"),
    Entry(3, 1_700_000_002_000, Kind.NOTICE, "#b", Author("carol"), "hello\x1b[2J\n"),
    Entry(4, 1_700_000_003_000, Kind.TOPIC, "#b", Author("dave"), "hello!"),
]


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Give a history."""
    path = tmp_path / "h"
    with closing(open_for_writing(path, 1.0, power_safe=False)) as connection:
        Inserter(connection).insert([(entry, 0) for entry in SAID])
    return path


def search(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the command in English, at Greenwich."""
    return subprocess.run(
        [sys.executable, "-m", "socketlab", "chat", "search", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
    )


def test_every_kind_has_its_look_and_nothing_is_obeyed(history: Path) -> None:
    """One line each, in order; escapes are shown."""
    done = search("--history", history, "hello")

    assert [
        "2023-11-14 22:13:20 #lobby <alice> hello 世界",
        "2023-11-14 22:13:21 #lobby * bob says hello",
        r"2023-11-14 22:13:22 #b -carol- hello\x1b[2J\n",
        "2023-11-14 22:13:23 #b dave = hello!",
    ] == done.stdout.splitlines()
    assert (0, "") == (done.returncode, done.stderr)


def test_json_has_every_entry(history: Path) -> None:
    """For other programs; control characters are JSON's escapes."""
    done = search("--json", "--history", history, "--channel", "#B", "hello")

    schema = CHECKOUT / "docs/reference/schemas/chat-search.schema.json"
    form = Draft202012Validator(json.loads(schema.read_text()))
    assert done.stdout.isascii()
    assert form.is_valid(json.loads(done.stdout))
    assert [
        {
            "number": 3,
            "time": 1_700_000_002_000,
            "kind": "notice",
            "channel": "#b",
            "nick": "carol",
            "text": "hello\x1b[2J\n",
        },
        {
            "number": 4,
            "time": 1_700_000_003_000,
            "kind": "topic",
            "channel": "#b",
            "nick": "dave",
            "text": "hello!",
        },
    ] == json.loads(done.stdout)


def test_all_words_must_be_there_and_the_last_are_given(history: Path) -> None:
    """In any order; `-n` bounds how many."""
    both = search("--history", history, "世界", "hello").stdout
    last = search("--history", history, "-n", "1", "hello").stdout

    assert 1 == len(both.splitlines())
    assert last.endswith("dave = hello!\n")


def test_nothing_found_is_said(history: Path) -> None:
    """On standard error, so that a pipe gets nothing."""
    done = search("--history", history, "goodbye")

    assert (0, "", "Nothing was found.\n") == (
        *(done.returncode, done.stdout),
        done.stderr,
    )


def test_what_cannot_be_searched_is_one_sentence(tmp_path: Path) -> None:
    """No file, and a file that is no history; exit status 1, no traceback."""
    (tmp_path / "text").write_text("This is no history at all. " * 100)
    missing = search("x")
    named = search("--history", tmp_path / "none", "x")
    wrong = search("--history", tmp_path / "text", "x")

    assert "There is no history in /nonexistent/.local/share/" in missing.stderr
    assert f"There is no history in {tmp_path / 'none'}: name another" in named.stderr
    assert "cannot be read: the file is damaged, or no history." in wrong.stderr
    assert {(1, 1)} == {
        (done.returncode, done.stderr.count("\n")) for done in (missing, named, wrong)
    }


def test_words_are_needed() -> None:
    """Without any it is wrong usage."""
    assert 2 == search().returncode
