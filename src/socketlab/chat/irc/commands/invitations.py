"""INVITE: a door opened for one, and who is told of it."""

from typing import TYPE_CHECKING

from socketlab.chat.channel import Channel
from socketlab.chat.entry import Kind
from socketlab.chat.irc import numerics
from socketlab.chat.irc.grammar import Message
from socketlab.chat.irc.lookup import find_member, find_own_channel, require_rule
from socketlab.chat.irc.numerics import RejectedError
from socketlab.chat.nickname.mask import describe

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session

OPEN_INVITATIONS = 20  # that one member has at a time; the oldest lapse


def invite(session: "Session", message: Message) -> None:
    """INVITE <nickname> <channel>: RFC 2812 section 3.2.7, Modern IRC "INVITE".

    Without parameters it lists the invitations one has.
    """
    if not message.parameters:
        list_invitations(session)
        return
    if len(message.parameters) == 1:
        raise RejectedError(numerics.ERR_NEEDMOREPARAMS, message.command)
    nick, name = message.parameters[:2]
    target = find_member(session, nick)
    channel = find_own_channel(session, name)
    if "i" in channel.modes:
        require_rule(session, channel)
    if target in channel.members:
        raise RejectedError(numerics.ERR_USERONCHANNEL, target.nick, channel.name)
    guest = session.network.seats.get(target)
    if guest is None:  # plain text knows one channel only
        session.fail("INVITE", "CANNOT_JOIN", nick, text="They cannot join channels")
        return
    session.reply(numerics.RPL_INVITING, target.nick, channel.name)
    if target.away:
        session.reply(numerics.RPL_AWAY, target.nick, text=target.away)
    remember(guest, channel)
    source = describe(session.seat.author)
    guest.write(f":{source} INVITE {target.nick} {channel.name}\r\n".encode())
    # IRCv3 "invite-notify": those in the channel who asked for it hear of it.
    channel.log.append(
        session.network.room.entry(
            Kind.INVITE, channel.name, session.seat.author, target=target.nick
        ),
        [session.reader] if session.seat in channel.members else [],
    )


def remember(guest: "Session", channel: Channel) -> None:
    """Note an invitation with the one who is invited."""
    others = [one for one in guest.invitations if one is not channel]
    guest.invitations = (*others, channel)[-OPEN_INVITATIONS:]


def list_invitations(session: "Session") -> None:
    """Say which channels one is invited to (Modern IRC, RPL_INVITELIST)."""
    for channel in session.invitations:
        if session.network.room.channel(channel.name) is channel:
            session.reply(numerics.RPL_INVITELIST, channel.name)
    session.reply(numerics.RPL_ENDOFINVITELIST)
