"""Plain text over datagrams: a nickname first, then messages, `EXIT` to leave.

What `nc -u` and the classic classroom client need: the first datagram is the
nickname, every further one a message. A message may begin with the sender's own
`NAME : `, as the classic client writes it; it is not doubled.
"""

from typing import TYPE_CHECKING

from socketlab.chat.channel import Member, RefusedError
from socketlab.chat.entry import Author
from socketlab.chat.log import Reader
from socketlab.chat.nickname import Flaw, MalformedError
from socketlab.chat.plain.form import PlainForm, Translator
from socketlab.chat.plain.recall import read_request, recall
from socketlab.chat.room import LOBBY, Room

if TYPE_CHECKING:
    from socketlab.chat.log.history import History

EXIT = "exit"


def read_text(datagram: bytes) -> str:
    r"""Give what a datagram says.

    Its line's end does not count, nor the NULs of a client that sends its whole
    buffer; bytes that are no UTF-8 are spelled `\xff`.
    """
    line = datagram.rstrip(b"\0").removesuffix(b"\n").removesuffix(b"\r")
    return line.decode("utf-8", "backslashreplace")


def ends_with_line_feed(datagram: bytes) -> bool:
    """Whether the sender is of those whose datagrams end with LF."""
    return datagram.rstrip(b"\0").endswith(b"\n")


def is_exit(text: str) -> bool:
    """Whether a text is exactly the word that leaves, in any case."""
    return text.isascii() and text.lower() == EXIT


class Lobby:
    """What all plain members share: the room, the language, the limits."""

    def __init__(self, room: Room, translate: Translator, longest: int) -> None:
        """Let plain members into a room; `longest`: bytes of one message."""
        self.room = room
        self.translate = translate
        self.longest = longest
        self.forms = {end: PlainForm(end, translate) for end in (False, True)}
        self.history: History | None = None  # what was said before, if it is kept
        self.greeting = ""  # what a newcomer is told; nothing if empty

    def enter(self, text: str, host: str, reader: Reader) -> "PlainSession | str":
        """Give a seat to who sends a free nickname, or the sentence why not."""
        _ = self.translate
        try:
            member = self.room.enter(Author(text, "udp", host), reader)
        except MalformedError as error:
            if error.flaw is Flaw.LONG:
                return _("A nickname has at most {count} characters.").format(
                    count=self.room.longest
                )
            return _("Send your nickname first: without spaces or any of : , * ? ! @.")
        except RefusedError:
            return _("This nickname is taken: choose another one.")
        return PlainSession(self, reader, member, text)


class PlainSession:
    """One member of the lobby; it exists only while it has a seat."""

    __slots__ = ("asked", "given", "heard", "lobby", "member", "reader")

    def __init__(
        self, lobby: Lobby, reader: Reader, member: Member, given: str
    ) -> None:
        """Seat a member that the room has let in; `given`: its name as it was sent."""
        self.lobby = lobby
        self.reader = reader
        self.member = member
        self.given = given
        self.heard = lobby.room.now  # when it last sent something, milliseconds
        self.asked = False
        member.session = self
        lobby.room.join(member, LOBBY)
        if lobby.greeting:
            self.tell(lobby.greeting)

    def receive(self, datagram: bytes) -> bool:
        """Take one datagram; False: it leaves, or has no seat any more."""
        if not self.lobby.room.has(self.member):
            return False
        self.heard = self.lobby.room.now
        self.asked = False
        if datagram:
            self._follow_line_feed(line_feed=ends_with_line_feed(datagram))
        text = read_text(datagram)
        for name in (self.member.nick, self.given):
            if text.startswith(f"{name} : "):
                text = text.removeprefix(f"{name} : ")
                break
        if is_exit(text):
            return False
        count = read_request(text)
        if count:
            for line in recall(
                self.lobby.history, self.lobby.room, count, self.lobby.forms[False]
            ):
                self.tell(line)
        elif text:
            self._say(text)
        return True

    def check(self, silence: float, answer: float) -> bool:
        """Ask a member that is silent; False: it did not answer, and leaves.

        Args:
            silence: seconds until it is asked.
            answer: seconds until it must have sent anything.

        """
        waited = (self.lobby.room.now - self.heard) / 1000
        if self.asked:
            return waited < silence + answer
        if waited >= silence:
            self.asked = True
            _ = self.lobby.translate
            self.tell(
                _(
                    "Are you still there? Send anything within {count} seconds, "
                    "an empty line will do, or you leave the chat room."
                ).format(count=round(answer))
            )
        return True

    def tell(self, sentence: str) -> None:
        """Say something to this member alone."""
        form = self.reader.form
        assert isinstance(form, PlainForm)  # noqa: S101 what the transport gave it
        self.reader.write(form.frame(sentence))

    def _say(self, text: str) -> None:
        lobby, _ = self.lobby, self.lobby.translate
        channel = lobby.room.join(self.member, LOBBY)  # put out, it comes back in
        if len(text.encode("utf-8", "backslashreplace")) > lobby.longest:
            self.tell(
                _("Not sent: a message has at most {count} bytes.").format(
                    count=lobby.longest
                )
            )
            return
        try:
            lobby.room.say(self.member, channel, text)
        except RefusedError:
            self.tell(_("Not sent: you may not speak here at the moment."))

    def _follow_line_feed(self, *, line_feed: bool) -> None:
        form = self.lobby.forms[line_feed]
        if form != self.reader.form:
            self.reader.change_form(form, (c.log for c in self.member.channels))
