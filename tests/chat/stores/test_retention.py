"""What is old is forgotten, and what would be too much."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from socketlab.chat.stores import retention
from socketlab.chat.stores.retention import forget_places, forget_some, size
from socketlab.chat.stores.rows import Inserter
from socketlab.chat.stores.schema import open_for_writing
from socketlab.chat.stores.search import index_some, search
from tests.chat.stores.histories import say, say_run

MANY = 1201  # more than two batches


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Give a history of which half is indexed; a fifth is said elsewhere."""
    opened = open_for_writing(tmp_path / "h", 1.0, power_safe=False)
    with closing(opened) as connection:
        entries = [
            (say(n, f"word{n} {'x' * 200}", channel=f"#{n // 1000}"), 0)
            for n in range(1, MANY + 1)
        ]
        inserter = Inserter(connection)
        inserter.insert(entries[: MANY // 2])
        while index_some(connection):
            pass
        inserter.insert(entries[MANY // 2 :])
        yield connection


def numbers(connection: sqlite3.Connection) -> list[int]:
    """Give what is left."""
    found = connection.execute("SELECT number FROM entry ORDER BY number")
    return [number for (number,) in found]


def test_what_is_too_old_is_forgotten(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    """Everything before a time goes, batch by batch, and is found no more."""
    while forget_some(connection, before=1000 + 700, largest=None):
        pass

    assert list(range(700, MANY + 1)) == numbers(connection)
    assert [] == search(tmp_path / "h", "word3", 1)
    assert [700] == [each.number for each in search(tmp_path / "h", "word700", 9)]
    connection.execute("INSERT INTO said (said) VALUES ('integrity-check')")


def test_what_was_said_in_one_go_is_forgotten_in_one_go(tmp_path: Path) -> None:
    """A run goes as a whole, and is found no more; the next stays."""
    opened = open_for_writing(tmp_path / "h", 1.0, power_safe=False)
    with closing(opened) as connection:
        runs = [say_run(n, "once", "twice", "often") for n in range(1, 1201, 3)]
        Inserter(connection).insert([(run, 0) for run in runs])
        indexed = sum(index_some(connection) for _ in range(4))
        forget_some(connection, before=1 << 40, largest=None)
        left = [each.number for each in search(tmp_path / "h", "twice", 9999)]
        while forget_some(connection, before=1000 + 1198, largest=None):
            pass
        last = search(tmp_path / "h", "once", 2)

        assert 3 == indexed  # 501, 501 and 198: only whole rows
        assert list(range(503, 1201, 3)) == left
        assert [1198] == [each.number for each in last]
        connection.execute("INSERT INTO said (said) VALUES ('integrity-check')")


def test_what_would_be_too_much_is_forgotten(connection: sqlite3.Connection) -> None:
    """The oldest go until the rest fits, and the file system gets its room back."""
    before = size(connection)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    while forget_some(connection, before=None, largest=before // 2):
        pass

    assert size(connection) <= before // 2
    assert numbers(connection)[-1] == MANY
    assert connection.execute("PRAGMA page_count").fetchone()[0] < pages


def test_nothing_is_forgotten_without_a_bound(connection: sqlite3.Connection) -> None:
    """Without age and size all is kept."""
    assert not forget_some(connection, before=None, largest=None)
    assert not forget_some(connection, before=0, largest=1 << 40)
    assert MANY == len(numbers(connection))


def test_channels_of_which_nothing_is_left_are_forgotten(
    connection: sqlite3.Connection,
) -> None:
    """A million channel names do not stay for ever."""
    forget_places(connection)
    places = connection.execute("SELECT channel FROM place ORDER BY id").fetchall()
    while forget_some(connection, before=1000 + 1100, largest=None):
        pass
    forget_places(connection)

    assert [("#0",), ("#1",)] == places
    assert [("#1",)] == connection.execute("SELECT channel FROM place").fetchall()


def test_an_error_changes_nothing(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch that cannot be forgotten is there as before, and the file goes on."""
    monkeypatch.setattr(retention, "columns", lambda _: ("no number", "", ""))

    with pytest.raises(sqlite3.Error):
        forget_some(connection, before=1 << 40, largest=None)
    assert not connection.in_transaction
    assert MANY == len(numbers(connection))
