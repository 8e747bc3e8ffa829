"""Clients of a room without sockets: what they say, and what each of them hears."""

from dataclasses import replace

from socketlab.chat.channel import Channel, Member
from socketlab.chat.entry import Author
from socketlab.chat.irc import wire
from socketlab.chat.irc.network import Network
from socketlab.chat.irc.session import Session
from socketlab.chat.log import Reader, Turn
from socketlab.chat.plain.form import PlainForm
from socketlab.chat.room import Room
from socketlab.chat.settings import Operator, Settings

NOW = 1_700_000_000_000  # 2023-11-14T22:13:20Z
NAME = "irc.example"
SETTINGS = Settings(name=NAME, network="example")


class Ear(Reader):
    """A reader that takes everything at the end of each turn."""

    heard = b""

    def deliver(self, news: list[bytes]) -> None:
        """Take the news."""
        self.heard += b"".join(news)

    def drain(self) -> None:
        """Take the queue."""
        data = b"".join(self.pending())
        if data:
            self.heard += data
            self.advance(len(data))
        self.settle()


class Client:
    """One session and what it hears."""

    def __init__(self, network: Network, host: str = "198.51.100.7") -> None:
        """Connect."""
        self.ear = Ear(network.room.turn, wire.shape(network.name, frozenset()))
        self.session = Session(network, host, self.ear)
        self.turn = network.room.turn

    def say(self, *lines: str | bytes) -> list[str]:
        """Send lines, one turn each; give what this client has heard since."""
        for line in lines:
            data = line if isinstance(line, bytes) else line.encode()
            self.session.receive_line(data)
            self.turn.send()
        return self.hear()

    def hear(self) -> list[str]:
        """Give the lines heard since the last time, without the server's name."""
        self.turn.send()
        heard, self.ear.heard = self.ear.heard, b""
        assert heard == b"" or heard.endswith(b"\r\n")
        assert b"\n" not in heard.replace(b"\r\n", b"")
        lines = heard.decode().split("\r\n")[:-1]
        return [line.replace(f":{NAME} ", "", 1) for line in lines]

    @property
    def member(self) -> Member:
        """Its seat in the room."""
        return self.session.seat


class Scene:
    """A room with clients in it."""

    def __init__(self, settings: Settings = SETTINGS) -> None:
        """Open an empty room."""
        self.room = Room(Turn(), now=NOW, longest=settings.limits.nickname)
        self.network = Network(self.room, settings)
        self.clients: list[Client] = []

    def connect(self) -> Client:
        """Connect a client that has said nothing yet."""
        client = Client(self.network)
        self.clients.append(client)
        return client

    def enter(
        self, nick: str, *channels: str, capabilities: str = "", user: str = ""
    ) -> Client:
        """Register a client and let it join; everybody forgets what they heard."""
        client = self.connect()
        if capabilities:
            client.say(f"CAP REQ :{capabilities}")
        client.say(f"NICK {nick}", f"USER {user or nick} 0 * :{nick} Real", "CAP END")
        for name in channels:
            client.say(f"JOIN {name}")
        self.forget()
        return client

    def seat_plain(self, nick: str) -> tuple[Member, Ear]:
        """Seat someone who speaks plain text, in no channel."""
        ear = Ear(self.room.turn, PlainForm(line_feed=True, translate=str))
        return self.room.enter(Author(nick), ear), ear

    def forget(self) -> None:
        """Let everybody forget what they heard so far."""
        for client in self.clients:
            client.hear()

    def channel(self, name: str) -> Channel:
        """Give a channel that there is."""
        channel = self.room.channel(name)
        assert channel is not None
        return channel

    def pass_time(self, seconds: float) -> None:
        """Let time go by."""
        self.room.now += int(seconds * 1000)


def with_operator(settings: Settings = SETTINGS) -> Settings:
    """Give settings in which `OPER root secret` is right."""
    return replace(settings, operators=(Operator("root", "secret"),))
