"""What is kept comes back: in order, each once, to who may read it."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socketlab.chat.entry import Author, Entry, Kind, Said
from socketlab.chat.log.history import OPEN, PASSING, Anchor, Slice, belongs, shorten
from socketlab.chat.settings import History
from socketlab.chat.stores.rows import Inserter, cut
from socketlab.chat.stores.schema import (
    AnotherServerError,
    create,
    open_for_writing,
)
from socketlab.chat.stores.sqlite import SqliteHistory
from tests.chat.stores.histories import (
    HASTY,
    keep,
    opened,
    say,
    say_run,
    texts,
    wait_for,
)


def test_an_entry_comes_back_as_it_was(tmp_path: Path) -> None:
    """Every fact of an entry is kept, whatever characters it has."""
    author = Author("爱丽丝", "~a\x00", "::1", "acc", "\x1b[31m Alice 'Bobby\" --;")
    entry = Entry(
        7, 1000, Kind.KICK, "#Löbby", author, "\x00\n\U0001f600", "bob", "+a=b"
    )
    with opened(tmp_path / "h") as history:
        keep(history, entry)
        wait_for(history, 7)
        found = history.cut(Slice("#löBBY", OPEN, 1, events=True))

    assert [entry] == found


@given(st.lists(st.text(max_size=20), min_size=6, max_size=6))
def test_any_text_comes_back_as_it_was(words: list[str]) -> None:
    """NUL, quotes, every script: nothing is part of a statement, nothing is cut off."""
    nick, user, realname, text, target, tags = words
    author = Author(nick, user, "", "", realname)
    entry = Entry(1, 1, Kind.SAY, "#a", author, text, target, tags)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        create(connection)
        Inserter(connection).insert([(entry, OPEN)])

        assert [entry] == cut(connection, Slice("#a", OPEN, 1))


def test_what_utf_8_cannot_spell_is_replaced(tmp_path: Path) -> None:
    """A lone surrogate costs itself, not the history."""
    with opened(tmp_path / "h") as history:
        keep(history, say(1, "a\ud800b"), say(2))
        wait_for(history, 2)

        assert ["a?b", "2"] == texts(history)


def test_what_is_said_in_one_go_comes_back_one_by_one(tmp_path: Path) -> None:
    """A run is one row, and acknowledged as one; a slice may begin and end in it."""
    with opened(tmp_path / "h") as history:
        keep(history, say(1), say_run(2, "a", "b", "c", "d"), say(6))
        assert 1 >= history.released or history.released >= 6
        wait_for(history, 6)
        middle = Slice("#lobby", OPEN, 9, Anchor(1002, 2), Anchor(1002, 5))
        found = [(each.number, each.text) for each in history.cut(middle)]

        assert ["1", "a", "b", "c", "d", "6"] == texts(history)
        assert ["c", "d", "6"] == texts(history, most=3)
        assert ["1", "a"] == texts(history, most=2, newest=False)
        assert [(3, "b"), (4, "c")] == found
    with opened(tmp_path / "h") as history:
        assert 6 == history.last


def test_what_is_not_yet_written_is_in_a_slice_too(tmp_path: Path) -> None:
    """A slice has what this turn said, what waits, and what is written, once each."""
    with opened(tmp_path / "h") as history:
        for number in range(1, 101):
            keep(history, say(number))
        history.keep(say(101))

        assert [str(number) for number in range(1, 102)] == texts(history)
        wait_for(history, 100)
        assert [str(number) for number in range(1, 102)] == texts(history)


def test_the_next_server_goes_on_where_the_last_one_was(tmp_path: Path) -> None:
    """The number of the last entry is known, and what was kept is there."""
    with opened(tmp_path / "h") as history:
        assert 0 == history.last
        keep(history, say(1), say(41))
    with opened(tmp_path / "h") as history:
        assert 41 == history.last
        assert ["1", "41"] == texts(history)


def test_a_clean_end_leaves_one_file(tmp_path: Path) -> None:
    """Nothing is left in the write-ahead log, even if somebody has read."""
    with opened(tmp_path / "h") as history:
        keep(history, say(1))
        texts(history)

    assert {"h", "h-lock"} == {path.name for path in tmp_path.iterdir()}


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    """What people say is nobody else's business on a shared host."""
    with opened(tmp_path / "folder/h") as history:
        keep(history, say(1))
        wait_for(history, 1)

        for path in (tmp_path / "folder").iterdir():
            assert 0 == stat.S_IMODE(path.stat().st_mode) & 0o077


