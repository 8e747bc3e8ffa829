"""A channel's entries in each form in use, and the turns in which they are sent."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from socketlab.chat.entry import Entry, Run
from socketlab.chat.log.form import Form

if TYPE_CHECKING:
    from socketlab.chat.log.reader import Reader


class Stream:
    """One channel's entries in one wire form."""

    __slots__ = ("_block", "form", "pieces", "readers", "turn")

    def __init__(self, turn: "Turn", form: Form) -> None:
        """Start with no news and no readers."""
        self.turn = turn
        self.form = form
        self.pieces: list[bytes] = []  # the news: what this turn appended
        self.readers: dict[Reader, int] = {}  # how many pieces each has taken
        self._block: list[bytes] = []

    def append(self, piece: bytes) -> None:
        """Add an entry's bytes to the news."""
        if not self.pieces:
            self.turn.streams.append(self)
        self.pieces.append(piece)

    def news(self) -> list[bytes]:
        """Give the news: in one block, or piece by piece where the form is framed."""
        if self.form.framed:
            return self.pieces
        if not self._block:
            self._block = [b"".join(self.pieces)]
        return self._block

    def end_turn(self) -> None:
        """Make the news old."""
        self.pieces = []
        self._block = []


class Log:
    """One channel's entries for all who follow it."""

    __slots__ = ("streams", "turn")

    def __init__(self, turn: "Turn") -> None:
        """Start empty."""
        self.turn = turn
        self.streams: dict[Form, Stream] = {}

    def append(self, entry: Entry, skipping: Iterable["Reader"] = ()) -> None:
        """Encode an entry once per form, for all readers but those to be skipped."""
        for reader in skipping:
            reader.catch_up()
        for form, stream in self.streams.items():
            piece = form.encode(entry)
            if piece:
                stream.append(piece)
        self._skip(skipping)

    def append_run(self, run: Run, skipping: Iterable["Reader"] = ()) -> None:
        """Do as if each entry of a run was appended."""
        for reader in skipping:
            reader.catch_up()
        for form, stream in self.streams.items():
            for piece in form.encode_run(run):
                stream.append(piece)
        self._skip(skipping)

    def _skip(self, skipping: Iterable["Reader"]) -> None:
        for reader in skipping:
            own = self.streams.get(reader.form)
            if own is not None and reader in own.readers:
                own.readers[reader] = len(own.pieces)

    def follow(self, reader: "Reader") -> None:
        """Let a reader hear what is appended from now on, in its form."""
        stream = self.streams.get(reader.form)
        if stream is None:
            stream = self.streams[reader.form] = Stream(self.turn, reader.form)
        stream.readers[reader] = 0
        reader.streams.append(stream)
        if stream.pieces:  # it has a place of its own: behind what it does not hear
            stream.readers[reader] = len(stream.pieces)
            reader.catch_up()

    def leave(self, reader: "Reader") -> None:
        """Let a reader hear what was appended so far, and nothing further."""
        stream = self.streams[reader.form]
        if stream.pieces:
            reader.catch_up()
        del stream.readers[reader]
        reader.streams.remove(stream)
        if not stream.readers:
            del self.streams[reader.form]


class Turn:
    """What one turn of the loop has to send."""

    __slots__ = ("readers", "streams")

    def __init__(self) -> None:
        """Start with nothing to send."""
        self.streams: list[Stream] = []  # those with news
        self.readers: dict[Reader, None] = {}  # those with queues of their own

    def send(self) -> None:
        """Let every reader hear what this turn has for it; the news become old.

        A reader of several streams with news collects them first: one send.
        """
        if len(self.streams) > 1:
            for stream in self.streams:
                for reader in stream.readers:
                    if reader.queue is None and len(reader.streams) > 1:
                        reader.detach()
        level = [
            (stream, [each for each in stream.readers if each.queue is None])
            for stream in self.streams
        ]
        detached = list(self.readers)
        for reader in detached:
            reader.collect()
        for reader in detached:
            reader.drain()
        for stream, readers in level:
            if readers:
                readers[0].deliver_to(readers, stream.news())
        for stream in self.streams:
            stream.end_turn()
        self.streams.clear()
