"""`socketlab echo models`: the table, for people and for programs."""

import json
import subprocess

import pytest

from socketlab.echo.tcp_servers.models import LABELS, MODELS
from tests.conformance.echo_programs import PATIENCE, command, environment


def run(*words: str, **settings: str) -> str:
    """Run the command and give its output."""
    return subprocess.run(
        command(*words),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
        env=environment(**settings),
    ).stdout


@pytest.mark.parametrize(
    "words", [("echo", "models", "--json"), ("--json", "echo", "models")]
)
def test_programs_read_json(words: tuple[str, ...]) -> None:
    """The form is that of docs/reference/echo.md, wherever `--json` stands."""
    rows = json.loads(run(*words))
    fields = ["waiting", "cost", "stopped_by", "breaks_when", "see"]

    assert list(MODELS) == [row["name"] for row in rows]
    assert all(["name", "transport", *fields, "available"] == list(row) for row in rows)
    assert all(row[field].endswith(".") for row in rows for field in fields)


def test_people_read_cards_under_80_columns() -> None:
    """Each model with its labels; no line too wide for a small terminal."""
    text = run("echo", "models", COLUMNS="200")

    assert list(MODELS) == [
        line[:-1] for line in text.splitlines() if line[0:1].isalpha()
    ]
    assert len(MODELS) == text.count(LABELS[0])
    assert max(len(line) for line in text.splitlines()) < 80
