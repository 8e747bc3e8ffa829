"""What happens in a room: one entry for each join, leave, line or change."""

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What an entry tells."""

    JOIN = "join"
    LEAVE = "leave"  # one channel is left; `text` is the reason
    QUIT = "quit"  # the room is left; one entry in each of the member's channels
    SAY = "say"
    ACTION = "action"  # `/me`: `text` is what the author does
    NOTICE = "notice"
    NICK = "nick"  # `text` is the new nickname
    TOPIC = "topic"  # `text` is the new topic
    MODE = "mode"  # `text` is the change, as `+o alice`
    KICK = "kick"  # `target` is who goes, `text` the reason
    AWAY = "away"  # `text` is the message; none: the author is back
    ACCOUNT = "account"  # `text` is the account; none: logged out
    SETNAME = "setname"  # `text` is the new real name
    CHGHOST = "chghost"  # `text` is the new `user host`
    INVITE = "invite"  # `target` is who is invited; for those in the channel
    TAGMSG = "tagmsg"  # `tags` without a text
    SYSTEM = "system"  # what the server itself says


WORDS = frozenset({Kind.SAY, Kind.ACTION, Kind.NOTICE, Kind.TAGMSG})
"""The kinds in which an author speaks: without echo its own are skipped."""


class Author(msgspec.Struct, frozen=True):
    """Who did something, as it was when it was done."""

    nick: str
    user: str = ""
    host: str = ""
    account: str = ""
    realname: str = ""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One thing that happened in a channel; never changed afterwards.

    Args:
        number: its place in the room's order, counted over all channels.
        time: milliseconds since the epoch.
        kind: what it tells.
        channel: the channel's name as it was created; for a private message
            the nickname it goes to.
        author: who did it.
        text: see `Kind`; any text, control characters included.
        target: whom a kick puts out.
        tags: client-only tags and other facts that a wire form may carry.

    """

    number: int
    time: int
    kind: Kind
    channel: str
    author: Author
    text: str = ""
    target: str = ""
    tags: str = ""

    @property
    def last(self) -> int:
        """Its number: an entry is a run of one."""
        return self.number

    @property
    def entries(self) -> "list[Entry]":
        """Itself, alone."""
        return [self]


class Run:
    """Several texts that one author said in one go: an entry for each.

    A fast talker costs one encoding for each form and one row of the history, not
    one for each text.

    Args:
        number: that of the first entry.
        time: milliseconds since the epoch, of all.
        channel: as in `Entry`.
        author: who said them.
        texts: UTF-8, each printable, not empty and without line breaks.

    """

    __slots__ = ("_entries", "_text", "author", "channel", "number", "texts", "time")
    kind = Kind.SAY
    target = tags = ""

    def __init__(
        self, number: int, time: int, channel: str, author: Author, texts: list[bytes]
    ) -> None:
        """Keep what was said."""
        self.number = number
        self.time = time
        self.channel = channel
        self.author = author
        self.texts = texts
        self._entries: list[Entry] = []
        self._text = ""

    @property
    def last(self) -> int:
        """The number of the last entry."""
        return self.number + len(self.texts) - 1

    @property
    def text(self) -> str:
        """The texts, one in each line."""
        if not self._text:
            self._text = b"\n".join(self.texts).decode()
        return self._text

    @property
    def entries(self) -> list[Entry]:
        """The same, one by one; made when the first asks for it."""
        if not self._entries:
            self._entries = [
                Entry(number, self.time, Kind.SAY, self.channel, self.author, text)
                for number, text in enumerate(
                    (text.decode() for text in self.texts), self.number
                )
            ]
        return self._entries


Said = Entry | Run
"""What is appended in one go."""
