"""What the writer does when nobody waits for it: the index, and forgetting."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from socketlab.chat.log.history import OPEN, Slice
from socketlab.chat.stores import writer
from socketlab.chat.stores.retention import forget_some
from tests.chat.stores.histories import keep, opened, say, texts, wait_for, wait_until


@pytest.fixture(autouse=True)
def _eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it do at once what it does once a minute."""
    monkeypatch.setattr(writer, "TENDING", 0.05)
    monkeypatch.setattr(writer, "RESTING", 0.0)


def test_the_index_follows_by_itself(tmp_path: Path) -> None:
    """All that is written is indexed soon after, batch by batch."""
    with opened(tmp_path / "h", days=0.0) as history:
        keep(history, *(say(number) for number in range(1, 1200)))
        wait_for(history, 1199)
        wait_until(lambda: not history.writer.unindexed)
    with closing(sqlite3.connect(tmp_path / "h")) as connection:
        assert (1199,) == connection.execute("SELECT indexed FROM progress").fetchone()


def test_old_entries_go_by_themselves(tmp_path: Path) -> None:
    """What was said in 1970 is older than a month; what is said next is kept."""
    future = 1 << 45  # milliseconds: some time in the fourth millennium
    with opened(tmp_path / "h", days=30.0) as history:
        keep(history, *(say(number) for number in range(1, 1200)))
        keep(history, say(1200, time=future))
        wait_for(history, 1200)
        wait_until(lambda: texts(history) == ["1200"])
        keep(history, say(1201, channel="#new", time=future))
        wait_for(history, 1201)

        assert ["1200"] == texts(history)


def test_a_file_that_grows_too_large_shrinks_by_itself(tmp_path: Path) -> None:
    """The first entries go, the last one stays."""
    with opened(tmp_path / "h", days=0.0, megabytes=0.5) as history:
        keep(history, *(say(number, "x" * 1000) for number in range(1, 1500)))
        wait_for(history, 1499)
        wait_until(lambda: len(texts(history, most=2000)) < 500)
        wait_until(lambda: not history.writer.unindexed)

        assert 200 < len(texts(history, most=2000))


def test_speaking_without_a_pause_does_not_stop_forgetting(tmp_path: Path) -> None:
    """However much is said: what is old goes."""
    first = number = 0
    with opened(tmp_path / "h", days=30.0) as history:
        while first < 2:
            number += 1
            keep(history, say(number))
            history.take()
            oldest = Slice("#lobby", OPEN, 1, newest=False)
            left = history.cut(oldest)  # nothing, if all that was said is old
            first = left[0].number if left else number + 1
        wait_for(history, number)


def test_what_may_wait_does_no_harm_when_it_cannot_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that cannot be written costs nobody a line."""
    calls = []

    def fail(connection: sqlite3.Connection) -> bool:
        calls.append(connection)
        raise sqlite3.OperationalError

    monkeypatch.setattr(writer, "index_some", fail)
    with opened(tmp_path / "h", days=0.0) as history:
        keep(history, say(1))
        wait_for(history, 1)
        wait_until(lambda: bool(calls))
        keep(history, say(2))
        wait_for(history, 2)

        assert ["1", "2"] == texts(history)


def test_forgetting_is_done_in_small_parts(tmp_path: Path) -> None:
    """One part takes at most 500 entries: others wait no longer than that takes."""
    with opened(tmp_path / "h", days=0.0) as history:
        keep(history, *(say(number) for number in range(1, 1200)))
        wait_for(history, 1199)
    with closing(sqlite3.connect(tmp_path / "h", isolation_level=None)) as connection:
        forget_some(connection, before=1 << 40, largest=None)

        assert (699,) == connection.execute("SELECT count(*) FROM entry").fetchone()
