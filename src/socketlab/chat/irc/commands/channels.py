"""Coming to a channel, leaving it, its topic, and who is put out of it."""

from itertools import zip_longest
from typing import TYPE_CHECKING

from socketlab.chat.channel import Channel
from socketlab.chat.entry import Kind
from socketlab.chat.irc import numerics
from socketlab.chat.irc.casemapping import is_channel
from socketlab.chat.irc.commands.rosters import send_names
from socketlab.chat.irc.grammar import Message, cut
from socketlab.chat.irc.isupport import CHANNELS, REASON_BYTES, TARGETS, TOPIC_BYTES
from socketlab.chat.irc.lookup import (
    do_each,
    find_channel,
    find_member,
    find_own_channel,
    require_rule,
    rules,
    split_targets,
)
from socketlab.chat.irc.numerics import RejectedError
from socketlab.chat.nickname import fold
from socketlab.chat.nickname.mask import describe
from socketlab.chat.room import LOBBY

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session


def join(session: "Session", message: Message) -> None:
    """JOIN <channel>{,<channel>} [<key>{,<key>}]: RFC 2812 section 3.2.1.

    `JOIN 0` leaves all channels.
    """
    if message.parameters[0] == "0":
        for channel in list(session.seat.channels):
            session.network.room.leave(session.seat, channel, "Left all channels")
        return
    names = split_targets(message.command, message.parameters[0], CHANNELS)
    keys = message.parameters[1].split(",") if len(message.parameters) > 1 else []
    keyed = dict(zip_longest(names, keys[: len(names)], fillvalue=""))
    do_each(session, keyed, lambda name: join_one(session, name, keyed[name]))


def join_one(session: "Session", name: str, key: str) -> None:
    """Enter one channel, found it if nobody is there, and hear who is."""
    room, member = session.network.room, session.seat
    channel = room.channel(name)
    if channel and member in channel.members:
        return
    if len(member.channels) >= session.network.settings.limits.channels:
        raise RejectedError(numerics.ERR_TOOMANYCHANNELS, name)
    if channel:
        require_entrance(session, channel, key)
        room.join(member, channel.name)
    elif is_channel(name):
        channel = found(session, name)
    else:
        raise RejectedError(numerics.ERR_NOSUCHCHANNEL, name)
    session.invitations = tuple(
        one for one in session.invitations if one is not channel
    )
    if member.away:  # IRCv3 "away-notify": who joins while away says so
        room.tell(channel, Kind.AWAY, member, member.away)
    if channel.topic:
        send_topic(session, channel)
    send_names(session, channel)


def found(session: "Session", name: str) -> Channel:
    """Create a channel; its founder is its operator, and only operators set topics.

    Nobody owns the lobby, where plain members are.
    """
    room = session.network.room
    if fold(name) == LOBBY:
        return room.join(session.seat, LOBBY)
    channel = room.join(session.seat, name, "o")
    channel.modes["t"] = ""
    return channel


def require_entrance(session: "Session", channel: Channel, key: str) -> None:
    """Reject who may not come in: RFC 2811 section 4, Modern IRC "Channel Modes".

    An invitation opens what is closed by `i`, `k`, `l`, and no ban.
    """
    if session.operator:
        return
    author, modes = session.seat.author, channel.modes
    if channel.is_banned(author):
        raise RejectedError(numerics.ERR_BANNEDFROMCHAN, channel.name)
    if channel in session.invitations:
        return
    if "i" in modes and not channel.is_listed("I", author):
        raise RejectedError(numerics.ERR_INVITEONLYCHAN, channel.name)
    if "k" in modes and key != modes["k"]:
        raise RejectedError(numerics.ERR_BADCHANNELKEY, channel.name)
    if "l" in modes and len(channel.members) >= int(modes["l"]):
        raise RejectedError(numerics.ERR_CHANNELISFULL, channel.name)


def part(session: "Session", message: Message) -> None:
    """PART <channel>{,<channel>} [<reason>]: RFC 2812 section 3.2.2."""
    reason = cut("".join(message.parameters[1:2]), REASON_BYTES)

    def part_one(name: str) -> None:
        channel = find_own_channel(session, name)
        session.network.room.leave(session.seat, channel, reason)

    names = split_targets(message.command, message.parameters[0], CHANNELS)
    do_each(session, names, part_one)


def topic(session: "Session", message: Message) -> None:
    """TOPIC <channel> [<topic>]: RFC 2812 section 3.2.4, Modern IRC "TOPIC message".

    An empty topic takes the topic away.
    """
    name, *text = message.parameters
    channel = find_own_channel(session, name)
    if not text:
        send_topic(session, channel)
        return
    if "t" in channel.modes and not rules(session, channel):
        raise RejectedError(numerics.ERR_CHANOPRIVSNEEDED, channel.name)
    channel.topic = cut(text[0], TOPIC_BYTES)
    channel.topic_author = describe(session.seat.author)
    channel.topic_time = session.network.room.now
    session.network.room.tell(channel, Kind.TOPIC, session.seat, channel.topic)


def send_topic(session: "Session", channel: Channel) -> None:
    """Say the topic, who set it and when; or that there is none."""
    if not channel.topic:
        session.reply(numerics.RPL_NOTOPIC, channel.name)
        return
    session.reply(numerics.RPL_TOPIC, channel.name, text=channel.topic)
    seconds = str(channel.topic_time // 1000)
    session.reply(
        numerics.RPL_TOPICWHOTIME, channel.name, channel.topic_author, seconds
    )


def kick(session: "Session", message: Message) -> None:
    """KICK <channel>{,<channel>} <user>{,<user>} [<reason>]: RFC 2812 section 3.2.8.

    There is one channel, or there are as many channels as users.
    """
    names, nicks = message.parameters[0].split(","), message.parameters[1]
    targets = split_targets(message.command, nicks, TARGETS)
    names = names * len(targets) if len(names) == 1 else names
    reason = cut("".join(message.parameters[2:3]), REASON_BYTES) or session.seat.nick
    places = dict(zip(targets, names, strict=False))
    do_each(session, places, lambda nick: kick_one(session, places[nick], nick, reason))


def kick_one(session: "Session", name: str, nick: str, reason: str) -> None:
    """Put one member out, or reject with 403, 442, 482, 401 or 441."""
    find = find_channel if session.operator else find_own_channel
    channel = find(session, name)
    require_rule(session, channel)
    target = find_member(session, nick)
    if target not in channel.members:
        raise RejectedError(numerics.ERR_USERNOTINCHANNEL, target.nick, channel.name)
    session.network.room.kick(session.seat.author, channel, target, reason)
