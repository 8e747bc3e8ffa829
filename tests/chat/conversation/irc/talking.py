"""Somebody on IRC, and what was sent."""

from socketlab.chat.conversation.irc.dialogue import IrcDialogue
from socketlab.chat.conversation.windows import Windows

OFFERED = "batch echo-message message-tags server-time multi-prefix draft/chathistory"
MSGID = "@msgid={id};time=1970-01-01T00:16:40.000Z :{line}"


class Person:
    """A dialogue and its windows."""

    def __init__(self, *, registered: bool = True, offered: str = OFFERED) -> None:
        """Come in as ann, to #lobby."""
        self.windows = Windows("ann", "host:6667")
        self.windows.now = 1_000_000
        self.dialogue = IrcDialogue(self.windows, "#lobby", str)
        self.opened = text(self.dialogue.open())
        if registered:
            self.register(offered)

    def register(self, offered: str = OFFERED) -> list[str]:
        """Have capabilities, a welcome and the channel's names."""
        return [
            *self.hear(f":s CAP * LS :{offered}", f":s CAP * ACK :{offered}"),
            *self.hear(":s 001 ann :Welcome"),
            *self.hear(":ann!~a@h JOIN #lobby", ":s 353 ann = #lobby :@bob ann"),
            *self.hear(":s 366 ann #lobby :End"),
        ]

    def hear(self, *lines: str) -> list[str]:
        """Receive lines; gives the answers."""
        return [
            answer
            for line in lines
            for answer in text(self.dialogue.receive(line.encode()))
        ]

    def type(self, line: str) -> list[str]:
        """Type a line; gives what is sent."""
        return text(self.dialogue.type(line))

    def shown(self, name: str = "#lobby") -> list[str]:
        """Give the lines of a window but the own join."""
        window = self.windows.find(name) or self.windows.server
        return [f"{each.nick}|{each.text}" for each in window.lines if each.text]


def text(lines: list[bytes]) -> list[str]:
    """Give lines without their ends."""
    assert all(line.endswith(b"\r\n") for line in lines)
    return [line.decode()[:-2] for line in lines]
