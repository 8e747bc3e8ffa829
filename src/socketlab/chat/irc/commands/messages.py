"""What members say to channels and to each other: PRIVMSG NOTICE TAGMSG."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from socketlab.chat.channel import Channel, RefusedError
from socketlab.chat.entry import Kind
from socketlab.chat.irc import numerics
from socketlab.chat.irc.grammar import MESSAGE_BYTES, Message, serialise_tags
from socketlab.chat.irc.isupport import TARGETS
from socketlab.chat.irc.lookup import (
    PREFIXES,
    do_each,
    find_channel,
    find_member,
    split_targets,
)
from socketlab.chat.irc.numerics import RejectedError
from socketlab.chat.irc.wire import ACTION, CTCP

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session

SPELLINGS = 64  # of channels that one session is remembered to have spoken to

MARKS = frozenset(PREFIXES.values())


def privmsg(session: "Session", message: Message) -> None:
    """PRIVMSG <target>{,<target>} <text>: RFC 2812 section 3.3.1.

    `/me` comes as a CTCP message, https://modern.ircdocs.horse/ctcp, and is an
    action for every transport.
    """
    text = read_text(message)
    kind = Kind.SAY
    if text.startswith(ACTION):
        kind, text = Kind.ACTION, text.removeprefix(ACTION).removesuffix(CTCP)
    send(session, message, kind, text)


def notice(session: "Session", message: Message) -> None:
    """NOTICE <target>{,<target>} <text>: RFC 2812 section 3.3.2.

    "automatic replies MUST NEVER be sent in response to a NOTICE", errors neither.
    """
    try:
        send(session, message, Kind.NOTICE, read_text(message), silent=True)
    except RejectedError:
        return


def tagmsg(session: "Session", message: Message) -> None:
    """TAGMSG <target>{,<target>}: IRCv3 "message-tags".

    Without the capability it is a command like any other unknown one.
    """
    if "message-tags" not in session.capabilities:
        raise RejectedError(numerics.ERR_UNKNOWNCOMMAND, message.command)
    require_recipient(message)
    send(session, message, Kind.TAGMSG, "")


def require_recipient(message: Message) -> None:
    """Reject a message to nobody with ERR_NORECIPIENT."""
    if not any(message.parameters[:1]):
        sentence = f"No recipient given ({message.command})"
        raise RejectedError(numerics.ERR_NORECIPIENT, text=sentence)


def read_text(message: Message) -> str:
    """Give what is said; reject with ERR_NORECIPIENT or ERR_NOTEXTTOSEND."""
    require_recipient(message)
    text = "".join(message.parameters[1:2])
    if not text:
        raise RejectedError(numerics.ERR_NOTEXTTOSEND)
    return text


def send(
    session: "Session", message: Message, kind: Kind, text: str, *, silent: bool = False
) -> None:
    """Send the same to each target; `silent`: whatever goes wrong is not answered."""
    tags = client_tags(session, message)
    targets = split_targets(message.command, message.parameters[0], TARGETS)

    def send_one(target: str) -> None:
        if target[:1] in MARKS and target[1:].startswith("#"):
            say_to_status(session, target, kind, text, tags)
        elif not target.startswith("#"):
            whisper(session, target, kind, text, tags, silent=silent)
        else:
            channel = find_channel(session, target)
            speak(session, channel, kind, text, tags)
            if len(session.addressed) < SPELLINGS:
                session.addressed = {**session.addressed, target.encode(): channel}

    do_each(session, targets, _without_answer(send_one) if silent else send_one)


def _without_answer(do: Callable[[str], None]) -> Callable[[str], None]:
    def do_silently(target: str) -> None:
        try:
            do(target)
        except RejectedError:
            return

    return do_silently


def client_tags(session: "Session", message: Message) -> str:
    """Give the client-only tags, as they are passed on: those with a `+`.

    "Tags without the client-only prefix MUST be removed by the server".
    """
    if "message-tags" not in session.capabilities:
        return ""
    tags = {key: value for key, value in message.tags.items() if key.startswith("+")}
    return serialise_tags(tags)[1:-1]


def speak(
    session: "Session", channel: Channel, kind: Kind, text: str, tags: str
) -> None:
    """Say it to a channel, or reject with ERR_CANNOTSENDTOCHAN."""
    with session.acknowledging(kind):
        try:
            session.network.room.say(session.seat, channel, text, kind, tags)
        except RefusedError:
            raise RejectedError(numerics.ERR_CANNOTSENDTOCHAN, channel.name) from None


def speak_at_once(session: "Session", line: bytes) -> bool:
    """Carry out a line `PRIVMSG #channel :text` without detours; False: not possible.

    The line nearly every line is: words without tags to a channel that was spoken to
    before. The grammar takes longer for it than everything that follows.
    """
    target, _, data = line[8:].partition(b" :")
    channel, member, room = (
        session.addressed.get(target),
        session.member,
        session.network.room,
    )
    if channel is None or member not in channel.members or len(line) > MESSAGE_BYTES:
        return False
    if session.reader.echo and room.record is not None:
        return False  # it will have to wait for the history
    try:
        text = data.decode()
        if not text or not text.isprintable():
            return False
        room.say(member, channel, text)
    except (UnicodeDecodeError, RefusedError):
        return False
    return True


def say_to_status(
    session: "Session", target: str, kind: Kind, text: str, tags: str
) -> None:
    """Say it to the operators (`@#a`) or also to the voiced (`+#a`) of a channel.

    Modern IRC, STATUSMSG parameter. It is theirs alone, and not kept.
    """
    channel = find_channel(session, target[1:])
    if not channel.may_speak(session.seat):
        raise RejectedError(numerics.ERR_CANNOTSENDTOCHAN, channel.name)
    room, own = session.network.room, session.seat
    place = f"{target[0]}{channel.name}"
    entry = room.entry(kind, place, own.author, text, tags=tags)
    wanted = {"o"} if target[0] == PREFIXES["o"] else {"o", "v"}
    for member, status in channel.members.items():
        if wanted & set(status) and (member is not own or session.reader.echo):
            member.reader.tell(entry)


def whisper(
    session: "Session",
    nick: str,
    kind: Kind,
    text: str,
    tags: str,
    *,
    silent: bool = False,
) -> None:
    """Say it to one member, and hear that they are away if they are.

    "When a client sends a message to itself, the server MUST NOT include the label
    tag, except for any acknowledgment sent with [...] echo-message".
    """
    room, own = session.network.room, session.seat
    target = find_member(session, nick)
    entry = room.entry(kind, target.nick, own.author, text, tags=tags)
    own.spoke = room.now
    if session.reader.echo:
        session.reader.tell(entry)
    if target is own:
        session.afterwards += (session.reader.form.encode(entry),)
    else:
        target.reader.tell(entry)
    if target.away and kind is Kind.SAY and not silent:
        session.reply(numerics.RPL_AWAY, target.nick, text=target.away)
