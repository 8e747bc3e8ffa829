"""WHO and WHOX: whom a mask means, and who is in a channel."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from socketlab.chat.channel import Channel, Member
from socketlab.chat.irc import numerics
from socketlab.chat.irc.grammar import Message
from socketlab.chat.irc.lookup import prefix, sees, sees_member
from socketlab.chat.nickname.mask import matches

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session

FIELDS = "tcuihsnfdlaor"  # in the order in which they are sent
TOKEN_DIGITS = 3
MOST = 500  # members that one mask may find; a channel is told in full


@dataclass(frozen=True)
class Request:
    """What a client asked to be told: WHOX fields and token, or a plain WHO."""

    fields: str = ""
    token: str = ""
    operators_only: bool = False


def who(session: "Session", message: Message) -> None:
    """WHO <mask> [o] [%<fields>[,<token>]]: RFC 2812 section 3.6.1, IRCv3 "WHOX".

    Modern IRC "WHO message", https://ircv3.net/specs/extensions/whox
    """
    mask = "".join(message.parameters[:1])
    if not mask:
        session.reply(numerics.RPL_ENDOFWHO, "*")
        return
    request = read_request("".join(message.parameters[1:2]))
    network = session.network
    if mask.startswith("#"):
        channel = network.room.channel(mask)
        found = iter_channel(session, channel)
    else:
        channel = None
        found = iter_matching(session, mask)
    lines = [
        write_line(session, member, channel or shared_channel(session, member), request)
        for member in found
        if not request.operators_only or is_operator(session, member)
    ]
    session.write(b"".join(lines))
    session.reply(numerics.RPL_ENDOFWHO, mask)


def read_request(word: str) -> Request:
    """Read the second parameter; "Servers MUST ignore any non-standard field"."""
    flags, percent, rest = word.partition("%")
    only = "o" in flags
    if not percent:
        return Request(operators_only=only)
    fields, _, token = rest.partition(",")
    if not (token.isascii() and token.isdigit() and len(token) <= TOKEN_DIGITS):
        token = ""
    wanted = "".join(each for each in FIELDS if each in fields)
    return Request(wanted, token or "0", operators_only=only)


def iter_channel(session: "Session", channel: Channel | None) -> Iterable[Member]:
    """Give who is in a channel, as far as the client may know."""
    if channel is None or not sees(session, channel):
        return
    within = session.seat in channel.members
    for member in channel.members:
        if within or sees_member(session, member):
            yield member


def iter_matching(session: "Session", mask: str) -> Iterator[Member]:
    """Give whom a mask means: a nickname, or a mask of name, user, host or server."""
    room, name = session.network.room, session.network.name
    exact = room.find(mask)
    if exact:
        yield exact
        return
    found = 0
    for member in room.members.values():
        author = member.author
        words = (author.nick, author.user, author.host, author.realname, name)
        if any(matches(mask, word) for word in words) and sees_member(session, member):
            yield member
            found += 1
            if found == MOST:
                return


def shared_channel(session: "Session", member: Member) -> Channel | None:
    """Give a channel of a member that the client may know of, if there is one."""
    return next((each for each in member.channels if sees(session, each)), None)


def is_operator(session: "Session", member: Member) -> bool:
    """Whether a member is an operator of the server."""
    other = session.network.seats.get(member)
    return other is not None and other.operator


def write_flags(session: "Session", member: Member, channel: Channel | None) -> str:
    """Give `H` here or `G` gone, `*` for operators, the status in the channel."""
    status = channel.members.get(member, "") if channel else ""
    here = "G" if member.away else "H"
    star = "*" if is_operator(session, member) else ""
    return here + star + prefix(session, status)


def write_line(
    session: "Session", member: Member, channel: Channel | None, request: Request
) -> bytes:
    """Give one RPL_WHOREPLY, or RPL_WHOSPCRPL with the fields asked for."""
    author, network = member.author, session.network
    name = channel.name if channel else "*"
    flags = write_flags(session, member, channel)
    user, host = author.user or "~plain", author.host or "plain"
    if not request.token:
        return session.write_reply(
            numerics.RPL_WHOREPLY,
            *(name, user, host, network.name, author.nick, flags),
            text=f"0 {author.realname}",
        )
    values = {
        "t": request.token,
        "c": name,
        "u": user,
        "i": "255.255.255.255",  # "when the server refuses to disclose the IP address"
        "h": host,
        "s": network.name,
        "n": author.nick,
        "f": flags,
        "d": "0",  # hops: there is one server
        "l": str((network.room.now - member.spoke) // 1000),
        "a": author.account or "0",
        "o": "n/a",  # op level
    }
    words = [values[field] for field in request.fields if field in values]
    realname = (author.realname or " ") if "r" in request.fields else ""
    return session.write_reply(numerics.RPL_WHOSPCRPL, *words, text=realname)
