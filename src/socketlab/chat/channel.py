"""A channel: who is in it, with which rights, its settings, and its log."""

from typing import TYPE_CHECKING

from socketlab.chat.log import Log, Turn

if TYPE_CHECKING:
    from socketlab.chat.room import Member


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
        self.modes: dict[str, str] = {}  # flag: its parameter, if any
        self.lists: dict[str, dict[str, tuple[str, int]]] = {}  # b e I: mask: who, when
        self.version = 0  # changes with the members, their names and status

    def add(self, member: "Member", status: str = "") -> None:
        """Seat a member; it hears what is appended from now on."""
        self.members[member] = status
        self.version += 1
        self.log.follow(member.reader)

    def remove(self, member: "Member") -> None:
        """Take a member's seat; it still hears what was appended before."""
        del self.members[member]
        self.version += 1
        self.log.leave(member.reader)

    def may_speak(self, member: "Member") -> bool:
        """Whether a member may speak: it is here, and not silenced by `m`."""
        status = self.members.get(member)
        if status is None:
            return "n" not in self.modes
        return "m" not in self.modes or bool(status)
