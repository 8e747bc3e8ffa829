"""What only the operators of the server may do: OPER KILL WALLOPS CHGHOST."""

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from socketlab.chat.entry import Author, Kind
from socketlab.chat.irc import numerics
from socketlab.chat.irc.commands.registration import is_same
from socketlab.chat.irc.grammar import Message, cut
from socketlab.chat.irc.isupport import HOST_BYTES, REASON_BYTES, USER_CHARACTERS
from socketlab.chat.irc.lookup import find_member, require_operator
from socketlab.chat.irc.numerics import RejectedError
from socketlab.chat.irc.voice import frame
from socketlab.chat.nickname.mask import describe

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session

_USER = re.compile(r"~?[\w.-]+")
_HOST = re.compile(r"[0-9A-Za-z./-]([0-9A-Za-z.:/-])*")


def oper(session: "Session", message: Message) -> None:
    """OPER <name> <password>: RFC 2812 section 3.1.4, Modern IRC "OPER message".

    Whether a name exists is not told: both mistakes are ERR_PASSWDMISMATCH.
    """
    name, password = message.parameters[:2]
    for operator in session.network.settings.operators:
        if operator.name == name and is_same(password, operator.password):
            break
    else:
        raise RejectedError(numerics.ERR_PASSWDMISMATCH)
    session.modes |= {"o"}
    session.network.note_modes(session)
    session.reply(numerics.RPL_YOUREOPER)
    session.send(f"MODE {session.client} +o")


def kill(session: "Session", message: Message) -> None:
    """KILL <nickname> [<reason>]: RFC 2812 section 3.7.1."""
    require_operator(session)
    nick, *reasons = message.parameters
    target = find_member(session, nick)
    reason = cut("".join(reasons[:1]), REASON_BYTES) or "No reason"
    sentence = f"Killed ({session.seat.nick} ({reason}))"
    other = session.network.seats.get(target)
    if other is None:  # plain text: no connection to close
        room, server = session.network.room, Author(session.network.name)
        target.reader.tell(room.entry(Kind.SYSTEM, target.nick, server, sentence))
        room.quit([(target, sentence)])
    else:
        source = describe(session.seat.author)
        other.write(frame(f":{source} KILL {target.nick} :{reason}"))
        other.close(sentence)


def wallops(session: "Session", message: Message) -> None:
    """WALLOPS <text>: RFC 2812 section 4.7; heard by those with the user mode `w`."""
    require_operator(session)
    text = cut(message.parameters[0], REASON_BYTES)
    line = frame(f":{describe(session.seat.author)} WALLOPS :{text}")
    for other in session.network.seats.values():
        if "w" in other.modes:
            other.write(line)


def chghost(session: "Session", message: Message) -> None:
    """CHGHOST <nickname> <user> <host>: as inspircd has it, IRCv3 "chghost".

    A member gets another user and host; those who asked for it hear of it.
    """
    require_operator(session)
    nick, user, host = message.parameters[:3]
    target = find_member(session, nick)
    good = _USER.fullmatch(user) and _HOST.fullmatch(host)
    if not good or len(user) > USER_CHARACTERS or len(host) > HOST_BYTES:
        session.fail("CHGHOST", "INVALID_HOST", text="User or host is not valid")
        return
    room = session.network.room
    if not target.channels:
        target.reader.tell(
            room.entry(Kind.CHGHOST, "", target.author, f"{user} {host}")
        )
    room.announce(target, Kind.CHGHOST, f"{user} {host}")
    target.author = replace(target.author, user=user, host=host)
