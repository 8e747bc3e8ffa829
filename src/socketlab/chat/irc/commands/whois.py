"""Who someone is, was, and whether they are here: WHOIS WHOWAS USERHOST ISON."""

from typing import TYPE_CHECKING

from socketlab.chat.channel import Member
from socketlab.chat.irc import numerics
from socketlab.chat.irc.clock import write_date
from socketlab.chat.irc.commands.who import is_operator
from socketlab.chat.irc.grammar import Message, wrap_words
from socketlab.chat.irc.isupport import TARGETS
from socketlab.chat.irc.lookup import (
    do_each,
    find_member,
    prefix,
    sees,
    sees_member,
    split_targets,
)
from socketlab.chat.irc.numerics import RejectedError

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session

MOST_NAMES = 5  # of one USERHOST: RFC 2812 section 4.8
MOST_DEPARTURES = 10  # that one WHOWAS tells


def whois(session: "Session", message: Message) -> None:
    """WHOIS [<server>] <nickname>{,<nickname>}: RFC 2812 section 3.6.2."""
    if not any(message.parameters):
        raise RejectedError(numerics.ERR_NONICKNAMEGIVEN)
    text = message.parameters[-1 if len(message.parameters) == 1 else 1]
    nicks = split_targets(message.command, text, TARGETS)
    do_each(
        session,
        nicks,
        lambda nick: send_member(session, find_member(session, nick)),
    )
    session.reply(numerics.RPL_ENDOFWHOIS, ",".join(nicks) or "*")


def send_member(session: "Session", member: Member) -> None:
    """Say everything that is known of one member (Modern IRC, WHOIS replies)."""
    network, author, nick = session.network, member.author, member.nick
    user, host = author.user or "~plain", author.host or "plain"
    session.reply(
        numerics.RPL_WHOISUSER, nick, user, host, "*", text=author.realname or " "
    )
    channels = [
        prefix(session, channel.members[member]) + channel.name
        for channel in member.channels
        if (sees(session, channel) and sees_member(session, member))
    ]
    for line in wrap_words(channels, 300):
        session.reply(numerics.RPL_WHOISCHANNELS, nick, text=line)
    session.reply(
        numerics.RPL_WHOISSERVER, nick, network.name, text=network.settings.network
    )
    if member.away:
        session.reply(numerics.RPL_AWAY, nick, text=member.away)
    if is_operator(session, member):
        session.reply(numerics.RPL_WHOISOPERATOR, nick)
    if author.account:
        session.reply(numerics.RPL_WHOISACCOUNT, nick, author.account)
    idle = (network.room.now - member.spoke) // 1000
    session.reply(numerics.RPL_WHOISIDLE, nick, str(idle), str(member.since // 1000))


def whowas(session: "Session", message: Message) -> None:
    """WHOWAS <nickname> [<count>]: RFC 2812 section 3.6.3, the latest first."""
    nick = "".join(message.parameters[:1])
    if not nick:
        raise RejectedError(numerics.ERR_NONICKNAMEGIVEN)
    count = "".join(message.parameters[1:2])
    most = int(count[:9]) if count.isascii() and count.isdigit() else 0
    found = session.network.recall(nick)[: most or None][:MOST_DEPARTURES]
    if not found:
        session.reply(numerics.ERR_WASNOSUCHNICK, nick)
    for author, time in found:
        session.reply(
            numerics.RPL_WHOWASUSER,
            *(author.nick, author.user, author.host, "*"),
            text=author.realname or " ",
        )
        session.reply(
            numerics.RPL_WHOISSERVER,
            *(author.nick, session.network.name),
            text=f"{write_date(time // 1000)}Z",
        )
    session.reply(numerics.RPL_ENDOFWHOWAS, nick)


def userhost(session: "Session", message: Message) -> None:
    """USERHOST <nickname>{ <nickname>}: RFC 2812 section 4.8."""
    words = []
    for nick in message.parameters[:MOST_NAMES]:
        member = session.network.room.find(nick)
        if member:
            star = "*" if is_operator(session, member) else ""
            here = "-" if member.away else "+"
            author = member.author
            words.append(
                f"{author.nick}{star}={here}"
                f"{author.user or '~plain'}@{author.host or 'plain'}"
            )
    session.reply(numerics.RPL_USERHOST, text=" ".join(words) or " ")


def ison(session: "Session", message: Message) -> None:
    """ISON <nickname>{ <nickname>}: RFC 2812 section 4.9; one line answers."""
    nicks = " ".join(message.parameters).split()
    here = (session.network.room.find(nick) for nick in nicks)
    names = " ".join(dict.fromkeys(member.nick for member in here if member))
    session.reply(numerics.RPL_ISON, text=names or " ")
