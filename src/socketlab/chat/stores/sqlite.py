"""The history in one SQLite file, as the server's loop uses it.

One turn of the loop: `keep` each entry, then `end_turn`. When `descriptor` is
readable, and at least once a second, `take` gives what has changed; entries up
to `released` may be acknowledged. While `full`, nobody should be let speak.
Nothing here waits for the disk but `cut`, which reads.
"""

import os
import sqlite3
from collections import deque
from contextlib import suppress
from pathlib import Path
from queue import Empty
from time import monotonic

from socketlab.chat.entry import Entry, Said
from socketlab.chat.log.history import (
    OPEN,
    Change,
    Slice,
    Trouble,
    UnreadableError,
    belongs,
    is_kept,
    shorten,
)
from socketlab.chat.settings import History
from socketlab.chat.stores import rows
from socketlab.chat.stores.schema import (
    AnotherServerError,
    last_number,
    open_for_reading,
)
from socketlab.chat.stores.writer import Writer, count, weigh

GRACE = 1.0  # seconds that a writer may be late on a busy host
EVERYTHING = 1 << 63  # above the number of any entry


class SqliteHistory:
    """What was said, kept in a file."""

    def __init__(self, path: Path, settings: History) -> None:
        """Open or make the file, and begin to write.

        A file that cannot be opened is a trouble, which `take` tells.

        Raises:
            AnotherServerError: another server writes it.

        """
        self.path = path
        self.settings = settings
        self.page = settings.page
        self.descriptor = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self.writer = Writer(path, settings, self.descriptor)
        self.last: int | None = None  # the last entry's number; None: unknown
        self.trouble: Trouble | None = None  # that `take` has told
        self.news: list[rows.Kept] = []  # of this turn
        self.pending: deque[rows.Kept] = deque()  # not yet known to be committed
        self.queued = 0  # bytes put into the queue, ever
        self.moved = monotonic()  # when the queue last moved, or was empty
        self.stuck = False  # the disk does not answer
        self.reader: sqlite3.Connection | None = None
        self.generation = 0
        try:
            self.writer.open()
            assert self.writer.connection is not None  # noqa: S101 open() made it
            self.last = last_number(self.writer.connection)
        except AnotherServerError:
            os.close(self.descriptor)
            raise
        except (sqlite3.Error, OSError) as error:
            self.writer.suspend(error)
        self.writer.committed = self.last or 0
        self.writer.start()

    def apply(self, settings: History) -> None:
        """Go on by other settings; the file stays."""
        self.settings = self.writer.settings = settings
        self.page = settings.page

    def keep(self, said: Said, circle: int = OPEN) -> None:
        """Keep it from the end of this turn on; `circle`: `circle_of`."""
        if is_kept(said):
            self.news.append((said, circle))

    def end_turn(self) -> None:
        """Hand the turn's entries to the writer."""
        if self.news:
            if not self.pending:
                self.moved = monotonic()
            self.pending.extend(self.news)
            self.queued += sum(map(weigh, self.news))
            self.writer.inbox.put(self.news)
            self.news = []

    @property
    def full(self) -> bool:
        """Whether more waits for the disk than may; never while it is suspended."""
        waiting = self.queued - self.writer.done
        return waiting > self.settings.queue and not self.suspended

    @property
    def suspended(self) -> bool:
        """Whether entries are not kept at the moment, as `take` has told."""
        return self.stuck or self.trouble is not None

    @property
    def released(self) -> int:
        """The number up to which entries may be acknowledged.

        They are committed; or keeping is suspended, and members know: tell them
        what `take` gives before this is asked.
        """
        waiting = self.pending or self.news
        if self.suspended or not waiting:
            return EVERYTHING
        return waiting[0][0].number - 1

    def take(self) -> list[Change]:
        """Give what members have to be told."""
        with suppress(BlockingIOError):
            os.eventfd_read(self.descriptor)
        changes = []
        with suppress(Empty):
            while True:
                changes.append(self.writer.changes.get_nowait())
                self.trouble = changes[-1].trouble
        committed = self.writer.committed
        while self.pending and self.pending[0][0].last <= committed:
            self.pending.popleft()
            self.moved = monotonic()
        if self.suspended:
            self._trim()
        return changes + self._look_at_clock()

    def _look_at_clock(self) -> list[Change]:
        """Find a disk that takes nothing and gives no error either."""
        # A lock is waited for, then told by the writer: only then is it the disk.
        patience = 2 * self.settings.patience + GRACE
        late = self.pending and monotonic() - self.moved > patience
        if not late and self.stuck:
            self.stuck = False
            return [Change(None)]
        if late and not self.suspended:
            self.stuck = True
            return [Change(Trouble.SLOW)]
        return []

    def _trim(self) -> None:
        """Forget what the writer has forgotten too."""
        waiting = self.queued - self.writer.done
        weight = sum(map(weigh, self.pending))
        while self.pending and weight > max(waiting, 0):
            weight -= weigh(self.pending.popleft())

    def cut(self, wanted: Slice) -> list[Entry]:
        """Give the entries of a slice, in order, what is not yet written included.

        Raises:
            UnreadableError: the file cannot be read at the moment.

        """
        waiting = [*self.pending, *self.news]
        entries = [
            entry
            for said, circle in waiting
            for entry in said.entries
            if belongs(entry, circle, wanted)
        ]
        try:
            entries += rows.cut(self._open_reader(), wanted)
        except (sqlite3.Error, OSError) as error:
            self._close_reader()
            raise UnreadableError from error
        return shorten(entries, wanted)

    def _open_reader(self) -> sqlite3.Connection:
        if self.generation != self.writer.generation:
            self._close_reader()
        if self.reader is None:
            self.generation = self.writer.generation
            self.reader = open_for_reading(self.path)
        return self.reader

    def _close_reader(self) -> None:
        if self.reader is not None:
            self.reader.close()
            self.reader = None

    def close(self, seconds: float = 5.0) -> int:
        """Write what is queued and close; give how many entries are lost.

        Args:
            seconds: to wait for the disk at most.

        """
        self.end_turn()
        self._close_reader()  # the last to close tidies up, and must be the writer
        self.writer.inbox.put(None)
        self.writer.join(seconds)
        if self.writer.is_alive():
            return sum(map(count, self.pending))  # the thread ends with the program
        os.close(self.descriptor)
        return self.writer.lost
