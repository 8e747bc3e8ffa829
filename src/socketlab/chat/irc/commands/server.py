"""What the server says about itself: MOTD LUSERS VERSION TIME ADMIN INFO LINKS."""

from typing import TYPE_CHECKING

from socketlab.chat.irc import numerics
from socketlab.chat.irc.clock import write_date
from socketlab.chat.irc.grammar import Message
from socketlab.chat.irc.isupport import list_tokens
from socketlab.chat.irc.numerics import RejectedError
from socketlab.chat.nickname.mask import matches
from socketlab.chat.visible import show

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session


def require_here(session: "Session", target: str) -> None:
    """Reject a question to another server: RFC 2812 section 3.4, 402.

    A server is meant by its name, a mask of it, or the name of someone on it.
    """
    network = session.network
    if target and not matches(target, network.name) and not network.room.find(target):
        raise RejectedError(numerics.ERR_NOSUCHSERVER, target)


def motd(session: "Session", message: Message) -> None:
    """MOTD [<server>]: RFC 2812 section 3.4.1."""
    require_here(session, "".join(message.parameters[:1]))
    send_motd(session)


def send_motd(session: "Session") -> None:
    """Say the message of the day; without one, ERR_NOMOTD."""
    lines = session.network.settings.motd.splitlines()
    if not lines:
        session.reply(numerics.ERR_NOMOTD)
        return
    start = f"- {session.network.name} Message of the day - "
    session.reply(numerics.RPL_MOTDSTART, text=start)
    for line in lines:
        session.reply(numerics.RPL_MOTD, text=f"- {show(line)}")
    session.reply(numerics.RPL_ENDOFMOTD)


def lusers(session: "Session", message: Message) -> None:  # noqa: ARG001
    """LUSERS: RFC 2812 section 3.4.2; there is one server, so no masks."""
    send_lusers(session)


def send_lusers(session: "Session") -> None:
    """Say how many there are: members of all transports, invisible or not."""
    network = session.network
    members, most = len(network.room.members), network.most_members
    invisible = len(network.invisible)
    strangers = len(network.sessions) - len(network.seats)
    session.reply(
        numerics.RPL_LUSERCLIENT,
        text=f"There are {members - invisible} users and {invisible} invisible "
        "on 1 servers",
    )
    session.reply(numerics.RPL_LUSEROP, str(len(network.operators)))
    session.reply(numerics.RPL_LUSERUNKNOWN, str(strangers))
    session.reply(numerics.RPL_LUSERCHANNELS, str(len(network.room.channels)))
    session.reply(numerics.RPL_LUSERME, text=f"I have {members} clients and 0 servers")
    for numeric, where in (
        (numerics.RPL_LOCALUSERS, "local"),
        (numerics.RPL_GLOBALUSERS, "global"),
    ):
        session.reply(
            numeric,
            *(str(members), str(most)),
            text=f"Current {where} users {members}, max {most}",
        )


def version(session: "Session", message: Message) -> None:
    """VERSION [<server>]: RFC 2812 section 3.4.3; with RPL_ISUPPORT, as Modern says."""
    network = session.network
    require_here(session, "".join(message.parameters[:1]))
    session.reply(
        numerics.RPL_VERSION,
        *(network.version, network.name),
        text="See what your sockets really do",
    )
    send_isupport(session)


def send_isupport(session: "Session") -> None:
    """Say what is supported: at most 13 tokens a line, as Modern IRC wants."""
    tokens = list_tokens(session.network.settings, session.network.history)
    for start in range(0, len(tokens), 13):
        session.reply(numerics.RPL_ISUPPORT, *tokens[start : start + 13])


def time(session: "Session", message: Message) -> None:
    """TIME [<server>]: RFC 2812 section 3.4.6; in UTC."""
    network = session.network
    require_here(session, "".join(message.parameters[:1]))
    seconds = network.room.now // 1000
    session.reply(numerics.RPL_TIME, network.name, text=f"{write_date(seconds)}Z")


def admin(session: "Session", message: Message) -> None:
    """ADMIN [<server>]: RFC 2812 section 3.4.9."""
    network = session.network
    require_here(session, "".join(message.parameters[:1]))
    session.reply(numerics.RPL_ADMINME, network.name)
    session.reply(numerics.RPL_ADMINLOC1, text=network.settings.network)
    session.reply(numerics.RPL_ADMINLOC2, text=network.version)
    operators = ", ".join(each.client for each in network.operators) or "nobody online"
    session.reply(numerics.RPL_ADMINEMAIL, text=f"Operators: {operators}")


def info(session: "Session", message: Message) -> None:
    """INFO [<server>]: RFC 2812 section 3.4.10."""
    network = session.network
    require_here(session, "".join(message.parameters[:1]))
    for text in (
        f"{network.version}: a room is a log, a member is a cursor.",
        f"Up since {write_date(network.created // 1000)}Z.",
    ):
        session.reply(numerics.RPL_INFO, text=text)
    session.reply(numerics.RPL_ENDOFINFO)


def links(session: "Session", message: Message) -> None:  # noqa: ARG001
    """LINKS: RFC 2812 section 3.4.5; the one server there is."""
    name = session.network.name
    session.reply(
        numerics.RPL_LINKS, name, name, text=f"0 {session.network.settings.network}"
    )
    session.reply(numerics.RPL_ENDOFLINKS, "*")
