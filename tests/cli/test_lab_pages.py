"""`lab list` and `lab show` on a terminal."""

import os
import subprocess
import sys

from socketlab.report.lettering import columns


def said(*words: str, across: int, language: str = "en") -> list[str]:
    """Run a command on a terminal so wide; give its lines."""
    done = subprocess.run(
        [sys.executable, "-m", "socketlab", "--lang", language, "lab", *words],
        env=os.environ | {"COLUMNS": str(across), "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout.splitlines()


def test_pages_are_listed_with_what_may_be_set() -> None:
    """Each folder has its title; names, questions and parameters stand in columns."""
    lines = said("list", across=100)
    place = next(n for n, line in enumerate(lines) if line.startswith("  close_order "))

    assert "How connections end" in lines
    assert "Which end of a TCP connection remembers it after" in lines[place]
    below = [line.strip() for line in lines[place : place + 3]]
    assert "--set first=client (client, server)" in below


def test_no_line_is_wider_than_the_terminal() -> None:
    """Questions and hypotheses are broken; Chinese counts two columns."""
    for language in ("en", "zh"):
        for across in (60, 100):
            listed = said("list", across=across, language=language)
            shown = said("show", "close_order", across=across, language=language)
            head = shown[: next(n for n, line in enumerate(shown) if '"""' in line)]

            assert max(map(columns, [*listed, *head])) <= across


def test_a_set_shows_the_questions_of_its_pages() -> None:
    """Each page of the set has its line."""
    lines = said("show", "state_machine", across=100)

    assert any(line.startswith("  simultaneous_close ") for line in lines)
