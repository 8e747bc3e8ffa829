"""Entries to keep, and histories in which a test waits for what it needs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from select import select
from time import monotonic

from msgspec import structs

from socketlab.chat.entry import Author, Entry, Kind, Run, Said
from socketlab.chat.log.history import OPEN, Change, Slice
from socketlab.chat.settings import History
from socketlab.chat.stores.sqlite import SqliteHistory

ALICE = Author("alice", "~a", "192.0.2.1", "", "Alice")
HASTY = History(patience=0.2, retry=0.1)
LONGEST_WAIT = 30.0  # seconds; a test that waits so long fails


def say(number: int, text: str = "", **facts: object) -> Entry:
    """Give an entry; it is said in #lobby, a millisecond after the one before."""
    entry = Entry(number, 1000 + number, Kind.SAY, "#lobby", ALICE, text or f"{number}")
    return structs.replace(entry, **facts)


def say_run(number: int, *texts: str, time: int = 0) -> Run:
    """Give what is said in one go in #lobby, from this number on."""
    lines = [text.encode() for text in texts]
    return Run(number, time or 1000 + number, "#lobby", ALICE, lines)


@contextmanager
def opened(
    path: Path, settings: History = HASTY, **changes: object
) -> Iterator[SqliteHistory]:
    """Open a history, and close it at the end."""
    history = SqliteHistory(path, replace(settings, **changes))  # type: ignore[arg-type]
    try:
        yield history
    finally:
        history.close()


def keep(history: SqliteHistory, *turn: Said, circle: int = OPEN) -> None:
    """Keep what is said in one turn."""
    for said in turn:
        history.keep(said, circle)
    history.end_turn()


def wait_for(history: SqliteHistory, number: int) -> list[Change]:
    """Wait until an entry may be acknowledged; give what was told meanwhile."""
    changes = []
    until = monotonic() + LONGEST_WAIT
    while True:
        changes += history.take()
        if history.released >= number:
            return changes
        assert monotonic() < until, "It was never written."
        select([history.descriptor], (), (), 0.05)


def wait_for_change(history: SqliteHistory) -> Change:
    """Wait until something is to be told."""
    until = monotonic() + LONGEST_WAIT
    while not (changes := history.take()):
        assert monotonic() < until, "Nothing was told."
        select([history.descriptor], (), (), 0.05)
    (change,) = changes
    return change


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for what the writer does without a word."""
    until = monotonic() + LONGEST_WAIT
    while not happened():
        assert monotonic() < until, "It never happened."
        select((), (), (), 0.01)


def texts(history: SqliteHistory, most: int = 1000, **wanted: object) -> list[str]:
    """Give what #lobby has in its history."""
    cut = Slice("#lobby", OPEN, most)._replace(**wanted)  # type: ignore[arg-type]
    return [entry.text for entry in history.cut(cut)]
