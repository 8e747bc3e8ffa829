"""MODE for channels: lists b e I, settings k l, flags i m n s t, status o v.

RFC 2811 section 4, Modern IRC "Channel Modes".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from socketlab.chat.channel import Channel
from socketlab.chat.entry import Kind
from socketlab.chat.irc import numerics
from socketlab.chat.irc.grammar import Message
from socketlab.chat.irc.isupport import KEY_BYTES, LIST_MODES, MODES
from socketlab.chat.irc.lookup import find_channel, find_member, require_rule, sees
from socketlab.chat.irc.numerics import RejectedError
from socketlab.chat.nickname import fold
from socketlab.chat.nickname.mask import complete, describe

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session

LISTS = {
    "b": (numerics.RPL_BANLIST, numerics.RPL_ENDOFBANLIST),
    "e": (numerics.RPL_EXCEPTLIST, numerics.RPL_ENDOFEXCEPTLIST),
    "I": (numerics.RPL_INVEXLIST, numerics.RPL_ENDOFINVEXLIST),
}
FLAGS = "imnst"
STATUS = "ov"

_MASK = re.compile(r"[^\x00-\x20\x7f:][^\x00-\x20\x7f]*")
MASK_BYTES = 128  # nickname, user and host at their longest are not much more
# key (RFC 2812 section 2.3.1) is 1 to 23 characters without spaces; a comma divides
# the keys of JOIN, and a leading colon is the grammar's.
_KEY = re.compile(r"[^\x00-\x20\x7f,:][^\x00-\x20\x7f,]*")


@dataclass
class Change:
    """What one MODE changes: in which channel, by whom, and what so far."""

    session: "Session"
    channel: Channel
    letters: str = ""
    parameters: list[str] = field(default_factory=list)
    sign: str = ""

    def note(self, sign: str, letter: str, parameter: str = "") -> None:
        """Add what was changed; a sign is written only where it turns."""
        if sign != self.sign:
            self.letters += sign
            self.sign = sign
        self.letters += letter
        if parameter:
            self.parameters.append(parameter)

    def tell(self) -> None:
        """Say to the channel, in one line, what was changed."""
        if self.letters:
            text = " ".join([self.letters, *self.parameters])
            seat, room = self.session.seat, self.session.network.room
            room.tell(self.channel, Kind.MODE, seat, text)


def mode(session: "Session", message: Message) -> None:
    """MODE <channel> [<modes> [<parameters>]]: RFC 2812 section 3.2.3."""
    name, *words = message.parameters
    channel = find_channel(session, name)
    if not sees(session, channel):
        raise RejectedError(numerics.ERR_NOSUCHCHANNEL, name)
    if not words:
        send_modes(session, channel)
        return
    change = Change(session, channel)
    parameters = iter(words[1:])
    lists, wanted = [], []
    for sign, letter in read_letters(words[0]):
        parameter = take_parameter(sign, letter, parameters)
        if letter in LISTS and parameter is None:
            lists.append(letter)
        else:
            wanted.append((sign, letter, parameter))
    for letter in dict.fromkeys(lists):
        send_list(session, channel, letter)
    if wanted:
        require_rule(session, channel)
    for sign, letter, parameter in limit_parameters(wanted):
        try:
            change_one(change, sign, letter, parameter)
        except RejectedError as error:
            session.reject(error)
    change.tell()


def limit_parameters(
    wanted: list[tuple[str, str, str | None]],
) -> Iterator[tuple[str, str, str | None]]:
    """Give the changes up to the last that may have a parameter (ISUPPORT MODES)."""
    count = 0
    for each in wanted:
        count += each[2] is not None
        if count <= MODES:
            yield each


def read_letters(word: str) -> Iterator[tuple[str, str]]:
    """Give each letter, once, with the sign before it; `+` where there is none."""
    sign, seen = "+", set[tuple[str, str]]()
    for letter in word:
        if letter in "+-":
            sign = letter
        elif letter in LISTS or letter in STATUS or (sign, letter) not in seen:
            seen.add((sign, letter))
            yield sign, letter


def take_parameter(sign: str, letter: str, parameters: Iterator[str]) -> str | None:
    """Take the next parameter if this letter has one (ISUPPORT CHANMODES)."""
    if letter in LISTS or letter in STATUS or letter == "k" or (sign + letter) == "+l":
        return next(parameters, None)
    return None


def send_modes(session: "Session", channel: Channel) -> None:
    """Say the modes and the time of creation; the key only to those inside."""
    inside = session.seat in channel.members
    letters = "".join(sorted(channel.modes))
    parameters = [
        value if letter != "k" or inside else "*"
        for letter, value in sorted(channel.modes.items())
        if value
    ]
    name = channel.name
    session.reply(numerics.RPL_CHANNELMODEIS, name, f"+{letters}", *parameters)
    session.reply(numerics.RPL_CREATIONTIME, name, str(channel.created // 1000))


def send_list(session: "Session", channel: Channel, letter: str) -> None:
    """Say what is in one of the lists, who set it and when."""
    one, end = LISTS[letter]
    for mask, (setter, when) in channel.lists.get(letter, {}).items():
        session.reply(one, channel.name, mask, setter, str(when // 1000))
    session.reply(end, channel.name)


def change_one(change: Change, sign: str, letter: str, parameter: str | None) -> None:
    """Carry out one change of an operator; what changes nothing is not told."""
    channel = change.channel
    if letter in LISTS:
        change_list(change, sign, letter, parameter)
    elif letter in STATUS:
        change_status(change, sign, letter, parameter)
    elif letter in FLAGS:
        if (sign == "+") != (letter in channel.modes):
            change.note(sign, letter)
            if sign == "+":
                channel.modes[letter] = ""
            else:
                del channel.modes[letter]
    elif letter == "k":
        change_key(change, sign, parameter)
    elif letter == "l":
        change_limit(change, sign, parameter)
    else:
        raise RejectedError(numerics.ERR_UNKNOWNMODE, letter)


def change_list(change: Change, sign: str, letter: str, parameter: str | None) -> None:
    """`b`, `e`, `I`: put a mask on the list or take it off."""
    channel, parameter = change.channel, parameter or ""
    masks = channel.lists.setdefault(letter, {})
    mask = complete(parameter)
    if sign == "-":
        same = next((each for each in masks if fold(each) == fold(mask)), None)
        if same:
            del masks[same]
            change.note(sign, letter, same)
    elif not _MASK.fullmatch(mask) or len(mask.encode()) > MASK_BYTES:
        raise invalid(channel, letter, parameter)
    elif all(fold(each) != fold(mask) for each in masks):
        if len(masks) >= LIST_MODES:
            raise RejectedError(numerics.ERR_BANLISTFULL, channel.name, letter)
        session = change.session
        masks[mask] = (describe(session.seat.author), session.network.room.now)
        change.note(sign, letter, mask)


def change_status(
    change: Change, sign: str, letter: str, parameter: str | None
) -> None:
    """`o`, `v`: make a member operator of the channel, or let it speak."""
    if not parameter:
        raise RejectedError(numerics.ERR_NEEDMOREPARAMS, "MODE")
    channel = change.channel
    target = find_member(change.session, parameter)
    if target not in channel.members:
        raise RejectedError(numerics.ERR_USERNOTINCHANNEL, target.nick, channel.name)
    status = set(channel.members[target])
    if (sign == "+") != (letter in status):
        change.note(sign, letter, target.nick)
        channel.members[target] = "".join(sorted(status ^ {letter}))
        channel.version += 1


def change_key(change: Change, sign: str, parameter: str | None) -> None:
    """`k`: the word that opens the channel; any word takes it away."""
    channel = change.channel
    if sign == "-":
        if "k" in channel.modes:
            change.note(sign, "k", channel.modes.pop("k"))
    elif parameter is None:
        raise RejectedError(numerics.ERR_NEEDMOREPARAMS, "MODE")
    elif not _KEY.fullmatch(parameter) or len(parameter.encode()) > KEY_BYTES:
        raise RejectedError(numerics.ERR_INVALIDKEY, channel.name)
    else:
        channel.modes["k"] = parameter
        change.note(sign, "k", parameter)


def change_limit(change: Change, sign: str, parameter: str | None) -> None:
    """`l`: how many there may be inside."""
    channel = change.channel
    if sign == "-":
        if channel.modes.pop("l", ""):
            change.note(sign, "l")
    elif not parameter:
        raise RejectedError(numerics.ERR_NEEDMOREPARAMS, "MODE")
    elif not (parameter.isascii() and parameter.isdigit() and int(parameter[:9])):
        raise invalid(channel, "l", parameter)
    else:
        limit = str(int(parameter[:9]))
        channel.modes["l"] = limit
        change.note(sign, "l", limit)


def invalid(channel: Channel, letter: str, parameter: str) -> RejectedError:
    """Give the rejection of a parameter (Modern IRC, ERR_INVALIDMODEPARAM)."""
    return RejectedError(
        numerics.ERR_INVALIDMODEPARAM,
        *(channel.name, letter, parameter),
        text="This parameter cannot be used",
    )
