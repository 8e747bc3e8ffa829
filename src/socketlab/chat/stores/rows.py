"""Entries in the file: written by the writer's thread, cut by anyone."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import chain

from socketlab.chat.entry import Author, Entry, Kind, Said
from socketlab.chat.log.history import OPEN, Slice
from socketlab.chat.nickname import fold

# A commit that failed and yet was done is repeated: the entry replaces itself.
# Rows of one statement: a call of SQLite's costs more than a row, and each one takes
# Python's lock anew while the server's loop wants it too. 64 * 13 parameters are
# below the 999 of old versions (https://www.sqlite.org/limits.html).
SIZES = (64, 8, 1)
REPLACE = {
    size: "REPLACE INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
    + ",(?,?,?,?,?,?,?,?,?,?,?,?,?)" * (size - 1)
    for size in SIZES
}
FACTS = """
number, last, time, kind, channel, entry.nick, user, host, account, realname,
    entry.text, target, tags
"""
SELECT = f"SELECT {FACTS} FROM entry JOIN place ON place.id = entry.place"  # noqa: S608 of constants
MOST_PLACES = 4096  # remembered by number

Row = tuple[int, int, int, str, str, str, str, str, str, str, str, str, str]
Kept = tuple[Said, int]  # an entry or a run, and its circle


def to_entries(row: Row) -> list[Entry]:
    """Give the entries of a row of FACTS: one, or those of a run."""
    number, last, time, word, channel, *facts, text, target, tags = row
    kind, author = Kind(word), Author(*facts)
    texts = [text] if last == number else text.split("\n")
    return [
        Entry(each, time, kind, channel, author, line, target, tags)
        for each, line in enumerate(texts, number)
    ]


class Inserter:
    """Writes entries, and remembers the places it has made."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Write through a connection."""
        self.connection = connection
        self.places: dict[tuple[str, int], int] = {}

    def insert(self, batch: Sequence[Kept]) -> None:
        """Commit a batch; on an error nothing of it is there.

        Raises:
            sqlite3.Error: it could not be written.

        """
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            parameters = [self._parameters(said, circle) for said, circle in batch]
            start = 0
            for size in SIZES:
                while len(parameters) - start >= size:
                    rows = parameters[start : start + size]
                    execute(REPLACE[size], list(chain.from_iterable(rows)))
                    start += size
            execute("COMMIT")
        except BaseException:
            self.places.clear()
            if self.connection.in_transaction:
                execute("ROLLBACK")
            raise

    def _parameters(self, said: Said, circle: int) -> tuple[int | str, ...]:
        author = said.author
        return (
            said.number,
            said.last,
            said.time,
            said.kind.value,
            self._place(said.channel, circle),
            *map(clean, (author.nick, author.user, author.host, author.account)),
            *map(clean, (author.realname, said.text, said.target, said.tags)),
        )

    def _place(self, channel: str, circle: int) -> int:
        key = (channel, circle)
        if key not in self.places:
            if len(self.places) >= MOST_PLACES:
                self.places.clear()
            name = (clean(fold(channel)), circle)
            self.connection.execute(
                "INSERT OR IGNORE INTO place VALUES (NULL, ?, ?, ?)",
                (*name, clean(channel)),
            )
            found = self.connection.execute(
                "SELECT id FROM place WHERE folded = ? AND circle = ?", name
            )
            self.places[key] = found.fetchone()[0]
        return self.places[key]


def clean(text: str) -> str:
    """Replace what UTF-8 cannot spell: lone surrogates."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode()


def cut(connection: sqlite3.Connection, wanted: Slice) -> list[Entry]:
    """Give the entries of a slice that are committed, in no promised order.

    Raises:
        sqlite3.Error: they cannot be read.

    """
    conditions = ["place = ?"]
    bounds: list[int] = []
    if not wanted.events:
        conditions.append("kind IN ('say', 'action', 'notice')")
    for bound, condition in (
        (wanted.after, "(time, last) > (?, ?)"),
        (wanted.before, "(time, number) < (?, ?)"),
    ):
        if bound is not None:
            conditions.append(condition)
            bounds += bound
    order = "DESC" if wanted.newest else "ASC"
    statement = (
        f"{SELECT} WHERE {' AND '.join(conditions)} "
        f"ORDER BY time {order}, number {order} LIMIT ?"
    )
    places = connection.execute(
        "SELECT id FROM place WHERE folded = ? AND circle IN (?, ?)",
        (clean(fold(wanted.channel)), OPEN, wanted.circle),
    ).fetchall()
    found: list[Entry] = []
    for (place,) in places:
        enough = len(found) + wanted.most
        parameters = (place, *bounds, wanted.most)
        with closing(connection.execute(statement, parameters)) as rows:
            for row in rows:
                found += [each for each in to_entries(row) if is_within(each, wanted)]
                if len(found) >= enough:
                    break
    return found


def is_within(entry: Entry, wanted: Slice) -> bool:
    """Whether an entry is between a slice's bounds: of a run some may not be."""
    place = (entry.time, entry.number)
    return (wanted.after is None or place > wanted.after) and (
        wanted.before is None or place < wanted.before
    )
