"""Who is in a channel, and which channels there are: NAMES and LIST."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from socketlab.chat.channel import Channel, Member
from socketlab.chat.irc import numerics
from socketlab.chat.irc.grammar import MESSAGE_BYTES, Message, wrap_words
from socketlab.chat.irc.isupport import CHANNELS
from socketlab.chat.irc.lookup import prefix, sees, sees_member, split_targets
from socketlab.chat.nickname.mask import describe, matches

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session

ROSTER_SHAPING = frozenset({"multi-prefix", "userhost-in-names"})

Test = Callable[[Channel], bool]
Measure = Callable[[Channel, int], float | None]


def names(session: "Session", message: Message) -> None:
    """NAMES [<channel>{,<channel>}]: RFC 2812 section 3.2.5, Modern IRC "NAMES".

    Without a channel it names nobody: "servers MAY" refuse to list everyone.
    """
    wanted = "".join(message.parameters[:1])
    for name in split_targets(message.command, wanted, CHANNELS):
        channel = session.network.room.channel(name)
        if channel and sees(session, channel):
            send_names(session, channel)
        else:
            session.reply(numerics.RPL_ENDOFNAMES, name)
    if not wanted:
        session.reply(numerics.RPL_ENDOFNAMES, "*")


def send_names(session: "Session", channel: Channel) -> None:
    """Say who is in a channel that the client may see, marked with their status.

    Who is not in it is not told of those who are invisible.
    """
    symbol = "@" if "s" in channel.modes else "="  # RFC 2812 section 5.1, 353
    head = f":{session.network.name} 353 {session.client} {symbol} {channel.name} :"
    # Heads of almost the same length share one roster: 16 bytes are a name or two.
    width = MESSAGE_BYTES - (len(head.encode()) + 15) // 16 * 16
    if session.seat in channel.members:
        lines = keep_roster(session, channel, width).lines
    else:
        words = [
            name_member(session, member, status)
            for member, status in channel.members.items()
            if sees_member(session, member)
        ]
        lines = wrap_words(words, width)
    session.write("".join(f"{head}{line}\r\n" for line in lines).encode())
    session.reply(numerics.RPL_ENDOFNAMES, channel.name)


@dataclass
class Roster:
    """A channel's members as lines of names; newcomers are added at the end.

    In a join storm everyone is told of everyone: writing all names again for each
    newcomer would take most of the server's time.
    """

    lines: list[str] = field(default_factory=list)
    count: int = 0  # of the members written so far
    version: int = 0  # of the channel when they were written

    def is_behind(self, channel: Channel) -> bool:
        """Whether members have come since, and nothing else has changed."""
        came = len(channel.members) - self.count
        return came >= 0 and channel.version - self.version == came

    def add(self, words: list[str], width: int) -> None:
        """Write more names behind the others."""
        last = [self.lines.pop()] if self.lines else []
        self.lines += wrap_words([*last, *words], width)
        self.count += len(words)


def keep_roster(session: "Session", channel: Channel, width: int) -> Roster:
    """Give the roster of a channel in the client's form, kept with the channel."""
    form = (session.capabilities & ROSTER_SHAPING, width)
    roster = channel.rosters.get(form)
    if not isinstance(roster, Roster) or not roster.is_behind(channel):
        roster = channel.rosters[form] = Roster()
    newcomers = islice(channel.members.items(), roster.count, None)
    roster.add([name_member(session, *each) for each in newcomers], width)
    roster.version = channel.version
    return roster


def name_member(session: "Session", member: Member, status: str) -> str:
    """Give a name as it stands in a roster.

    https://ircv3.net/specs/extensions/userhost-in-names
    """
    full = "userhost-in-names" in session.capabilities
    return prefix(session, status) + (describe(member.author) if full else member.nick)


def list_channels(session: "Session", message: Message) -> None:
    """LIST [<channel or condition>{,<channel or condition>}]: RFC 2812 section 3.2.6.

    Modern IRC, ELIST parameter: `mask`, `!mask`, `>members`, `<members`,
    `C<minutes`, `C>minutes` (created), `T<minutes`, `T>minutes` (topic).
    """
    words = split_targets(
        message.command, "".join(message.parameters[:1]), CHANNELS, ","
    )
    tests = [read_condition(word, session.network.room.now) for word in words]
    lines = [
        session.write_reply(
            numerics.RPL_LIST,
            *(channel.name, str(len(channel.members))),
            text=channel.topic or " ",
        )
        for channel in session.network.room.channels.values()
        if sees(session, channel) and all(test(channel) for test in tests)
    ]
    session.reply(numerics.RPL_LISTSTART, "Channel")
    session.write(b"".join(lines))
    session.reply(numerics.RPL_LISTEND)


def read_condition(word: str, now: int) -> Test:
    """Give the test that one condition of LIST stands for; `now`: milliseconds.

    A number of minutes: `C<5` is created less than 5 minutes ago.
    """
    for sign, wanted in (("<", -1), (">", 1)):
        letter, found, digits = word.partition(sign)
        if found and letter.upper() in _MEASURES and digits.isdecimal():
            measure = _MEASURES[letter.upper()]
            return compare(measure, now, int(digits[:9]), wanted)
    if word.startswith("!"):
        return lambda channel: not matches(word[1:], channel.name)
    return lambda channel: matches(word, channel.name)


def compare(measure: Measure, now: int, bound: int, wanted: int) -> Test:
    """Give the test whether a measure is above (1) or below (-1) a bound."""

    def test(channel: Channel) -> bool:
        value = measure(channel, now)
        return value is not None and (value - bound) * wanted > 0

    return test


_MEASURES: dict[str, Measure] = {
    "": lambda channel, _: len(channel.members),
    "C": lambda channel, now: (now - channel.created) / 60_000,
    "T": lambda channel, now: (
        (now - channel.topic_time) / 60_000 if channel.topic else None
    ),
}
