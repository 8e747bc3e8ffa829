"""The one thread that writes the history.

It takes what the server's turns have appended and commits it together: while one
commit is under way the next batch grows, so that a commit costs the more entries
the less. When it cannot write it says so once, keeps what fits, and tries again
until it can: a full disk, a locked or damaged file stop nobody.
"""

import os
import sqlite3
from collections import deque
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic, time

from socketlab.chat.log.history import Change, Trouble
from socketlab.chat.settings import History
from socketlab.chat.stores.retention import forget_places, forget_some
from socketlab.chat.stores.rows import Inserter, Kept
from socketlab.chat.stores.schema import (
    can_search,
    claim,
    open_for_writing,
    trouble_of,
)
from socketlab.chat.stores.search import index_some

TENDING = 60.0  # seconds between two looks at what is to be forgotten
RESTING = 1.0  # seconds without a commit until the index follows
MOST = 2048  # entries or runs of one commit
ENTRY_BYTES = 256  # what an entry takes beside its text, roughly


class MovedError(OSError):
    """The file is not where it was: what is written to it would be lost."""


def weigh(kept: Kept) -> int:
    """Give the bytes that an entry or a run takes in the queue, roughly."""
    return ENTRY_BYTES * count(kept) + len(kept[0].text)


def count(kept: Kept) -> int:
    """Give the number of entries."""
    said, _ = kept
    return said.last - said.number + 1


class Writer(Thread):
    """Writes batches to one file until it is told to end.

    Its numbers are written by this thread alone and read by the server's.
    """

    def __init__(self, path: Path, settings: History, signal: int) -> None:
        """Write to a file; `signal`: an eventfd(2) that tells of each change."""
        super().__init__(name="history", daemon=True)
        self.path = path
        self.settings = settings
        self.signal = signal
        self.inbox: SimpleQueue[list[Kept] | None] = SimpleQueue()  # None: the end
        self.changes: SimpleQueue[Change] = SimpleQueue()
        self.committed = 0  # the number of the last entry that is safe
        self.done = 0  # bytes taken off the queue, committed or lost
        self.generation = 0  # counts openings: readers open the file anew
        self.trouble: Trouble | None = None
        self.ending = False
        self.backlog: deque[Kept] = deque()
        self.weight = 0  # bytes of the backlog
        self.lost = 0
        self.tended = monotonic()
        self.retry = 0.0  # not to be tried before
        self.rested = 0.0  # not to be indexed before
        self.lock: int | None = None
        self.connection: sqlite3.Connection | None = None
        self.inserter: Inserter | None = None
        self.inode = (0, 0)
        self.power_safe = settings.power_safe
        self.searchable = False
        self.unindexed = True

    def open(self) -> None:
        """Open the file, or make one.

        Raises:
            AnotherServerError: another server has it open.
            sqlite3.Error, OSError: it cannot be opened.

        """
        if self.lock is None:
            self.lock = claim(self.path)
        self.power_safe = self.settings.power_safe
        self.connection = open_for_writing(
            self.path, self.settings.patience, power_safe=self.power_safe
        )
        self.inserter = Inserter(self.connection)
        self.searchable = can_search(self.connection)
        self.inode = self._look()
        self.generation += 1

    def run(self) -> None:
        """Write until the end, and what is queued then."""
        while not self.ending or self.backlog:
            self._collect()
            if self.backlog and (self.ending or monotonic() >= self.retry):
                self._write()
            if not self.trouble:
                self._tend()
        self._close()
        if self.lock is not None:
            os.close(self.lock)

    def _collect(self) -> None:
        """Take what is queued; wait where there is nothing else to do."""
        try:
            self._take(self.inbox.get(timeout=self._leisure()))
            while len(self.backlog) < MOST:
                self._take(self.inbox.get_nowait())
        except Empty:
            pass

    def _leisure(self) -> float:
        """Give the seconds to wait for more."""
        if self.ending:
            return 0.0
        now = monotonic()
        if self.backlog:
            return max(self.retry - now, 0.0)
        due = self.tended + TENDING
        if self.searchable and self.unindexed:
            due = min(due, self.rested)
        return max(due - now, 0.0)

    def _take(self, batch: list[Kept] | None) -> None:
        if batch is None:
            self.ending = True
            return
        self.backlog.extend(batch)
        self.weight += sum(map(weigh, batch))
        if self.trouble:
            self._trim()

    def _write(self) -> None:
        batch = [self.backlog[place] for place in range(min(len(self.backlog), MOST))]
        if self.power_safe != self.settings.power_safe:
            self._close()  # opened anew, as the new settings say
        try:
            if self.inserter is None:
                self.open()
            assert self.inserter is not None  # noqa: S101 open() has made it
            self.inserter.insert(batch)
            if self._look() != self.inode:
                raise MovedError
        except (sqlite3.Error, OSError) as error:
            self._fail(error)
            return
        for _ in batch:
            self._drop()
        self.committed = batch[-1][0].last
        self.unindexed = True
        self.rested = monotonic() + RESTING
        if self.trouble:
            self.trouble = None
            self.changes.put(Change(None, self.lost))
            self.lost = 0
        self._tell()

    def _drop(self) -> None:
        weight = weigh(self.backlog.popleft())
        self.weight -= weight
        self.done += weight

    def _fail(self, error: Exception) -> None:
        """Give the file up for now; a file that was moved is made anew at once."""
        self._close()
        if self.ending:
            self.lost += sum(map(count, self.backlog))
            self.backlog.clear()
            return
        if isinstance(error, MovedError):
            return
        if not self.trouble:
            self.suspend(error)
        self.retry = monotonic() + self.settings.retry
        self._trim()

    def suspend(self, error: Exception) -> None:
        """Say once that nothing is kept at the moment, and why."""
        self.trouble = trouble_of(error)
        self.changes.put(Change(self.trouble))
        self._tell()

    def _trim(self) -> None:
        """Forget the oldest of what does not fit; only while nothing is written."""
        while self.weight > self.settings.queue:
            self.lost += count(self.backlog[0])
            self._drop()

    def _tend(self) -> None:
        """Do what may wait: the index, and forgetting; late enough, it does not."""
        connection, waited = self.connection, monotonic() - self.tended
        if connection is None or (self.backlog and waited < 2 * TENDING):
            return
        try:
            if waited >= TENDING:
                if not self._forget(connection):
                    self.tended = monotonic()
            elif self.searchable and self.unindexed and monotonic() >= self.rested:
                self.unindexed = index_some(connection)
        except sqlite3.Error:
            self.tended = monotonic()  # the next commit finds the same trouble
            self.unindexed = False

    def _forget(self, connection: sqlite3.Connection) -> bool:
        days, megabytes = self.settings.days, self.settings.megabytes
        before = int((time() - days * 86400) * 1000) if days else None
        largest = int(megabytes * (1 << 20)) if megabytes else None
        if forget_some(connection, before, largest):
            return True
        forget_places(connection)
        assert self.inserter is not None  # noqa: S101 made with the connection
        self.inserter.places.clear()
        return False

    def _look(self) -> tuple[int, int]:
        """Give which file lies at the path now."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return 0, 0
        return found.st_dev, found.st_ino

    def _close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = self.inserter = None

    def _tell(self) -> None:
        os.eventfd_write(self.signal, 1)
