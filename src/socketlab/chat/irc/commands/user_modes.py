"""MODE for oneself: `i` invisible, `o` operator, `w` hears WALLOPS."""

from typing import TYPE_CHECKING

from socketlab.chat.irc import numerics
from socketlab.chat.irc.grammar import Message
from socketlab.chat.irc.isupport import USER_MODES
from socketlab.chat.irc.lookup import find_member
from socketlab.chat.irc.numerics import RejectedError

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session


def mode(session: "Session", message: Message) -> None:
    """MODE <nickname> [<modes>]: RFC 2812 section 3.1.5.

    "If a user attempts to make themselves an operator using the "+o" [...] flag, the
    attempt SHOULD be ignored"; giving it up is allowed.
    """
    nick, *changes = message.parameters
    if find_member(session, nick) is not session.seat:
        raise RejectedError(numerics.ERR_USERSDONTMATCH)
    if not changes:
        session.reply(numerics.RPL_UMODEIS, f"+{''.join(sorted(session.modes))}")
        return
    before, unknown, adding = set(session.modes), False, True
    for letter in changes[0]:
        if letter in "+-":
            adding = letter == "+"
        elif letter not in USER_MODES:
            unknown = True
        elif not adding:
            session.modes -= {letter}
        elif letter != "o":
            session.modes |= {letter}
    session.network.note_modes(session)
    announce(session, before)
    if unknown:
        raise RejectedError(numerics.ERR_UMODEUNKNOWNFLAG)


def announce(session: "Session", before: set[str]) -> None:
    """Tell the client what has changed, if anything has."""
    added = "".join(sorted(session.modes - before))
    removed = "".join(sorted(before - session.modes))
    words = (f"+{added}" if added else "") + (f"-{removed}" if removed else "")
    if words:
        nick = session.seat.nick
        session.write(f":{nick} MODE {nick} {words}\r\n".encode())
