"""The room's entries as lines of IRC, for clients with given capabilities.

A form is a set of capabilities that change bytes. Each entry is written once per
form in use, not once per member.
"""

import re
from functools import lru_cache

from socketlab.chat.entry import Entry, Kind, Run
from socketlab.chat.irc.capabilities import SHAPING
from socketlab.chat.irc.clock import write_time
from socketlab.chat.irc.grammar import MESSAGE_BYTES, cut, cut_into_lines, escape
from socketlab.chat.nickname.mask import describe
from socketlab.chat.visible import show

# Modern IRC "Formatting": bold, colour, hex colour, reset, monospace, reverse,
# italics, strikethrough, underline; and CTCP's delimiter. A terminal takes none of
# them for a command to itself; every other control character is shown instead.
# https://modern.ircdocs.horse/formatting
HARMLESS = "\x01\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f\t"
_LINE_END = re.compile(
    r"\r\n?|\n"
)  # not what `splitlines` takes for one: \x1d is italics
_PLAIN = str.maketrans(dict.fromkeys(HARMLESS, "x"))

# A CTCP message: `\x01ACTION text\x01` is what `/me` says.
# https://modern.ircdocs.horse/ctcp
ACTION, CTCP = "\x01ACTION ", "\x01"

NEEDED = {
    Kind.TAGMSG: "message-tags",
    Kind.INVITE: "invite-notify",
    Kind.AWAY: "away-notify",
    Kind.ACCOUNT: "account-notify",
    Kind.CHGHOST: "chghost",
    Kind.SETNAME: "setname",
}
"""Which kinds are shown only to clients that know them."""


SPOKEN = {
    Kind.SAY: "PRIVMSG",
    Kind.ACTION: "PRIVMSG",
    Kind.NOTICE: "NOTICE",
    Kind.SYSTEM: "NOTICE",
}
"""RFC 2812 section 3.3."""

_SHAPES = {
    Kind.JOIN: "JOIN {channel}",  # RFC 2812 section 3.2.1, "extended-join"
    Kind.LEAVE: "PART {channel} :{text}",  # RFC 2812 section 3.2.2
    Kind.MODE: "MODE {channel} {text}",  # RFC 2812 section 3.2.3
    Kind.TOPIC: "TOPIC {channel} :{text}",  # RFC 2812 section 3.2.4
    Kind.INVITE: "INVITE {target} {channel}",  # RFC 2812 section 3.2.7
    Kind.KICK: "KICK {channel} {target} :{text}",  # RFC 2812 section 3.2.8
    Kind.NICK: "NICK {text}",  # RFC 2812 section 3.1.2
    Kind.QUIT: "QUIT :{text}",  # RFC 2812 section 3.1.7
    Kind.TAGMSG: "TAGMSG {channel}",  # IRCv3 "message-tags"
    Kind.AWAY: "AWAY :{text}",  # IRCv3 "away-notify"
    Kind.ACCOUNT: "ACCOUNT {text}",  # IRCv3 "account-notify"
    Kind.CHGHOST: "CHGHOST {text}",  # IRCv3 "chghost"
    Kind.SETNAME: "SETNAME :{text}",  # IRCv3 "setname"
}
_EMPTY_SHAPES = _SHAPES | {
    Kind.LEAVE: "PART {channel}",
    Kind.AWAY: "AWAY",
    Kind.ACCOUNT: "ACCOUNT *",
}
LINES = {(kind, True): line for kind, line in _SHAPES.items()} | {
    (kind, False): line for kind, line in _EMPTY_SHAPES.items()
}
"""What follows the source, by kind and by whether there is a text."""


