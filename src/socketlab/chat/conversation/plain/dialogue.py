"""One person's conversation with a plain UDP room: datagrams in, datagrams out."""

from collections import deque
from collections.abc import Callable

from socketlab.chat.conversation.line import Line, calls, clean
from socketlab.chat.conversation.plain.phrases import Meaning, Phrases
from socketlab.chat.conversation.windows import Windows
from socketlab.chat.entry import Kind
from socketlab.chat.irc.clock import read_time
from socketlab.chat.nickname import fold

KINDS: dict[Meaning | None, Kind] = {
    Meaning.SAID: Kind.SAY,
    Meaning.ACTED: Kind.ACTION,
    Meaning.NOTICED: Kind.NOTICE,
}
SEEN: dict[Meaning | None, Kind] = {
    Meaning.JOINED: Kind.JOIN,
    Meaning.LEFT: Kind.QUIT,
    Meaning.RENAMED: Kind.NICK,
    Meaning.PUT_OUT: Kind.KICK,
}
NO_SEAT = {Meaning.NAME_FIRST, Meaning.NAME_TAKEN, Meaning.NAME_LONG}
PAGE = 100  # lines asked for, to fill a gap
AT_ONCE = 1000  # milliseconds: what had waited for us is read in less
EARLY = 16  # messages that are said again if they came before a seat
TRIES = 5  # names tried one after the other, when each is taken
HELP = ("/nick NAME", "/names", "/history", "/clear", "/quit")


