"""What all IRC sessions of one server share."""

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import socketlab
from socketlab.chat.entry import Author
from socketlab.chat.irc.capabilities import OFFERED
from socketlab.chat.nickname import fold
from socketlab.chat.room import Room
from socketlab.chat.settings import Settings

if TYPE_CHECKING:
    from socketlab.chat.channel import Member
    from socketlab.chat.irc.session import Session
    from socketlab.chat.log.history import History

# WHOWAS remembers this many who left or took another name; ngircd keeps 64.
REMEMBERED = 256


class Departure(NamedTuple):
    """Who used a nickname before, and until when (milliseconds since the epoch)."""

    author: Author
    time: int


class Network:
    """The server as IRC sees it: its name, its settings, who is connected."""

    def __init__(self, room: Room, settings: Settings | None = None) -> None:
        """Start without a client; the room's time is the time of creation."""
        self.room = room
        self.settings = settings or Settings()
        self.version = f"socketlab-{socketlab.__version__}"
        self.created = room.now
        self.sessions: dict[Session, None] = {}  # registered or not, in order
        self.operators: dict[Session, None] = {}
        self.invisible: dict[Session, None] = {}
        self.most_members = 0
        self.seats: dict[Member, Session] = {}  # the registered ones
        self.departed: deque[Departure] = deque(maxlen=REMEMBERED)
        self.offered = dict(OFFERED)
        self.history: History | None = None  # what was said before, if it is kept

    @property
    def name(self) -> str:
        """The server's name, the source of what it says."""
        return self.settings.name

    def note_modes(self, session: "Session") -> None:
        """Keep the registers of operators and invisible users up to date."""
        for letter, register in (("o", self.operators), ("i", self.invisible)):
            if letter in session.modes:
                register[session] = None
            else:
                register.pop(session, None)

    def strike_out(self, session: "Session") -> None:
        """Take a session off every register: its connection is at its end."""
        for register in (self.sessions, self.operators, self.invisible):
            register.pop(session, None)
        if session.member is not None:
            self.seats.pop(session.member, None)
            self.remember(session.member.author)

    def remember(self, author: Author) -> None:
        """Keep for WHOWAS who gives a nickname up."""
        self.departed.append(Departure(author, self.room.now))

    def recall(self, nick: str) -> list[Departure]:
        """Give who used a nickname before, the latest first."""
        wanted = fold(nick)
        return [
            departure
            for departure in reversed(self.departed)
            if fold(departure.author.nick) == wanted
        ]

    def count_members(self) -> None:
        """Note the highest number of members there has been."""
        self.most_members = max(self.most_members, len(self.room.members))

    def offer(self, name: str, value: str = "") -> None:
        """Offer one more capability, and tell who asked to be told.

        https://ircv3.net/specs/extensions/capability-negotiation#the-cap-new-subcommand
        """
        self.offered[name] = value
        for session in list(self.sessions):
            session.hear_of_capability("NEW", name, value)

    def withdraw(self, name: str) -> None:
        """Offer a capability no more: it is off for everybody, who is told so.

        https://ircv3.net/specs/extensions/capability-negotiation#the-cap-del-subcommand
        """
        del self.offered[name]
        for session in list(self.sessions):
            session.hear_of_capability("DEL", name)

    def list_capabilities(self, *, with_values: bool) -> list[str]:
        """Give the words of `CAP LS`: names, with their values for version 302."""
        return [
            f"{name}={value}" if value and with_values else name
            for name, value in sorted(self.offered.items())
        ]