class IrcForm:
    """How entries look to clients with the same byte-changing capabilities."""

    framed = False
    hears_itself = True

    def __init__(self, server: str, capabilities: frozenset[str]) -> None:
        """Give the server's name, the source of what it says itself."""
        self.server = server
        self.capabilities = capabilities
        self.with_time = "server-time" in capabilities
        self.with_tags = "message-tags" in capabilities
        self.with_account = "account-tag" in capabilities

    def encode(self, entry: Entry, /) -> bytes:
        """Give the lines of an entry; none if these clients are not shown it."""
        if entry.kind is Kind.SAY and entry.text.isprintable():
            data = self._encode_at_once(entry)
            if data:
                return data
        needed = NEEDED.get(entry.kind)
        if needed and needed not in self.capabilities:
            return b""
        lines = self.write(entry)
        tags = self.tag(entry)
        first = f"@{';'.join(tags)} {lines[0]}\r\n" if tags else f"{lines[0]}\r\n"
        if len(lines) == 1:
            return first.encode()
        # A text too long for one line: only the first line has the message's id.
        more = f"@{tags[0]} " if self.with_time else ""
        return (first + "".join(f"{more}{line}\r\n" for line in lines[1:])).encode()

    def encode_run(self, run: Run, /) -> list[bytes]:
        """Give the lines of a run, in one piece."""
        head = f":{describe(run.author)} PRIVMSG {run.channel} :".encode()
        tagged = self.with_time or self.with_tags or self.with_account
        if tagged or len(head) + max(map(len, run.texts)) > MESSAGE_BYTES:
            return [b"".join(map(self.encode, run.entries))]
        return [head + (b"\r\n" + head).join(run.texts) + b"\r\n"]

    def _encode_at_once(self, entry: Entry) -> bytes:
        """Give one line without detours, as nearly every entry is; none if too long."""
        source = describe(entry.author)
        data = f":{source} PRIVMSG {entry.channel} :{entry.text}\r\n".encode()
        if len(data) > MESSAGE_BYTES + 2:
            return b""
        tags = self.tag(entry)
        return b"@%b %b" % (";".join(tags).encode(), data) if tags else data

    def write(self, entry: Entry) -> list[str]:
        """Give the lines of an entry without tags; only words need more than one."""
        source = describe(entry.author)
        if command := SPOKEN.get(entry.kind):
            if entry.kind is Kind.SYSTEM:
                source = entry.author.nick or self.server
            return _speak(source, command, entry)
        line = LINES[entry.kind, bool(entry.text)].format(
            channel=entry.channel, target=entry.target, text=show_text(entry.text)
        )
        if entry.kind is Kind.JOIN and "extended-join" in self.capabilities:
            author = entry.author
            line += f" {author.account or '*'} :{show_text(author.realname)}"
        return [cut(f":{source} {line}", MESSAGE_BYTES)]

    def tag(self, entry: Entry) -> list[str]:
        """Give the tags of an entry, as they stand on its line.

        IRCv3 "server-time", "message-ids", "account-tag", "message-tags".
        """
        tags = []
        if self.with_time:
            tags.append(f"time={write_time(entry.time)}")
        if self.with_tags:
            tags.append(f"msgid={identify(entry)}")
        if self.with_account and entry.author.account:
            tags.append(f"account={escape(entry.author.account)}")
        if self.with_tags and entry.tags:
            tags.append(entry.tags)  # "before client-only tags"
        return tags


@lru_cache(maxsize=1024)
def form_for(server: str, capabilities: frozenset[str]) -> IrcForm:
    """Give the one form of a set of byte-changing capabilities."""
    return IrcForm(server, capabilities)


def shape(server: str, capabilities: frozenset[str]) -> IrcForm:
    """Give the form in which a client with these capabilities reads entries."""
    return form_for(server, capabilities & SHAPING)


def identify(entry: Entry) -> str:
    """Give an entry's message id: the same on every line, in every form, for ever.

    The time keeps ids apart when a server without history counts from one again.
    https://ircv3.net/specs/extensions/message-ids
    """
    return f"{entry.time:x}-{entry.number:x}"


def show_text(text: str) -> str:
    """Give a text without anything that a terminal would obey, its colours left."""
    if text.isprintable() or text.translate(_PLAIN).isprintable():
        return text
    return "".join(c if c in HARMLESS else show(c) for c in text)


def _speak(source: str, command: str, entry: Entry) -> list[str]:
    """Write what is said: a line for each line of the text, and for what overflows."""
    action = entry.kind is Kind.ACTION
    before, after = (ACTION, CTCP) if action else ("", "")
    head = f":{source} {command} {entry.channel} :{before}"
    size = MESSAGE_BYTES - len(head.encode()) - len(after)
    texts = [show_text(line) for line in _LINE_END.split(entry.text)]
    return [
        f"{head}{piece}{after}"
        for text in texts
        for piece in cut_into_lines(text, size)
    ]
