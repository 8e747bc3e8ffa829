"""The history's file: its tables, and how one is opened.

SQLite facts. In WAL mode (https://www.sqlite.org/wal.html) readers and the one
writer never wait for each other. With synchronous=NORMAL a commit is in the page
cache: it outlives the program (kill -9), not the power; with FULL it is synced
and outlives both. `chat search` reads while the server writes.
"""

import fcntl
import os
import sqlite3
from pathlib import Path

from socketlab.chat.log.history import Trouble

APPLICATION = 0x50C4A7  # PRAGMA application_id: this file is ours
VERSION = 2

TABLES = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    folded TEXT NOT NULL,   -- the channel's name, as names are compared
    circle INTEGER NOT NULL,
    channel TEXT NOT NULL,  -- and as it was written
    UNIQUE (folded, circle)
);
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,  -- of a run: its texts lie in one row, a line for each
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    place INTEGER NOT NULL,
    nick TEXT NOT NULL,
    user TEXT NOT NULL,
    host TEXT NOT NULL,
    account TEXT NOT NULL,
    realname TEXT NOT NULL,
    text TEXT NOT NULL,
    target TEXT NOT NULL,
    tags TEXT NOT NULL
);
CREATE INDEX everything ON entry (place, time, number);
CREATE INDEX words ON entry (place, time, number)
    WHERE kind IN ('say', 'action', 'notice');
CREATE TABLE progress (indexed INTEGER NOT NULL);
INSERT INTO progress VALUES (0);
"""
SEARCH = (
    "CREATE VIRTUAL TABLE said USING fts5(nick, text, content='', tokenize='ascii')"
)

ERRORS = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: Trouble.DENIED,
    sqlite3.SQLITE_PERM: Trouble.DENIED,
    sqlite3.SQLITE_READONLY: Trouble.DENIED,
    sqlite3.SQLITE_AUTH: Trouble.DENIED,
}


class ForeignError(sqlite3.DatabaseError):
    """A database, but no history, or one of a later version."""


class AnotherServerError(OSError):
    """Another server keeps its history in this file."""


def trouble_of(error: Exception) -> Trouble:
    """Say what an error of SQLite's or the system's means for the history."""
    if isinstance(error, ForeignError):
        return Trouble.FOREIGN
    if isinstance(error, AnotherServerError):
        return Trouble.LOCKED
    if isinstance(error, OSError):
        return Trouble.DENIED
    code = getattr(error, "sqlite_errorcode", None)
    return ERRORS.get((code or 0) & 0xFF, Trouble.BROKEN)  # an extended code's base


def claim(path: Path) -> int:
    """Give a descriptor whose flock(2) keeps other servers from this file.

    The lock lies beside the file: closing any descriptor of the file itself would
    drop the locks that SQLite holds on it (fcntl(2)).

    Raises:
        AnotherServerError: there is one.
        OSError: the folder cannot be written.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}-lock")
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise AnotherServerError from None
    return descriptor


def open_for_writing(
    path: Path, patience: float, *, power_safe: bool
) -> sqlite3.Connection:
    """Open a history, or make a new one where there is none.

    Args:
        path: the file.
        patience: seconds to wait for another program's lock.
        power_safe: sync each commit.

    Raises:
        sqlite3.Error: it cannot be opened, is damaged, or no history.
        OSError: it cannot be made.

    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(
        path, timeout=patience, isolation_level=None, check_same_thread=False
    )
    try:
        if not check(connection):  # nothing is in it that could be lost
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of a new file only
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA journal_size_limit = 16777216")
        if not connection.execute("PRAGMA application_id").fetchone()[0]:
            create(connection)
        synchronous = "FULL" if power_safe else "NORMAL"
        connection.execute(f"PRAGMA synchronous = {synchronous}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path, patience: float = 0.0) -> sqlite3.Connection:
    """Open a history that is only read.

    Raises:
        sqlite3.Error: there is none, or it is damaged, or no history.

    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        timeout=patience,
        isolation_level=None,
    )
    try:
        found = check(connection)
    except BaseException:
        connection.close()
        raise
    if not found:
        connection.close()
        raise ForeignError("It is empty.")
    return connection


def check(connection: sqlite3.Connection) -> bool:
    """Whether a database is a history; False: it is empty.

    Raises:
        ForeignError: it is something else.
        sqlite3.Error: it is no database at all.

    """
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not tables:
        return False
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if (application, version) != (APPLICATION, VERSION):
        raise ForeignError("It is another program's, or a later version's.")
    return True


def create(connection: sqlite3.Connection) -> None:
    """Make the tables; without FTS5 a search reads all entries."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES.split(";"):
        connection.execute(statement)
    try:
        connection.execute(SEARCH)
    except sqlite3.OperationalError as error:
        if "no such module" not in str(error):
            raise
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def can_search(connection: sqlite3.Connection) -> bool:
    """Whether the file has a full-text index."""
    sought = "SELECT count(*) FROM sqlite_master WHERE name = 'said'"
    return bool(connection.execute(sought).fetchone()[0])


def last_number(connection: sqlite3.Connection) -> int:
    """Give the number of the last entry, 0 if there is none."""
    found = connection.execute("SELECT max(last) FROM entry").fetchone()[0]
    return int(found or 0)
