"""Full-text search: what is indexed, and how words are found in it.

Words are cut here, not by SQLite: a letter of a script without spaces is a word
of its own and several of them a phrase, so that Chinese is found by words of any
length; all else is found by how a word begins. What is not indexed yet, or cannot
be where SQLite has no FTS5, is read and compared: the index may lag, the answer
does not.
"""

import re
import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path

from socketlab.chat.entry import Entry, Kind
from socketlab.chat.log.history import SPOKEN
from socketlab.chat.nickname import fold
from socketlab.chat.stores.rows import FACTS, SELECT, to_entries
from socketlab.chat.stores.schema import can_search, open_for_reading

SEARCHED = SPOKEN | {Kind.TOPIC}
BATCH = 500  # entries indexed at once: some milliseconds for which others wait
PATIENCE = 5.0  # seconds for another program's lock

# The row of an entry is the last that does not begin behind it: a run has one row.
OLDER = f"""
SELECT said.rowid, {FACTS} FROM said
JOIN entry ON entry.number = (
    SELECT max(earlier.number) FROM entry AS earlier
    WHERE earlier.number <= said.rowid
)
JOIN place ON place.id = entry.place
WHERE said MATCH ? AND (? IN ('', folded))
ORDER BY said.rowid DESC LIMIT ?
"""  # noqa: S608 of constants

# Scripts without spaces: Thai to Khmer, and from CJK radicals to Yi; their
# compatibility forms, and the planes of rarer ideographs.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u2e80-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD = re.compile(rf"[{UNSPACED}]|(?:(?![{UNSPACED}])[^\W_])+")


def cut_words(text: str) -> list[str]:
    """Give the words of a text, without case, accents and width."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    return WORD.findall(bare)


class Query:
    """The words that are searched for: all of them, each as a phrase."""

    def __init__(self, words: str) -> None:
        """Cut what a person typed; without any letter it finds nothing."""
        self.phrases = [found for each in words.split() if (found := cut_words(each))]

    @property
    def match(self) -> str:
        """The query in the words of FTS5 (https://www.sqlite.org/fts5.html)."""
        return " AND ".join(
            f'"{" ".join(phrase)}"{"" if is_unspaced(phrase[-1]) else " *"}'
            for phrase in self.phrases
        )

    def finds(self, entry: Entry) -> bool:
        """Whether it would find an entry that is not indexed."""
        columns = [f" {' '.join(cut_words(each))} " for each in indexed(entry)]
        sought = (
            f" {' '.join(phrase)}{' ' if is_unspaced(phrase[-1]) else ''}"
            for phrase in self.phrases
        )
        return entry.kind in SEARCHED and all(
            any(phrase in column for column in columns) for phrase in sought
        )


def is_unspaced(word: str) -> bool:
    """Whether a word is a letter of a script without spaces."""
    return re.fullmatch(f"[{UNSPACED}]", word) is not None


def indexed(entry: Entry) -> tuple[str, str]:
    """Give what is searched of an entry, as the index's columns."""
    return entry.author.nick, entry.text


def index_some(connection: sqlite3.Connection) -> bool:
    """Index the next entries and commit; False: there were none.

    Raises:
        sqlite3.Error: it could not be written; nothing has changed.

    """
    execute = connection.execute
    statement = f"{SELECT} WHERE number > ? ORDER BY number LIMIT {BATCH}"
    entries: list[Entry] = []
    execute("BEGIN IMMEDIATE")
    try:
        (done,) = execute("SELECT indexed FROM progress").fetchone()
        with closing(execute(statement, (done,))) as rows:
            for row in rows:
                entries += to_entries(row)
                if len(entries) >= BATCH:
                    break
        if entries:
            connection.executemany(
                "INSERT INTO said (rowid, nick, text) VALUES (?, ?, ?)",
                [columns(entry) for entry in entries if entry.kind in SEARCHED],
            )
            execute("UPDATE progress SET indexed = ?", (entries[-1].number,))
        execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            execute("ROLLBACK")
        raise
    return bool(entries)


def columns(entry: Entry) -> tuple[int, str, str]:
    """Give an entry's row in the index."""
    nick, text = (" ".join(cut_words(each)) for each in indexed(entry))
    return entry.number, nick, text


def search(path: Path, words: str, most: int, channel: str = "") -> list[Entry]:
    """Give the last entries that hold all words, in order.

    Args:
        path: the history's file; a server may be writing it.
        words: what a person typed.
        most: entries.
        channel: look there only; empty: everywhere.

    Raises:
        sqlite3.Error: the file cannot be read, or is no history.

    """
    query = Query(words)
    connection = open_for_reading(path, PATIENCE)
    try:
        if not query.phrases:
            return []
        connection.execute("BEGIN")  # one view of the file for both looks
        found = list(look(connection, query, most, fold(channel)))
    finally:
        connection.close()
    return found[::-1]


def look(
    connection: sqlite3.Connection, query: Query, most: int, folded: str
) -> list[Entry]:
    """Give the last entries that a query finds, the newest first."""
    done = 0
    if can_search(connection):
        (done,) = connection.execute("SELECT indexed FROM progress").fetchone()
    found: list[Entry] = []
    newer = connection.execute(
        f"{SELECT} WHERE number > ? AND (? IN ('', folded)) ORDER BY number DESC",
        (done, folded),
    )
    for row in newer:
        found += [each for each in reversed(to_entries(row)) if query.finds(each)]
        if len(found) >= most:
            return found[:most]
    if done:
        older = connection.execute(OLDER, (query.match, folded, most - len(found)))
        found += [to_entries(row)[number - row[0]] for number, *row in older]
    return found
