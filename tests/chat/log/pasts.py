"""A history in memory, for tests of those who ask one."""

from collections.abc import Callable

from socketlab.chat.entry import Entry, Said
from socketlab.chat.log.history import (
    Slice,
    UnreadableError,
    belongs,
    circle_of,
    is_kept,
    shorten,
)
from socketlab.chat.room import Room


class Past:
    """What a room has said, by the plain rule."""

    page = 50

    def __init__(self, room: Room) -> None:
        """Record a room."""
        self.entries: list[tuple[Entry, int]] = []
        self.readable = True
        room.record = self.recording(room)

    def recording(self, room: Room) -> Callable[[Said], None]:
        """Give what a room calls."""

        def record(said: Said) -> None:
            if is_kept(said):
                circle = circle_of(room.channel(said.channel))
                self.entries += [(entry, circle) for entry in said.entries]

        return record

    def cut(self, wanted: Slice) -> list[Entry]:
        """Give a slice."""
        if not self.readable:
            raise UnreadableError
        found = (
            entry for entry, circle in self.entries if belongs(entry, circle, wanted)
        )
        return shorten(found, wanted)
