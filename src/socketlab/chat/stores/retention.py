"""Old entries are forgotten: by age, and where the file grows too large."""

import sqlite3
from itertools import accumulate

from socketlab.chat.entry import Entry
from socketlab.chat.stores.rows import SELECT, Row, to_entry
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
    oldest: list[Row] = execute(f"{SELECT} ORDER BY number LIMIT {BATCH}").fetchall()
    entries = [to_entry(row) for row in oldest]
    excess = 0 if largest is None else size(connection) - largest
    if excess > 0:
        entries = first_of(entries, excess)
    else:
        entries = [each for each in entries if before and each.time < before]
    if not entries:
        return False
    execute("BEGIN IMMEDIATE")
    try:
        (done,) = execute("SELECT indexed FROM progress").fetchone()
        numbers = [(each.number,) for each in entries]
        if can_search(connection):
            connection.executemany(
                "INSERT INTO said (said, rowid, nick, text) VALUES ('delete', ?, ?, ?)",
                [
                    columns(each)
                    for each in entries
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


def first_of(entries: list[Entry], excess: int) -> list[Entry]:
    """Give the first entries, as many as take so many bytes, roughly."""
    weights = accumulate(ENTRY_BYTES + len(each.text.encode()) for each in entries)
    lighter = sum(weight < excess for weight in weights)
    return entries[: lighter + 1]


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
