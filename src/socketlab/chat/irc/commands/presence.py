"""What a member says of itself: AWAY and SETNAME."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from socketlab.chat.entry import Kind
from socketlab.chat.irc import numerics
from socketlab.chat.irc.grammar import Message, cut
from socketlab.chat.irc.isupport import AWAY_BYTES, REALNAME_BYTES

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session


def away(session: "Session", message: Message) -> None:
    """AWAY [<text>]: RFC 2812 section 4.1; without a text one is back.

    Those who asked for it hear of it: https://ircv3.net/specs/extensions/away-notify
    """
    member = session.seat
    text = cut("".join(message.parameters[:1]), AWAY_BYTES)
    changed, member.away = text != member.away, text
    if changed:
        session.network.room.announce(member, Kind.AWAY, text)
    session.reply(numerics.RPL_NOWAWAY if text else numerics.RPL_UNAWAY)


def setname(session: "Session", message: Message) -> None:
    """SETNAME <realname>: IRCv3 "setname".

    "they MUST send the server-to-client version of the SETNAME message to all clients
    in common channels, as well as to the client from which it originated".
    """
    member, room = session.seat, session.network.room
    realname = message.parameters[0]
    if not realname or len(realname.encode()) > REALNAME_BYTES:
        session.fail("SETNAME", "INVALID_REALNAME", text="Realname is not valid")
        return
    if not member.channels:
        session.reader.tell(room.entry(Kind.SETNAME, "", member.author, realname))
    room.announce(member, Kind.SETNAME, realname)
    member.author = replace(member.author, realname=realname)
