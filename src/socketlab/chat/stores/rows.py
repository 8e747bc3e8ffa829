"""Entries in the file: written by the writer's thread, cut by anyone."""

import sqlite3
from collections.abc import Sequence
from itertools import chain

from socketlab.chat.entry import Author, Entry, Kind
from socketlab.chat.log.history import OPEN, Slice
from socketlab.chat.nickname import fold

# A commit that failed and yet was done is repeated: the entry replaces itself.
# Rows of one statement: a call of SQLite's costs more than a row, and each one takes
# Python's lock anew while the server's loop wants it too. 64 * 12 parameters are
# below the 999 of old versions (https://www.sqlite.org/limits.html).
SIZES = (64, 8, 1)
REPLACE = {
    size: "REPLACE INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
    + ",(?,?,?,?,?,?,?,?,?,?,?,?)" * (size - 1)
    for size in SIZES
}
SELECT = """
SELECT number, time, kind, channel, entry.nick, user, host, account, realname,
    entry.text, target, tags
FROM entry JOIN place ON place.id = entry.place
"""
MOST_PLACES = 4096  # remembered by number

Row = tuple[int, int, str, str, str, str, str, str, str, str, str, str]
Kept = tuple[Entry, int]  # an entry and its circle


def to_entry(row: Row) -> Entry:
    """Give the entry of a row of SELECT."""
    number, time, kind, channel, *author, text, target, tags = row
    return Entry(number, time, Kind(kind), channel, Author(*author), text, target, tags)


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
            parameters = [self._parameters(entry, circle) for entry, circle in batch]
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

    def _parameters(self, entry: Entry, circle: int) -> tuple[int | str, ...]:
        author = entry.author
        return (
            entry.number,
            entry.time,
            entry.kind.value,
            self._place(entry.channel, circle),
            *map(clean, (author.nick, author.user, author.host, author.account)),
            *map(clean, (author.realname, entry.text, entry.target, entry.tags)),
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
    for bound, sign in ((wanted.after, ">"), (wanted.before, "<")):
        if bound is not None:
            conditions.append(f"(time, number) {sign} (?, ?)")
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
    return [
        to_entry(row)
        for (place,) in places
        for row in connection.execute(statement, (place, *bounds, wanted.most))
    ]