def test_one_server_keeps_one_file(tmp_path: Path) -> None:
    """A second server on the same file is refused, until the first is gone."""
    with opened(tmp_path / "h"), pytest.raises(AnotherServerError):
        SqliteHistory(tmp_path / "h", HASTY)
    with opened(tmp_path / "h") as history:
        assert 0 == history.last


def test_what_matters_only_now_is_not_kept(tmp_path: Path) -> None:
    """Who is away, typing or invited is no history."""
    with opened(tmp_path / "h") as history:
        keep(history, *(say(n, kind=kind) for n, kind in enumerate(PASSING, 1)))
        wait_for(history, len(PASSING))

        assert [] == texts(history, events=True)


def test_a_closed_channel_is_read_by_who_is_in_it(tmp_path: Path) -> None:
    """A new channel of the same name gets what was said openly, nothing else."""
    with opened(tmp_path / "h") as history:
        keep(history, say(1))
        keep(history, say(2), circle=500)
        keep(history, say(3), circle=600)
        now = texts(history, circle=500)
        wait_for(history, 3)

        assert ["1", "2"] == now == texts(history, circle=500)
        assert ["1"] == texts(history)


def test_settings_can_change_while_it_is_kept(tmp_path: Path) -> None:
    """Another page size, another promise: and the file goes on."""
    with opened(tmp_path / "h") as history:
        keep(history, say(1))
        wait_for(history, 1)
        texts(history)
        history.apply(replace(HASTY, page=3, power_safe=True))
        keep(history, say(2))
        wait_for(history, 2)
        assert history.writer.connection
        synced = history.writer.connection.execute("PRAGMA synchronous").fetchone()

        assert 3 == history.page
        assert (2,) == synced  # FULL
        assert ["1", "2"] == texts(history)


def test_nobody_may_speak_while_too_much_waits(tmp_path: Path) -> None:
    """The queue is full above its bound, and free again when it is written."""
    with opened(tmp_path / "h", queue=2000, patience=5.0) as history:
        keep(history, *(say(number, "x" * 500) for number in range(1, 201)))
        seen = {history.full}
        wait_for(history, 200)

        assert not history.full
        assert 200 == len(texts(history))
        assert seen <= {True, False}  # the writer may be as quick as this test


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_slice_is_what_a_simple_search_finds(
    shared: SqliteHistory, data: st.DataObject
) -> None:
    """Any bounds, any length, either end: the file and the rule agree."""
    places = st.builds(Anchor, st.integers(990, 1050), st.integers(0, 50))
    bounds = st.none() | places
    wanted = Slice(
        data.draw(st.sampled_from(["#lobby", "#LOBBY", "#other", "#none"])),
        data.draw(st.sampled_from([OPEN, 1, 2])),
        data.draw(st.integers(1, 60)),
        data.draw(bounds),
        data.draw(bounds),
        data.draw(st.booleans()),
        data.draw(st.booleans()),
    )
    expected = shorten(
        [
            entry
            for said, circle in TALK
            for entry in said.entries
            if belongs(entry, circle, wanted)
        ],
        wanted,
    )

    assert expected == shared.cut(wanted)


# Times go back now and then, as clocks do; several entries share one.
def talk(number: int) -> Said:
    """Give something said, now and then several things in one go."""
    time = 1000 + number * 7 % 40
    if number % 5 == 0:
        return say_run(number, f"{number}", "next", "last", time=time)
    return say(
        number,
        time=time,
        channel=["#lobby", "#lobby", "#other"][number % 3],
        kind=[Kind.SAY, Kind.JOIN, Kind.ACTION, Kind.NOTICE][number % 4],
    )


TALK = [
    (talk(number), [OPEN, OPEN, 1, 2][number // 2 % 4])
    for number in range(1, 50)
    if number % 5 not in {1, 2}  # those are in a run
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteHistory]:
    """Give a history of a few entries, half of it written, half not."""
    with opened(tmp_path_factory.mktemp("shared") / "h", History()) as history:
        for said, circle in TALK[:20]:
            keep(history, said, circle=circle)
        wait_for(history, TALK[19][0].last)
        for said, circle in TALK[20:]:
            history.keep(said, circle)
        yield history


@pytest.mark.parametrize(("power_safe", "synchronous"), [(False, 1), (True, 2)])
def test_a_commit_is_synced_only_where_power_may_fail(
    tmp_path: Path, synchronous: int, *, power_safe: bool
) -> None:
    """NORMAL outlives the program, FULL the power too; both keep a log ahead."""
    for _ in ("new", "old"):
        opening = open_for_writing(tmp_path / "h", 1.0, power_safe=power_safe)
        with closing(opening) as connection:
            modes = [
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "auto_vacuum")
            ]

        assert ["wal", synchronous, 2] == modes
