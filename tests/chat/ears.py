"""Readers that keep what they hear, and take as much at once as a test lets them."""

from dataclasses import dataclass

from socketlab.chat.channel import Member
from socketlab.chat.entry import Author, Entry, Run
from socketlab.chat.log import Reader, Turn
from socketlab.chat.room import Room


@dataclass(frozen=True)
class Words:
    """A wire form that a test can read."""

    name: str = "words"
    framed: bool = False
    hears_itself: bool = True
    deaf_to: tuple[str, ...] = ()

    def encode(self, entry: Entry) -> bytes:
        """Give `kind author text`, one line; nothing for kinds it is deaf to."""
        if entry.kind in self.deaf_to:
            return b""
        words = (entry.kind, entry.author.nick, entry.target, entry.text)
        return " ".join(word for word in words if word).encode() + b"\n"

    def encode_run(self, run: Run) -> list[bytes]:
        """Give the lines of a run, apart if the form is framed."""
        lines = [self.encode(entry) for entry in run.entries]
        return lines if self.framed else [b"".join(lines)]


class Ear(Reader):
    """A reader that takes at most `room` bytes in a turn; None: everything."""

    def __init__(
        self, turn: Turn, form: Words | None = None, *, echo: bool = False
    ) -> None:
        """Start with nothing heard."""
        super().__init__(turn, form or Words(), echo=echo)
        self.room: int | None = None
        self.heard = b""
        self.sends = 0

    def deliver(self, news: list[bytes]) -> None:
        """Take what there is room for."""
        block = b"".join(news)
        self.sends += 1
        taken = len(block) if self.room is None else min(self.room, len(block))
        self.heard += block[:taken]
        if taken < len(block):
            self.keep([memoryview(block)[taken:]])

    def drain(self) -> None:
        """Take what there is room for."""
        data = b"".join(self.pending())
        taken = len(data) if self.room is None else min(self.room, len(data))
        if taken:
            self.sends += 1
            self.heard += data[:taken]
            self.advance(taken)
        self.settle()

    def lines(self) -> list[str]:
        """Give what it has heard since it was last asked."""
        heard, self.heard = self.heard.decode().splitlines(), b""
        return heard


def enter(room: Room, nick: str, form: Words | None = None) -> tuple[Member, Ear]:
    """Seat someone in a room."""
    ear = Ear(room.turn, form)
    return room.enter(Author(nick), ear), ear
