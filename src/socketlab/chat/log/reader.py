"""One member's ears: how far it is in what it reads."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from socketlab.chat.entry import Entry
from socketlab.chat.log.form import Form, Piece

if TYPE_CHECKING:
    from socketlab.chat.log.stream import Log, Stream, Turn


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

    def deliver_to(self, readers: "Sequence[Reader]", news: list[bytes]) -> None:
        """Send the turn's news to readers of one stream, this one among them."""
        for reader in readers:
            reader.deliver(news)

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
