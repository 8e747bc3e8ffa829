"""What is said on IRC as lines to be seen."""

from socketlab.chat.conversation.line import Line, calls, clean
from socketlab.chat.entry import Kind
from socketlab.chat.irc.clock import read_time
from socketlab.chat.irc.grammar import Message
from socketlab.chat.nickname import fold

TEXT_BYTES = 380  # of one message: 512 without the longest source and target
ACTION, CTCP = "\x01ACTION ", "\x01"


def nick_of(message: Message) -> str:
    """Give the nickname, or the server, that a message comes from."""
    return (message.source or "").partition("!")[0]


def read_line(message: Message, nick: str, now: int) -> Line | None:
    """Give the line of a PRIVMSG or NOTICE; None for a CTCP query.

    Args:
        message: with a target and a text.
        nick: what this person is called.
        now: milliseconds since the epoch, for servers that give no time.

    """
    kind = Kind.SAY if message.command == "PRIVMSG" else Kind.NOTICE
    target, text = message.parameters[0], message.parameters[-1]
    if text.startswith(ACTION):
        kind, text = Kind.ACTION, text.removeprefix(ACTION).removesuffix(CTCP)
    elif text.startswith(CTCP):
        return None
    author = nick_of(message)
    own = fold(author) == fold(nick)
    return Line(
        time=time_of(message, now),
        kind=kind,
        nick=clean(author),
        text=clean(text),
        identity=message.tags.get("msgid", ""),
        own=own,
        called=not own and (fold(target) == fold(nick) or calls(text, nick)),
    )


def time_of(message: Message, now: int) -> int:
    """Give when a message was sent, by its tag `time` (IRCv3 "server-time"), or now."""
    return read_time(message.tags.get("time", "")) or now
