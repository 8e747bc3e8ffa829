"""The beginning of a connection: PASS, NICK, USER, and the welcome."""

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from socketlab.chat.channel import RefusedError
from socketlab.chat.entry import Author, Kind
from socketlab.chat.irc import isupport, numerics
from socketlab.chat.irc.clock import write_date
from socketlab.chat.irc.commands.server import send_isupport, send_lusers, send_motd
from socketlab.chat.irc.grammar import Message, cut
from socketlab.chat.irc.numerics import RejectedError
from socketlab.chat.nickname import Flaw, MalformedError

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session

# user (RFC 2812 section 2.3.1) is any character but NUL, CR, LF, space and `@`; here
# letters, digits and `._-` of any script, so that `!` divides a prefix only once.
_NOT_USER = re.compile(r"[^\w.-]")


def password(session: "Session", message: Message) -> None:
    """PASS <password>: RFC 2812 section 3.1.1; of several the last counts."""
    require_stranger(session)
    session.password = message.parameters[0]


def nick(session: "Session", message: Message) -> None:
    """NICK <nickname>: RFC 2812 section 3.1.2, Modern IRC "NICK message".

    The room's one rule for nicknames decides; its two answers are 432 and 433.
    """
    text = "".join(message.parameters[:1])
    room, member = session.network.room, session.member
    nickname = check_nick(session, text)
    if member is None:
        session.nick = nickname
        register(session)
    elif nickname != member.nick:
        session.network.remember(member.author)
        if not member.channels:  # nobody shares a channel: it hears it all the same
            number = room.entry(Kind.NICK, "", member.author, nickname)
            session.reader.tell(number)
        room.rename(member, nickname)


def check_nick(session: "Session", text: str) -> str:
    """Give the nickname that a text is, or reject with 431, 432 or 433."""
    room = session.network.room
    try:
        return room.check_nick(text, session.member)
    except MalformedError as error:
        if error.flaw is Flaw.EMPTY:
            raise RejectedError(numerics.ERR_NONICKNAMEGIVEN) from None
        reason = "Erroneous nickname"
        if error.flaw is Flaw.LONG:
            reason += f", more than {room.longest} characters"
        raise RejectedError(numerics.ERR_ERRONEUSNICKNAME, text, text=reason) from None
    except RefusedError:
        raise RejectedError(
            numerics.ERR_NICKNAMEINUSE,
            text,
            text="Nickname is already in use, or looks like one that is",
        ) from None


def user(session: "Session", message: Message) -> None:
    """USER <user> <mode> <unused> <realname>: RFC 2812 section 3.1.3.

    The user name is the client's own word for it, so it gets a `~`.
    """
    require_stranger(session)
    name = _NOT_USER.sub("", message.parameters[0])[: isupport.USER_CHARACTERS - 1]
    session.user = f"~{name or 'user'}"
    if not message.parameters[3]:
        raise RejectedError(numerics.ERR_NEEDMOREPARAMS, message.command)
    session.realname = cut(message.parameters[3], isupport.REALNAME_BYTES)
    register(session)


def require_stranger(session: "Session") -> None:
    """Reject with ERR_ALREADYREGISTERED who is registered."""
    if session.member is not None:
        raise RejectedError(numerics.ERR_ALREADYREGISTERED)


def register(session: "Session") -> None:
    """Seat the client once its nickname and user name are known.

    "Upon receiving either a CAP LS or CAP REQ command during connection
    registration, the server MUST not complete registration until the client sends a
    CAP END command" (IRCv3 "capability-negotiation", Connection Registration).
    """
    if session.member or session.negotiating or not (session.nick and session.user):
        return
    network = session.network
    if not is_same(session.password, network.settings.password):
        session.reply(numerics.ERR_PASSWDMISMATCH)
        session.close("Password incorrect")
        return
    wanted, session.nick = session.nick, ""
    check_nick(session, wanted)  # somebody may have been faster
    author = Author(wanted, session.user, session.host, "", session.realname)
    session.member = network.room.enter(author, session.reader)
    session.member.session = session
    network.seats[session.member] = session
    network.count_members()
    welcome(session)


def is_same(given: str, wanted: str) -> bool:
    """Whether a password is right; how long that takes tells nothing about it."""
    if not wanted:
        return True
    return sha256(given.encode()).digest() == sha256(wanted.encode()).digest()


def welcome(session: "Session") -> None:
    """Greet who is registered: RFC 2812 section 5.1, Modern IRC "Connection..."."""
    network, author = session.network, session.seat.author
    name, version = network.name, network.version
    session.reply(
        numerics.RPL_WELCOME,
        text=f"Welcome to the {network.settings.network} Network, "
        f"{author.nick}!{author.user}@{author.host}",
    )
    session.reply(
        numerics.RPL_YOURHOST, text=f"Your host is {name}, running version {version}"
    )
    session.reply(
        numerics.RPL_CREATED,
        text=f"This server was created {write_date(network.created // 1000)}Z",
    )
    session.reply(
        numerics.RPL_MYINFO,
        *(name, version, isupport.USER_MODES),
        *("".join(sorted("beIiklmnostv")), "beIklov"),
    )
    send_isupport(session)
    send_lusers(session)
    send_motd(session)
    if network.room.record is not None:
        session.send(
            f"NOTICE {session.client} :What is said in channels is kept in a history."
        )
