"""Every command the server knows: who may say it, and which function hears it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from socketlab.chat.irc import chathistory, numerics
from socketlab.chat.irc.commands import (
    capability,
    channel_modes,
    channels,
    connection,
    invitations,
    messages,
    operators,
    presence,
    registration,
    rosters,
    server,
    user_modes,
    who,
    whois,
)
from socketlab.chat.irc.grammar import Message, wrap_words
from socketlab.chat.irc.numerics import RejectedError

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        carry_out: does it; raises RejectedError with the reply that ends it.
        parameters: with fewer the client hears ERR_NEEDMOREPARAMS.
        before_registration: whether a client without a nickname may say it.

    """

    carry_out: Callable[["Session", Message], None]
    parameters: int = 0
    before_registration: bool = False


def change_mode(session: "Session", message: Message) -> None:
    """MODE <channel or nickname> [<modes> [<parameters>]]: RFC 2812 section 3.1.5."""
    if message.parameters[0].startswith("#"):
        channel_modes.mode(session, message)
    else:
        user_modes.mode(session, message)


def describe(name: str) -> str:
    """Give a command's own first sentence: its form, and where it is specified."""
    return (COMMANDS[name].carry_out.__doc__ or name).partition("\n")[0]


def give_help(session: "Session", message: Message) -> None:
    """HELP [<subject>]: Modern IRC "HELP message"; the subjects are the commands."""
    subject = "".join(message.parameters[:1]).upper()
    if subject and subject not in COMMANDS:
        raise RejectedError(numerics.ERR_HELPNOTFOUND, subject)
    first, *rest = [describe(subject)] if subject else wrap_words(COMMANDS, 160)
    topic = subject or "index"
    session.reply(numerics.RPL_HELPSTART, topic, text=first)
    for line in rest:
        session.reply(numerics.RPL_HELPTXT, topic, text=line)
    session.reply(numerics.RPL_ENDOFHELP, topic, text="End of /HELP")


COMMANDS = {
    "ADMIN": Command(server.admin),
    "AWAY": Command(presence.away),
    "CAP": Command(capability.cap, 1, before_registration=True),
    "CHATHISTORY": Command(chathistory.chathistory, 1),
    "CHGHOST": Command(operators.chghost, 3),
    "HELP": Command(give_help),
    "HISTORY": Command(chathistory.history),
    "INFO": Command(server.info),
    "INVITE": Command(invitations.invite),
    "ISON": Command(whois.ison, 1),
    "JOIN": Command(channels.join, 1),
    "KICK": Command(channels.kick, 2),
    "KILL": Command(operators.kill, 1),
    "LINKS": Command(server.links),
    "LIST": Command(rosters.list_channels),
    "LUSERS": Command(server.lusers),
    "MODE": Command(change_mode, 1),
    "MOTD": Command(server.motd),
    "NAMES": Command(rosters.names),
    "NICK": Command(registration.nick, before_registration=True),
    "NOTICE": Command(messages.notice),
    "OPER": Command(operators.oper, 2),
    "PART": Command(channels.part, 1),
    "PASS": Command(registration.password, 1, before_registration=True),
    "PING": Command(connection.ping, before_registration=True),
    "PONG": Command(connection.pong, before_registration=True),
    "PRIVMSG": Command(messages.privmsg),
    "QUIT": Command(connection.leave, before_registration=True),
    "SETNAME": Command(presence.setname, 1),
    "TAGMSG": Command(messages.tagmsg),
    "TIME": Command(server.time),
    "TOPIC": Command(channels.topic, 1),
    "USER": Command(registration.user, 4, before_registration=True),
    "USERHOST": Command(whois.userhost, 1),
    "VERSION": Command(server.version),
    "WALLOPS": Command(operators.wallops, 1),
    "WHO": Command(who.who),
    "WHOIS": Command(whois.whois),
    "WHOWAS": Command(whois.whowas),
}
"""The commands by name; another family joins by its lines here."""
