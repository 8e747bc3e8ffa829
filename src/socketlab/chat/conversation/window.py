"""One window: a channel, a private conversation, or the server's own words."""

from collections.abc import Iterable

from socketlab.chat.conversation.line import Line
from socketlab.chat.nickname import fold

MOST = 5000  # lines kept; older ones are in the history, if the server keeps one


class Window:
    """Its lines, its members, and how far it was read.

    Lines are counted from the first one ever: `start` is the number of the oldest
    that is kept, and stays right when older ones are dropped.

    Attributes:
        unread: what was said since it was last looked at.
        called: among it is something said to this person.
        read: the number of the first line that was not seen when it was last left.
        gap: the number of the line before which something may be missing, since the
            connection was lost; None: nothing is.
        changed: counts what is more than new lines at the end.

    """

    def __init__(self, name: str, *, channel: bool = False) -> None:
        """Begin empty."""
        self.name = name
        self.channel = channel
        self.joined = False
        self.topic = ""
        self.lines: list[Line] = []
        self.start = 0
        self.members: dict[str, tuple[str, str]] = {}  # folded: nickname, status
        self.unread = 0
        self.called = False
        self.read = 0
        self.gap: int | None = None
        self.changed = 0

    @property
    def end(self) -> int:
        """The number that the next line gets."""
        return self.start + len(self.lines)

    def add(self, line: Line) -> None:
        """Put a line at the end."""
        self.lines.append(line)
        if len(self.lines) > MOST:
            dropped = MOST // 10
            del self.lines[:dropped]
            self.start += dropped
            self.changed += 1

    def insert(self, number: int, lines: Iterable[Line]) -> list[Line]:
        """Put older lines before the line of this number; give those that were new."""
        known = {line.identity for line in self.lines if line.identity}
        fresh = [line for line in lines if line.identity not in known]
        at = max(number - self.start, 0)
        self.lines[at:at] = fresh
        for mark in ("read", "gap"):
            value = getattr(self, mark)
            if value is not None and value > number:
                setattr(self, mark, value + len(fresh))
        self.changed += 1
        return fresh

    def clear(self) -> None:
        """Show nothing of what was."""
        self.start = self.read = self.end
        self.lines.clear()
        self.gap = None
        self.changed += 1

    def first_identity(self) -> str:
        """Give the id of the oldest line that has one."""
        return next((line.identity for line in self.lines if line.identity), "")

    def identity_before(self, number: int) -> str:
        """Give the id of the last line before a number that has one."""
        before = self.lines[: max(number - self.start, 0)]
        return next((line.identity for line in reversed(before) if line.identity), "")

    def repeats(self, line: Line) -> bool:
        """Whether the same was said by the same person in the last lines."""
        same = (line.kind, line.nick, line.text)
        return same in {(each.kind, each.nick, each.text) for each in self.lines[-50:]}

    def seat(self, nick: str, status: str = "") -> None:
        """Note a member, or its new status."""
        self.members[fold(nick)] = (nick, status)

    def unseat(self, nick: str) -> bool:
        """Strike a member out; False: it was not here."""
        return self.members.pop(fold(nick), None) is not None

    def has(self, nick: str) -> bool:
        """Whether someone is a member."""
        return fold(nick) in self.members

    def rename(self, nick: str, other: str) -> bool:
        """Note a member's new name; False: it is not here."""
        seat = self.members.pop(fold(nick), None)
        if seat:
            self.seat(other, seat[1])
        return seat is not None

    def roster(self) -> list[str]:
        """Give the members with their status, operators first."""
        return [
            status[:1] + nick
            for nick, status in sorted(
                self.members.values(), key=lambda seat: (_rank(seat[1]), fold(seat[0]))
            )
        ]


def _rank(status: str) -> int:
    """Order statuses as they usually are: `~&@%+`, then none."""
    return "~&@%+".find(status[:1]) if status else len("~&@%+")
