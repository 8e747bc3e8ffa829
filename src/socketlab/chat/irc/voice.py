"""How the server speaks to one client: numeric replies, its own lines, failures."""

from socketlab.chat.channel import Member
from socketlab.chat.irc.grammar import MESSAGE_BYTES, cut, is_middle
from socketlab.chat.irc.network import Network
from socketlab.chat.irc.numerics import ERR_NOTREGISTERED, Numeric, RejectedError
from socketlab.chat.irc.wire import show_text
from socketlab.chat.log import Reader

# One for all: an empty set takes 200 bytes, and most members never set a mode.
NONE: frozenset[str] = frozenset()


def frame(line: str) -> bytes:
    """Give a line with its end, cut between characters if it is too long.

    It may hold what others have said: topics, real names, reasons.
    """
    return f"{cut(show_text(line), MESSAGE_BYTES)}\r\n".encode()


class Voice:
    """The server's side of a conversation with a client of some capabilities.

    Attributes:
        reader: what is to be sent to this client, in order.
        member: its seat in the room; None until it is registered.
        nick: the nickname it has announced; "" before.
        modes: its user modes.

    """

    def __init__(self, network: Network, reader: Reader) -> None:
        """Begin with a client of whom nothing is known."""
        self.network = network
        self.reader = reader
        self.member: Member | None = None
        self.nick = ""
        self.modes = NONE
        self.capabilities = NONE

    @property
    def client(self) -> str:
        """What the server calls the client: its nickname, `*` before it has one."""
        return self.member.nick if self.member else self.nick or "*"

    @property
    def operator(self) -> bool:
        """Whether it is an operator of the server (OPER)."""
        return "o" in self.modes

    @property
    def seat(self) -> Member:
        """The member, in commands that need a registered client."""
        if self.member is None:
            raise RejectedError(ERR_NOTREGISTERED)
        return self.member

    def write(self, data: bytes) -> None:
        """Say whole lines, after all that the room has said so far."""
        self.reader.write(data)

    def send(self, line: str) -> None:
        """Say one line from the server itself, at most 512 bytes of it."""
        self.write(self.frame(line))

    def frame(self, line: str) -> bytes:
        """Give a line of the server: nothing in it is obeyed, nothing is too long."""
        return frame(f":{self.network.name} {line}")

    def reply(self, numeric: Numeric, *parameters: str, text: str = "") -> None:
        """Say a numeric reply: its parameters, then its words or the text given."""
        self.write(self.write_reply(numeric, *parameters, text=text))

    def write_reply(self, numeric: Numeric, *parameters: str, text: str = "") -> bytes:
        """Give a numeric reply; parameters that cannot stand in a line become `*`.

        What a client has sent comes back in them: only to itself, and in one line.
        """
        words = (each if is_middle(each) else "*" for each in parameters)
        line = " ".join((numeric.code, self.client, *words))
        trailing = text or numeric.text
        return self.frame(f"{line} :{trailing}" if trailing else line)

    def reject(self, error: RejectedError) -> None:
        """Say why a command was not carried out."""
        self.reply(error.numeric, *error.parameters, text=error.text)

    def fail(self, command: str, code: str, *context: str, text: str) -> None:
        """Say what failed: as a standard reply, or in a notice to older clients.

        https://ircv3.net/specs/extensions/standard-replies
        """
        words = " ".join(
            each if is_middle(each) else "*" for each in (command, code, *context)
        )
        if "standard-replies" in self.capabilities:
            self.send(f"FAIL {words} :{text}")
        else:
            self.send(f"NOTICE {self.client} :{text} ({words})")
