"""Whether the other end is there, and the end of a connection: PING PONG QUIT."""

from typing import TYPE_CHECKING

from socketlab.chat.irc.grammar import Message, cut
from socketlab.chat.irc.isupport import REASON_BYTES
from socketlab.chat.irc.numerics import ERR_NOORIGIN, RejectedError

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session


def ping(session: "Session", message: Message) -> None:
    """PING <token>: RFC 2812 section 3.7.2, Modern IRC "PING message".

    "the PONG reply [...] <token> is the same"; without one, ERR_NOORIGIN.
    """
    token = "".join(message.parameters[:1])
    if not token:
        raise RejectedError(ERR_NOORIGIN)
    session.send(f"PONG {session.network.name} :{token}")


def pong(session: "Session", message: Message) -> None:
    """PONG <token>: RFC 2812 section 3.7.3; that a line came is all that counts."""


def leave(session: "Session", message: Message) -> None:
    """QUIT [<reason>]: RFC 2812 section 3.1.7, Modern IRC "QUIT message".

    The others see `Quit: ` before the reason, so that no reason passes for one of
    the server's own.
    """
    reason = cut("".join(message.parameters[:1]), REASON_BYTES)
    session.close(f"Quit: {reason}" if reason else "Quit")
