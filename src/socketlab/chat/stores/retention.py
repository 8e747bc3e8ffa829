"""Old entries are forgotten: by age, and where the file grows too large."""

import sqlite3
from contextlib import closing
from itertools import accumulate

from socketlab.chat.entry import Entry
from socketlab.chat.stores.rows import SELECT, to_entries
from socketlab.chat.stores.schema import can_search
from socketlab.chat.stores.search import SEARCHED, columns

BATCH = 500  # entries forgotten at once: some milliseconds for which others wait
ENTRY_BYTES = 128  # what an entry takes beside its text
PAGES = 256  # given back to the file system at once


def forget_some(
    connection: sqlite3.Connection, before: int | None, largest: int | None
) -> bool:
    """Forget the oldest entries and commit; False: there is nothing to forget.

    Args:
        connection: the writer's.
        before: forget what is older (milliseconds since the epoch); None: nothing.
        largest: forget the oldest if the file holds more bytes; None: any size.

    Raises:
        sqlite3.Error: it could not be written; nothing has changed.

    """
    execute = connection.execute
    excess = 0 if largest is None else size(connection) - largest
    rows: list[list[Entry]] = []  # each with one entry, or those of a run
    with closing(execute(f"{SELECT} ORDER BY number LIMIT {BATCH}")) as oldest:
        for row in oldest:
            rows.append(to_entries(row))
            if sum(map(len, rows)) >= BATCH:
                break
    if excess > 0:
        rows = first_of(rows, excess)
    else:
        rows = [each for each in rows if before and each[0].time < before]
    if not rows:
        return False
    execute("BEGIN IMMEDIATE")
    try:
        (done,) = execute("SELECT indexed FROM progress").fetchone()
        numbers = [(each[0].number,) for each in rows]
        if can_search(connection):
            connection.executemany(
                "INSERT INTO said (said, rowid, nick, text) VALUES ('delete', ?, ?, ?)",
                [
                    columns(each)
                    for row in rows
                    for each in row
                    if each.number <= done and each.kind in SEARCHED
                ],
            )
        connection.executemany("DELETE FROM entry WHERE number = ?", numbers)
        execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            execute("ROLLBACK")
        raise
    execute(f"PRAGMA incremental_vacuum({PAGES})").fetchall()
    return True


def first_of(rows: list[list[Entry]], excess: int) -> list[list[Entry]]:
    """Give the first rows, as many as take so many bytes, roughly."""
    weights = accumulate(
        ENTRY_BYTES + sum(len(each.text.encode()) for each in row) for row in rows
    )
    lighter = sum(weight < excess for weight in weights)
    return rows[: lighter + 1]


def size(connection: sqlite3.Connection) -> int:
    """Give the bytes that the file's content takes."""
    pages, free, page = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * page)


def forget_places(connection: sqlite3.Connection) -> None:
    """Forget the channels of which no entry is left.

    Raises:
        sqlite3.Error: it could not be written.

    """
    connection.execute(
        "DELETE FROM place WHERE id NOT IN (SELECT DISTINCT place FROM entry)"
    )
