"""Who and what a client's words mean, and what it may do there."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from socketlab.chat.channel import Channel, Member
from socketlab.chat.irc.numerics import (
    ERR_CHANOPRIVSNEEDED,
    ERR_NOPRIVILEGES,
    ERR_NOSUCHCHANNEL,
    ERR_NOSUCHNICK,
    ERR_NOTONCHANNEL,
    ERR_TOOMANYTARGETS,
    RejectedError,
)

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session

# Modern IRC, PREFIX parameter: the highest first.
PREFIXES = {"o": "@", "v": "+"}


def split_targets(
    command: str, text: str, most: int, separator: str = ","
) -> list[str]:
    """Give the different targets of a list, at most so many (TARGMAX).

    Raises RejectedError with ERR_TOOMANYTARGETS, before anything is done.
    """
    targets = list(dict.fromkeys(each for each in text.split(separator) if each))
    if len(targets) > most:
        raise RejectedError(
            ERR_TOOMANYTARGETS, command, text=f"Too many targets, at most {most}"
        )
    return targets


def do_each(
    session: "Session", things: Iterable[str], do: Callable[[str], None]
) -> None:
    """Do something with each; what is rejected for one goes on with the next."""
    for each in things:
        try:
            do(each)
        except RejectedError as error:
            session.reject(error)


def find_channel(session: "Session", name: str) -> Channel:
    """Give the channel of this name, or reject with ERR_NOSUCHCHANNEL."""
    channel = session.network.room.channel(name)
    if channel is None:
        raise RejectedError(ERR_NOSUCHCHANNEL, name)
    return channel


def find_own_channel(session: "Session", name: str) -> Channel:
    """Give a channel the client is in, or reject with ERR_NOTONCHANNEL too."""
    channel = find_channel(session, name)
    if session.seat not in channel.members:
        raise RejectedError(ERR_NOTONCHANNEL, channel.name)
    return channel


def find_member(session: "Session", nick: str) -> Member:
    """Give the member of this name, or reject with ERR_NOSUCHNICK."""
    member = session.network.room.find(nick)
    if member is None:
        raise RejectedError(ERR_NOSUCHNICK, nick)
    return member


def rules(session: "Session", channel: Channel) -> bool:
    """Whether the client may do there what a channel operator may.

    An operator of the server may everywhere: nobody else can keep order in the
    lobby, which has no channel operators.
    """
    return session.operator or "o" in channel.members.get(session.seat, "")


def require_rule(session: "Session", channel: Channel) -> None:
    """Reject with ERR_CHANOPRIVSNEEDED who may not."""
    if not rules(session, channel):
        raise RejectedError(ERR_CHANOPRIVSNEEDED, channel.name)


def require_operator(session: "Session") -> None:
    """Reject with ERR_NOPRIVILEGES who is no operator of the server."""
    if not session.operator:
        raise RejectedError(ERR_NOPRIVILEGES)


def sees(session: "Session", channel: Channel) -> bool:
    """Whether a channel exists for the client: `s` hides it from who is not in it."""
    return (
        "s" not in channel.modes or session.operator or session.seat in channel.members
    )


def sees_member(session: "Session", member: Member) -> bool:
    """Whether a search finds a member: `i` hides it from who shares no channel."""
    other = session.network.seats.get(member)
    if other is None or "i" not in other.modes or session.operator:
        return True
    own = session.seat
    return member is own or any(own in channel.members for channel in member.channels)


def prefix(session: "Session", status: str) -> str:
    """Give the marks of a status: the highest, or all with "multi-prefix".

    https://ircv3.net/specs/extensions/multi-prefix
    """
    marks = "".join(mark for mode, mark in PREFIXES.items() if mode in status)
    return marks if "multi-prefix" in session.capabilities else marks[:1]
