"""The append-only log of a channel, and how far each reader is in it.

An entry is encoded once for each wire form in use, not once per member. What was
appended since the last turn of the loop is the stream's news; a reader who is up
to date has no state to touch: the turn's news go to it in one send.

A reader who is not (it has a direct reply to hear, must not hear its own words,
or takes less than it is sent) gets a queue of its own. The queue holds
references to the same blocks of bytes that all others are sent, so ten slow
members cost one copy; what all have taken is given back by Python's counting of
references, which trims the log below its slowest cursor.

One turn, as the server's loop runs it::

    ... any number of append, write, follow, leave ...
    turn.send()

where a transport's reader says how: `drain` sends what is `pending` and calls
`advance` and `settle`, `deliver` sends the news and calls `keep` with what was not
taken.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from socketlab.chat.entry import Entry

Piece = bytes | memoryview


class Form(Protocol):
    """How entries look on the wire to some members; equal forms share a stream."""

    @property
    def framed(self) -> bool:
        """Whether each entry travels alone, as a datagram does."""

    @property
    def hears_itself(self) -> bool:
        """Whether a member is shown its own joins, leaves and renamings."""

    def encode(self, entry: Entry, /) -> bytes:
        """Give the entry's bytes; none if this form does not show it."""


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


class Reader:
    """One member's ears: direct replies and the lines of its channels, in order.

    1. It hears each byte of its streams from where it follows them, once, in order.
    2. A direct reply comes after everything that was appended before it.
    3. What lies behind a hold is not given before the hold is released.
    """

    __slots__ = (
        "__weakref__",
        "echo",
        "form",
        "holds",
        "queue",
        "queued",
        "streams",
        "turn",
    )

    def __init__(self, turn: "Turn", form: Form, *, echo: bool = False) -> None:
        """Start up to date, following nothing; `echo`: hears its own words too."""
        self.turn = turn
        self.form = form
        self.echo = echo
        self.streams: list[Stream] = []
        self.queue: list[Piece] | None = None  # None: up to date
        self.queued = 0  # bytes in the queue
        self.holds: list[tuple[int, int]] | None = None

    def deliver(self, news: list[bytes]) -> None:
        """Send the turn's news to a reader who is up to date: the transport's part."""
        raise NotImplementedError

    def drain(self) -> None:
        """Send what is pending: the transport's part."""
        raise NotImplementedError

    def write(self, data: bytes) -> None:
        """Queue a direct reply behind all that was appended so far."""
        self.catch_up()
        self._take((data,))

    def tell(self, entry: Entry) -> None:
        """Queue an entry that is for this reader alone."""
        data = self.form.encode(entry)
        if data:
            self.write(data)

    def detach(self) -> None:
        """Have a queue of one's own from now on."""
        if self.queue is None:
            self.queue = []
            self.turn.readers[self] = None

    def catch_up(self) -> None:
        """Take the news so far into the own queue."""
        self.detach()
        for stream in self.streams:
            pieces = stream.pieces
            if pieces:
                taken = stream.readers[self]
                if taken < len(pieces):
                    self._take(pieces[taken:] if taken else pieces)
                    stream.readers[self] = len(pieces)

    def collect(self) -> None:
        """Take the rest of this turn's news; the turn ends."""
        for stream in self.streams:
            if stream.pieces:
                taken = stream.readers[self]
                self._take(stream.pieces[taken:] if taken else stream.news())
                stream.readers[self] = 0

    def hold(self, ticket: int) -> None:
        """Give nothing that comes after this moment until `release(ticket)`."""
        self.catch_up()
        if self.holds is None:
            self.holds = []
        self.holds.append((self.queued, ticket))

    def release(self, ticket: int) -> None:
        """Lift the holds up to this ticket."""
        self.holds = [hold for hold in self.holds or () if hold[1] > ticket] or None

    def mark(self) -> tuple[int, int]:
        """Give the place in the queue at which it will go on: for `take_back`."""
        self.catch_up()
        assert self.queue is not None  # noqa: S101 it has just caught up
        return len(self.queue), self.queued

    def take_back(self, mark: tuple[int, int]) -> bytes:
        """Take from the queue what came since a mark of the same turn.

        Holds that came since hold what is queued next.
        """
        self.catch_up()
        assert self.queue is not None  # noqa: S101 it has just caught up
        place, self.queued = mark
        taken = b"".join(self.queue[place:])
        del self.queue[place:]
        if self.holds:
            self.holds = [(min(at, mark[1]), ticket) for at, ticket in self.holds]
        return taken

    def pending(self) -> Sequence[Piece]:
        """Give what may be sent now, in order."""
        queue = self.queue or []
        if not self.holds:
            return queue
        allowed, given = self.holds[0][0], []
        for piece in queue:
            if len(piece) > allowed:
                break
            allowed -= len(piece)
            given.append(piece)
        return given

    def advance(self, count: int) -> None:
        """Forget the first `count` bytes of the queue: they were sent."""
        queue = self.queue
        assert queue is not None  # noqa: S101 only what is pending can be sent
        self.queued -= count
        if self.holds:
            self.holds = [(place - count, ticket) for place, ticket in self.holds]
        if not self.queued:
            queue.clear()
            return
        whole = 0
        while count and count >= len(queue[whole]):
            count -= len(queue[whole])
            whole += 1
        del queue[:whole]
        if count:
            queue[0] = memoryview(queue[0])[count:]

    def keep(self, rest: Iterable[Piece]) -> None:
        """Begin a queue with what a reader who was up to date did not take."""
        self.detach()
        self._take(rest)

    def settle(self) -> bool:
        """Be up to date again if nothing is queued; False: something is."""
        if self.queued or self.holds:
            return False
        self.queue = None
        self.turn.readers.pop(self, None)
        return True

    def change_form(self, form: Form, logs: "Iterable[Log]") -> None:
        """Hear everything from now on in another form; `logs` are those it follows."""
        followed = list(logs)
        for log in followed:
            log.leave(self)
        self.form = form
        for log in followed:
            log.follow(self)

    def _take(self, pieces: Iterable[Piece]) -> None:
        assert self.queue is not None  # noqa: S101 the callers have made one
        self.queue.extend(pieces)
        self.queued += sum(map(len, pieces))


class Log:
    """One channel's entries for all who follow it."""

    __slots__ = ("streams", "turn")

    def __init__(self, turn: "Turn") -> None:
        """Start empty."""
        self.turn = turn
        self.streams: dict[Form, Stream] = {}

    def append(self, entry: Entry, skipping: Iterable[Reader] = ()) -> None:
        """Encode an entry once per form, for all readers but those to be skipped."""
        for reader in skipping:
            reader.catch_up()
        for form, stream in self.streams.items():
            piece = form.encode(entry)
            if piece:
                stream.append(piece)
        for reader in skipping:
            own = self.streams.get(reader.form)
            if own is not None and reader in own.readers:
                own.readers[reader] = len(own.pieces)

    def follow(self, reader: Reader) -> None:
        """Let a reader hear what is appended from now on, in its form."""
        stream = self.streams.get(reader.form)
        if stream is None:
            stream = self.streams[reader.form] = Stream(self.turn, reader.form)
        stream.readers[reader] = 0
        reader.streams.append(stream)
        if stream.pieces:  # it has a place of its own: behind what it does not hear
            stream.readers[reader] = len(stream.pieces)
            reader.catch_up()

    def leave(self, reader: Reader) -> None:
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
            news = stream.news()
            for reader in readers:
                reader.deliver(news)
        for stream in self.streams:
            stream.end_turn()
        self.streams.clear()
