"""Members and channels: who is where, with which rights.

A member exists once in the room, with one nickname, and sits in any number of
channels; a channel has its settings and its log.
"""

from enum import StrEnum

from socketlab.chat.entry import Author
from socketlab.chat.log import Log, Reader, Turn
from socketlab.chat.nickname.mask import describe, matches


class Refusal(StrEnum):
    """Why the room did not do what was asked."""

    TAKEN = "taken"  # the nickname, or one that looks like it, is another's
    NOT_HERE = "not here"  # no such channel, or not a member of it
    MAY_NOT_SPEAK = "may not speak"  # moderated, banned, or no messages from outside


class RefusedError(Exception):
    """The room did not do it; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        """Keep the reason."""
        super().__init__(refusal.value)
        self.refusal = refusal


class Member:
    """Someone with a nickname and a reader; `channels` are those it is in."""

    __slots__ = ("author", "away", "channels", "reader", "session", "since", "spoke")

    def __init__(self, author: Author, reader: Reader, now: int) -> None:
        """Start in no channel; times are milliseconds since the epoch."""
        self.author = author
        self.reader = reader
        self.channels: list[Channel] = []
        self.away = ""
        self.session: object = None  # what the wire form keeps of it
        self.since = now
        self.spoke = now

    @property
    def nick(self) -> str:
        """The nickname as it is written."""
        return self.author.nick


class Channel:
    """One channel; it lasts as long as someone is in it."""

    def __init__(self, name: str, turn: Turn, now: int) -> None:
        """Start empty, without topic and modes; `now`: milliseconds since the epoch."""
        self.name = name
        self.created = now
        self.log = Log(turn)
        self.members: dict[Member, str] = {}  # and their status: "", "o", "v", "ov"
        self.topic = ""
        self.topic_author = ""
        self.topic_time = 0
        # Flags and their parameters; nobody speaks from outside, unless allowed to.
        self.modes: dict[str, str] = {"n": ""}
        self.lists: dict[str, dict[str, tuple[str, int]]] = {}  # b e I: mask: who, when
        self.version = 0  # changes with the members, their names and status
        self.rosters: dict[object, object] = {}  # as wire forms have written them

    def add(self, member: Member, status: str = "") -> None:
        """Seat a member; it hears what is appended from now on."""
        self.members[member] = status
        self.version += 1
        self.log.follow(member.reader)

    def remove(self, member: Member) -> None:
        """Take a member's seat; it still hears what was appended before."""
        del self.members[member]
        self.version += 1
        self.log.leave(member.reader)

    def may_speak(self, member: Member) -> bool:
        """Whether a member may speak: it is here, and not silenced by `m`."""
        status = self.members.get(member)
        if status is None:
            return not ({"n", "m"} & self.modes.keys() or self.is_banned(member.author))
        silenced = "m" in self.modes or self.is_banned(member.author)
        return bool(status) or not silenced

    def is_banned(self, author: Author) -> bool:
        """Whether a mask of `b` means someone and none of the exceptions `e` does."""
        return self.is_listed("b", author) and not self.is_listed("e", author)

    def is_listed(self, kind: str, author: Author) -> bool:
        """Whether a mask in one of the lists `b`, `e`, `I` means someone."""
        masks = self.lists.get(kind)
        if not masks:
            return False
        name = describe(author)
        return any(matches(mask, name) for mask in masks)
