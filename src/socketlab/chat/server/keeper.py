"""The history's part in the server's loop: what is kept, and what waits for it."""

import logging
from collections.abc import Callable
from select import select
from time import monotonic

from socketlab.chat.entry import Author, Kind, Said
from socketlab.chat.log import Reader
from socketlab.chat.log.history import Change, circle_of, tell_change
from socketlab.chat.room import Room
from socketlab.chat.stores.sqlite import SqliteHistory

logger = logging.getLogger(__name__)

FAREWELL = 2.0  # seconds in which the last acknowledgements may still be sent


class Keeper:
    """Records a room's entries, and lifts the holds of what is committed.

    It has a transport's shape: a descriptor in the loop, a look once a second, an
    end; it must be the first of them, so that the last lines are acknowledged.
    """

    def __init__(
        self,
        history: SqliteHistory,
        room: Room,
        name: str,
        translate: Callable[[str], str],
    ) -> None:
        """Record from now on.

        Args:
            history: where.
            room: whose entries.
            name: the server's, who tells members when keeping is suspended.
            translate: the server's language.

        """
        self.history = history
        self.room = room
        self.author = Author(name)
        self.translate = translate
        self.descriptor = history.descriptor
        self.lost = 0
        if history.last is None:  # above all that the file may hold
            room.number = room.now * 1000
        else:
            room.number = max(room.number, history.last)
        room.record = self.record

    def record(self, said: Said) -> None:
        """Keep an entry or a run, for those who may read it."""
        self.history.keep(said, circle_of(self.room.channel(said.channel)))

    def end_turn(self) -> None:
        """Let the turn's entries be written while they are sent.

        Where more waits than may, everybody waits until it is less, or until
        keeping is suspended.
        """
        history = self.history
        history.end_turn()
        while history.full:
            select([self.descriptor], (), (), 0.1)
            self.check()

    def ready(self, events: int) -> None:  # noqa: ARG002 only one thing happens here
        """Acknowledge what is committed."""
        self.check()

    def check(self) -> None:
        """Tell members what has changed, then acknowledge what may be."""
        for change in self.history.take():
            self._tell(change)
        released = self.history.released
        for reader in list(self.room.turn.readers):
            if reader.holds:
                reader.release(released)

    def _tell(self, change: Change) -> None:
        """Tell everybody, before what was to be acknowledged."""
        sentence = tell_change(change, self.translate)
        logger.warning("%s", sentence)
        for member in self.room.members.values():
            entry = self.room.entry(Kind.SYSTEM, member.nick, self.author, sentence)
            if member.reader.holds:
                interject(member.reader, member.reader.form.encode(entry))
            else:
                member.reader.tell(entry)

    def fail(self) -> None:
        """Go on after a mistake of ours."""

    def say_goodbye(self) -> None:
        """Acknowledge what is said until the end."""
        self.history.end_turn()
        until = monotonic() + FAREWELL
        while self.history.pending and (left := until - monotonic()) > 0:
            select([self.descriptor], (), (), left)
            self.check()
        self.check()

    def close(self) -> None:
        """Write what is queued."""
        self.lost = self.history.close()


def interject(reader: Reader, data: bytes) -> None:
    """Say something before what a reader's holds hold back."""
    assert reader.queue is not None  # noqa: S101 who has a hold has a queue
    assert reader.holds is not None  # noqa: S101 the caller has looked
    place = reader.holds[0][0]
    index = 0
    while place > 0:
        place -= len(reader.queue[index])
        index += 1
    reader.queue.insert(index, data)
    reader.queued += len(data)
    reader.holds = [(at + len(data), ticket) for at, ticket in reader.holds]
