"""What is said on IRC as lines to be seen."""

import re

from socketlab.chat.conversation.line import Line, clean
from socketlab.chat.entry import Kind
from socketlab.chat.irc.grammar import Message
from socketlab.chat.nickname import fold

TEXT_BYTES = 380  # of one message: 512 without the longest source and target
ACTION, CTCP = "\x01ACTION ", "\x01"
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3})\d*)?Z")


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
        time=read_time(message, now),
        kind=kind,
        nick=clean(author),
        text=clean(text),
        identity=message.tags.get("msgid", ""),
        own=own,
        called=not own and (fold(target) == fold(nick) or calls(text, nick)),
    )


def calls(text: str, nick: str) -> bool:
    """Whether a text names someone, as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(fold(nick))}(?!\w)", fold(text)) is not None


def read_time(message: Message, now: int) -> int:
    """Give when a message was sent, by its tag `time`; else now.

    IRCv3 "server-time": `YYYY-MM-DDThh:mm:ss.sssZ`. The day's number after Howard
    Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    """
    found = _TIME.fullmatch(message.tags.get("time", ""))
    if found is None:
        return now
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    year -= month <= 2  # noqa: PLR2004 years begin in March
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    days = era * 146097 + day_of_era - 719468
    seconds = days * 86400 + hour * 3600 + minute * 60 + second
    return seconds * 1000 + int((found[7] or "0").ljust(3, "0"))
