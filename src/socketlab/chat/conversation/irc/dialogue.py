"""One person's conversation with an IRC server: lines in, lines out."""

from collections.abc import Callable

from socketlab.chat.conversation.irc import past
from socketlab.chat.conversation.irc.commands import carry_out
from socketlab.chat.conversation.irc.presence import rejoined
from socketlab.chat.conversation.irc.replies import EVENTS, reply
from socketlab.chat.conversation.irc.speech import TEXT_BYTES
from socketlab.chat.conversation.irc.support import Support
from socketlab.chat.conversation.line import clean
from socketlab.chat.conversation.windows import Windows
from socketlab.chat.irc.grammar import (
    MalformedLineError,
    Message,
    cut,
    parse,
    serialise,
)
from socketlab.chat.nickname import fold


class IrcDialogue:
    """Registration, channels, and what is said; begins anew on each connection.

    Attributes:
        windows: what the person sees.
        ready: what is typed can be sent.
        settled: the server has taken us, so that the next loss is a new one.
        ended: why it is no use to connect again; "" while it is.

    """

    lines = True  # what comes is a stream of lines
    closed = False  # the connection says so itself

    def __init__(
        self,
        windows: Windows,
        home: str,
        translate: Callable[[str], str],
        password: str = "",
    ) -> None:
        """Speak for one person; `home` is the channel to join first."""
        self.windows = windows
        self.home = home
        self.translate = translate
        self.password = password
        self.wanted = windows.nick  # the nickname asked for, while another is used
        self.ready = self.settled = False
        self.ended = ""
        self.begin()

    def begin(self) -> None:
        """Forget what the last connection had."""
        self.support = Support()
        self.offered: set[str] = set()
        self.capabilities: set[str] = set()
        self.batches: dict[str, past.Batch] = {}
        self.filling: set[str] = set()  # folded names of channels with a gap
        self.out: list[bytes] = []
        self.asked = False
        self.leaving = False

    # What the shell calls

    def open(self) -> list[bytes]:
        """Begin on a new connection; gives what to send."""
        self.begin()
        self.send("CAP", "LS", "302")
        if self.password:
            self.send("PASS", self.password)
        self.send("NICK", self.windows.nick)
        self.send("USER", user_name(self.windows.nick), "0", "*", self.windows.nick)
        return self.take_out()

    def receive(self, line: bytes) -> list[bytes]:
        """Take one line without its end; gives what to send."""
        self.asked = False
        try:
            message = parse(line.decode("utf-8", "replace").encode())
        except MalformedLineError:
            self.windows.note(line.decode("utf-8", "replace"), self.windows.server)
            return []
        if message is not None and not past.collect(self, message):
            self.take(message)
        return self.take_out()

    def take(self, message: Message) -> None:
        """Act on one message; one with too few parameters is only shown."""
        event = EVENTS.get(message.command)
        try:
            if event is not None:
                event(self, message)
            else:
                reply(self, message)
        except (IndexError, ValueError):
            words = " ".join((message.command, *message.parameters))
            self.windows.note(words, self.windows.server)

    def type(self, text: str) -> list[bytes]:
        """Take a line that was typed; gives what to send."""
        carry_out(self, text)
        return self.take_out()

    def check(self) -> list[bytes] | None:
        """Ask a silent server whether it is there; None: it did not answer."""
        if self.asked:
            return None
        self.asked = True
        self.send("PING", "socketlab")
        return self.take_out()

    def leave(self, reason: str = "") -> list[bytes]:
        """Give what tells the server that this person leaves."""
        self.leaving = True
        self.send("QUIT", *([cut(reason, TEXT_BYTES)] if reason else []))
        return self.take_out()

    def lose(self, sentence: str) -> None:
        """Note that the connection is lost, and from where on something is missing."""
        self.ready = self.settled = False
        past.give_up(self)
        lost = [each for each in self.windows.opened if rejoined(each)]
        for window in lost or [self.windows.server]:
            self.windows.note(sentence, window)
        for window in lost:
            window.joined = False
            window.gap = window.end if window.gap is None else window.gap

    # What the parts of the conversation call

    def send(self, command: str, *parameters: str) -> None:
        """Send a message; what cannot stand in a line is left out."""
        words = tuple(each.translate(_NO_LINE_ENDS) for each in parameters)
        self.out.append(serialise(Message(command, words)))

    def take_out(self) -> list[bytes]:
        """Give what is to be sent, once."""
        out, self.out = self.out, []
        return out

    def welcome(self, nick: str) -> None:
        """Be registered under a nickname, and join the channels."""
        self.windows.nick, self.settled = nick, True
        if fold(nick) != fold(self.wanted):
            _ = self.translate
            self.windows.note(
                _(
                    "The name {wanted} is taken; you are called {nick}. "
                    "/nick NAME chooses another one."
                ).format(wanted=self.wanted, nick=clean(nick))
            )
        channels = [each.name for each in self.windows.opened if rejoined(each)]
        for name in channels or [self.home]:
            self.send("JOIN", name)
        self.home = (channels or [self.home])[0]

    def settle(self, channel: str) -> None:
        """Note that a channel was joined, or cannot be: now lines can be sent."""
        if fold(channel) == fold(self.home):
            self.ready = True


_NO_LINE_ENDS = str.maketrans(dict.fromkeys("\0\r\n", " "))


def user_name(nick: str) -> str:
    """Give a user name that every server takes: letters and digits, at most ten."""
    plain = "".join(c for c in nick if c.isascii() and c.isalnum())
    return plain[:10] or "user"
