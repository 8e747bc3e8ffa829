"""Words are found: in any script, indexed or not, while the server writes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.entry import Author, Kind, Said
from socketlab.chat.stores import schema
from socketlab.chat.stores.rows import Inserter
from socketlab.chat.stores.schema import ForeignError, open_for_writing
from socketlab.chat.stores.search import Query, cut_words, index_some, search
from tests.chat.stores.histories import say, say_run

SAID: list[Said] = [
    say(1, "Hello, world!"),
    say(2, "你好，世界"),
    say(3, "今天天气很好"),
    say(4, "Ça va, Élodie?"),
    say(5, "hello again", author=Author("bob")),
    say(6, "say hello", channel="#other"),
    say(7, "", kind=Kind.JOIN, author=Author("hello")),
    say(8, "hello topic", kind=Kind.TOPIC),
    say(9, "\uff28\uff25\uff2c\uff2c\uff2f wide", kind=Kind.NOTICE),
    say(10, "สวัสดีชาวโลก"),
    say(11, "a b's c-d 1.5 \x1b[31mred"),
    say_run(12, "pasted", "pasted hallo", "the end"),
]


@pytest.fixture(params=[0, 6, len(SAID)], ids=["unindexed", "lagging", "indexed"])
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Give a history of which nothing, some, or all is indexed."""
    path = tmp_path / "h"
    with closing(open_for_writing(path, 1.0, power_safe=False)) as connection:
        inserter = Inserter(connection)
        for part in (SAID[: request.param], SAID[request.param :]):
            inserter.insert([(said, 0) for said in part])
            while part is not SAID[request.param :] and index_some(connection):
                pass
    return path


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("hello", [1, 5, 6, 8, 9]),
        ("HELL", [1, 5, 6, 8, 9]),
        ("hello bob", [5]),
        ("world hello", [1]),
        ("hello,world", [1]),
        ("world,hello", []),
        ("ello", []),
        ("elodie ca", [4]),
        ("你", [2]),
        ("世界", [2]),
        ("天气", [3]),
        ("天 好", [3]),
        ("气天", []),
        ("好", [2, 3]),
        ("โลก", [10]),
        ("1.5 c", [11]),
        ("red", []),
        ("31mred", [11]),
        ("!!! ...", []),
        ('" OR *', []),
        ("NEAR(a b)", []),
        ("pasted", [12, 13]),
        ("pasted hallo", [13]),
        ("hallo the", []),
        ("end", [14]),
    ],
)
def test_words_are_found(path: Path, words: str, numbers: list[int]) -> None:
    """All words must be there; one of letters begins a word, Chinese is anywhere."""
    assert numbers == [entry.number for entry in search(path, words, 100)]


def test_the_last_ones_are_found_in_order(path: Path) -> None:
    """Of more than were asked for the last are given."""
    assert [8, 9] == [entry.number for entry in search(path, "hello", 2)]
    assert [13] == [entry.number for entry in search(path, "pasted", 1)]


def test_one_channel_can_be_searched(path: Path) -> None:
    """Its name is compared as channels' names are."""
    assert [6] == [entry.number for entry in search(path, "hello", 9, "#OTHER")]


def test_without_the_extension_all_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An SQLite without FTS5 finds the same, only later."""
    without = schema.SEARCH.replace("fts5", "fts_that_is_not_there")
    monkeypatch.setattr(schema, "SEARCH", without)
    with closing(open_for_writing(tmp_path / "h", 1.0, power_safe=False)) as connection:
        Inserter(connection).insert([(entry, 0) for entry in SAID])

    assert [2, 3] == [entry.number for entry in search(tmp_path / "h", "好", 9)]


def test_what_is_no_history_is_not_searched(tmp_path: Path) -> None:
    """Another program's database, an empty one, and no database at all are errors."""
    with closing(sqlite3.connect(tmp_path / "other")) as other:
        other.execute("CREATE TABLE entry (number)")
    (tmp_path / "text").write_text("not a database, but long enough to be read as one")
    (tmp_path / "empty").touch()

    for name, error in (
        ("other", ForeignError),
        ("text", sqlite3.DatabaseError),
        ("empty", ForeignError),
        ("none", sqlite3.OperationalError),
    ):
        with pytest.raises(error):
            search(tmp_path / name, "hello", 1)
    assert not (tmp_path / "none").exists()


LETTERS = st.sampled_from("abAÉß你好世\uff21\uff221 -'\"*:()\x00\u0301ไท한")


@given(st.text(LETTERS, max_size=12), st.text(LETTERS, max_size=5))
def test_the_index_and_the_eye_agree(text: str, words: str) -> None:
    """Whatever is said and sought: FTS5 finds what a comparison of words finds."""
    query = Query(words)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(schema.SEARCH)
        columns = (" ".join(cut_words(each)) for each in ("alice", text))
        connection.execute("INSERT INTO said VALUES (?, ?)", tuple(columns))
        found = query.phrases and connection.execute(
            "SELECT count(*) FROM said WHERE said MATCH ?", (query.match,)
        ).fetchone() == (1,)

    assert bool(found) == (bool(query.phrases) and query.finds(say(1, text)))