class PlainDialogue:
    """The one window of the plain room.

    Whoever is refused has no seat, and its next datagram would be taken for its
    name. So every message is sent as `NAME : text`, which can never be a name.

    Attributes:
        windows: what the person sees.
        ready: what is typed can be sent.
        settled: the server has been heard.
        closed: the server has said that it ends.
        ended: why it is no use to go on; never, here.

    """

    lines = False  # what comes is one datagram after the other

    def __init__(
        self,
        windows: Windows,
        phrases: Phrases,
        translate: Callable[[str], str],
    ) -> None:
        """Speak for one person; `phrases`: of the languages a server may speak."""
        self.windows = windows
        self.window = windows.server
        self.phrases = phrases
        self.translate = translate
        self.ready = self.settled = False
        self.ended = ""
        self.closed = False
        self.entering = False  # the name was sent, and nothing said since
        self.tries = 0
        self.seated = False  # the server has shown since that we have a seat
        self.early: deque[str] = deque(maxlen=EARLY)  # what was said before it did
        self.premature = 0  # refusals to come of what was said without a seat
        self.last = ""  # the message that is sent again if the server forgot us
        self.heard = 0  # when something came from the server
        self.sure = 0  # and what came before it: since then we may have slept
        self.recalled = False
        self.lost = 0  # when the server was heard last, while what was missed comes

    def open(self) -> list[bytes]:
        """Begin on a new connection; gives what to send."""
        self.tries = 0
        self.closed = False
        self.early.clear()
        if self.window.gap is None:
            self.sure = self.heard = self.windows.now
        self.window.joined = True
        return self._enter()

    def receive(self, datagram: bytes) -> list[bytes]:
        """Take one datagram; gives what to send."""
        self.settled = True
        text = datagram.rstrip(b"\0\r\n").decode("utf-8", "backslashreplace")
        meaning, values = self.phrases.read(text)
        if meaning not in {Meaning.PAST, *NO_SEAT}:
            self._close_gap()
        self._note_seat(meaning)
        if meaning in KINDS:
            self._hear(KINDS[meaning], **values)
        elif meaning is Meaning.PAST:
            self._recall(**values)
        elif meaning is Meaning.KEPT and self.window.gap is not None:
            return [frame(f"{self.windows.nick} : /history {PAGE}")]
        elif meaning in NO_SEAT:
            return self._take_refusal(meaning, text)
        elif meaning is Meaning.STILL_THERE:
            return [frame("")]
        elif meaning is Meaning.CLOSING:
            self.closed = True
        elif meaning is Meaning.CODE and not self.seated:
            return [frame(values["code"]), *map(self._address, self.early)]
        elif meaning not in SEEN:
            self.windows.note(text, self.window)
        else:
            self._see(SEEN[meaning], **values)
        return []

    def type(self, text: str) -> list[bytes]:
        """Take a line that was typed; gives what to send."""
        command, _, rest = text.partition(" ")
        windows, translate = self.windows, self.translate
        if command == "/history":
            self.window.gap = None  # what comes now is asked for by the person
        if command == "/nick" and rest.strip():
            windows.nick = rest.strip()
            self.window.members.clear()
            return [frame("EXIT"), *self.open()]
        if command == "/names":
            windows.note(" ".join(self.window.roster()))
        elif command == "/clear":
            self.window.clear()
        elif command == "/help":
            for usage in HELP:
                windows.note(usage)
        elif command.startswith("/") and command != "/history":
            windows.note(
                translate("There is no command /{name}; /help lists them.").format(
                    name=clean(command[1:])
                )
            )
        elif text.strip():
            return self._say(text)
        return []

    def check(self) -> list[bytes] | None:
        """Ask nothing: a server may take an empty datagram for a message."""
        return []

    def leave(self, reason: str = "") -> list[bytes]:  # noqa: ARG002 plain text has none
        """Give what tells the server that this person leaves."""
        return [frame("EXIT")]

    def lose(self, sentence: str) -> None:
        """Note that nobody answers any more."""
        self.ready = self.settled = False
        self.window.joined = False
        self.window.members.clear()
        self.windows.note(sentence, self.window)
        self._open_gap()

    def _open_gap(self) -> None:
        """Note from where on something is missing."""
        self._close_gap()
        if self.window.gap is None:
            self.window.gap = self.window.end
            self.lost = self.sure

    def _close_gap(self) -> None:
        """Note that what was missed has come, once something else follows."""
        if self.recalled:
            self.window.gap, self.recalled = None, False

    def _note_seat(self, meaning: Meaning | None) -> None:
        """Believe that we have a seat, by what only those hear who have one."""
        if meaning in {Meaning.CODE, *NO_SEAT}:
            return
        self.seated, self.premature = True, 0
        self.early.clear()
        now = self.windows.now
        if self.window.gap is None and now - self.heard >= AT_ONCE:
            self.sure, self.heard = self.heard, now

    def _enter(self) -> list[bytes]:
        self.ready = self.entering = True
        self.seated = False
        self.window.seat(self.windows.nick)
        return [frame(self.windows.nick)]

    def _take_refusal(self, meaning: Meaning, sentence: str) -> list[bytes]:
        """Come in again, or under another name; else let the person choose one."""
        windows = self.windows
        if meaning is Meaning.NAME_FIRST and self.premature:
            self.premature -= 1
            return []
        if meaning is Meaning.NAME_FIRST and not self.entering and self.last:
            again, self.last = self.last, ""  # the server has forgotten us
            self.early.append(again)
            self._open_gap()
            return [*self._enter(), self._address(again)]
        self.window.unseat(windows.nick)
        if meaning is Meaning.NAME_TAKEN and self.tries < TRIES:
            taken, windows.nick = windows.nick, f"{windows.nick}_"
            self.tries += 1
            windows.note(
                self.translate(
                    "The name {wanted} is taken; you are called {nick}. "
                    "/nick NAME chooses another one."
                ).format(wanted=clean(taken), nick=clean(windows.nick)),
                self.window,
            )
            self.premature += len(self.early)
            return [*self._enter(), *map(self._address, self.early)]
        windows.note(sentence, self.window)
        windows.note(self.translate("/nick NAME chooses a name."), self.window)
        return []

    def _say(self, text: str) -> list[bytes]:
        windows = self.windows
        if not text.startswith("/"):
            said = Line(windows.now, Kind.SAY, windows.nick, clean(text), own=True)
            windows.add(self.window, said)
        self.entering = False
        self.last = text
        if not self.seated:
            self.early.append(text)
        return [self._address(text)]

    def _address(self, text: str) -> bytes:
        """Give the datagram of a message, which is never taken for a name."""
        return frame(f"{self.windows.nick} : {text}")

    def _hear(self, kind: Kind, name: str, text: str) -> None:
        windows = self.windows
        self._meet(name)
        called = calls(text, windows.nick)
        line = Line(windows.now, kind, clean(name), clean(text), called=called)
        windows.add(self.window, line)

    def _recall(self, time: str, text: str) -> None:
        """Put a line of the history where it belongs: into the gap, or to the end."""
        windows, window = self.windows, self.window
        self.recalled = True
        meaning, values = self.phrases.read(text)
        when = read_time(f"{time[:-1]}.000Z") or windows.now
        kind = KINDS.get(meaning, Kind.SYSTEM)
        nick = ""
        if kind is not Kind.SYSTEM:
            nick, text = clean(values["name"]), values["text"]
        own = fold(nick) == fold(windows.nick)
        line = Line(when, kind, nick, clean(text), own=own)
        if window.gap is None:
            windows.add(window, line)
        elif when >= self.lost - self.lost % 1000 and not window.repeats(line):
            windows.insert(window, window.gap, [line])
            window.gap += 1

    def _meet(self, name: str) -> None:
        """Note somebody who is here: plain text has no list of members."""
        self.window.seat(clean(name))

    def _see(self, kind: Kind, name: str, text: str = "", target: str = "") -> None:
        """Note who comes, goes or changes."""
        window = self.window
        name, text, target = clean(name), clean(text), clean(target)
        match kind:
            case Kind.JOIN:
                self._meet(name)
            case Kind.NICK:
                window.rename(name, text)
            case _:
                window.unseat(target or name)
        line = Line(self.windows.now, kind, name, text, target)
        self.windows.add(window, line)


def frame(text: str) -> bytes:
    """Give the datagram of a text: one line, ended with LF as `nc -u` does."""
    line = " ".join(text.splitlines())
    return line.encode("utf-8", "backslashreplace") + b"\n"
