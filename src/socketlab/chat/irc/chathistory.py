"""What was said before: CHATHISTORY for clients that know it, HISTORY for people.

https://ircv3.net/specs/extensions/chathistory (a draft: the capabilities have
`draft/` in front). Only the members of a channel are given its history; private
messages are not kept.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from socketlab.chat.channel import Channel
from socketlab.chat.entry import Entry, Kind
from socketlab.chat.irc.clock import read_time, write_date, write_time
from socketlab.chat.irc.grammar import Message, cut_into_lines
from socketlab.chat.irc.labels import add_tag
from socketlab.chat.irc.lookup import find_own_channel
from socketlab.chat.irc.numerics import RejectedError
from socketlab.chat.irc.wire import show_text
from socketlab.chat.log.history import (
    Anchor,
    History,
    Slice,
    UnreadableError,
    circle_of,
)

if TYPE_CHECKING:
    from socketlab.chat.irc.session import Session

CAPABILITIES = ("draft/chathistory", "draft/event-playback")
BATCH = "history"  # closed at once: no other open batch is called so
NOTICE_BYTES = 400
FEW = 20  # entries, where a person does not say how many

_MSGID = re.compile(r"([0-9a-f]{1,15})-([0-9a-f]{1,15})")  # as `wire.identify` does
_LATEST_PLACE = 1 << 62


class FailedError(Exception):
    """The command ends with `FAIL CHATHISTORY code context :text`."""

    def __init__(self, code: str, *context: str, text: str) -> None:
        """Keep the standard reply's parts."""
        super().__init__(text)
        self.code = code
        self.context = context
        self.text = text


class Request(NamedTuple):
    """A subcommand: which slices it means, given its references and its limit."""

    references: int
    slices: Callable[[Slice, list[Anchor | None]], list[Slice]]


def chathistory(session: "Session", message: Message) -> None:
    """CHATHISTORY <subcommand> <target> <reference>... <limit>: IRCv3 "chathistory"."""
    try:
        _carry_out(session, message.parameters)
    except FailedError as error:
        session.fail("CHATHISTORY", error.code, *error.context, text=error.text)


def history(session: "Session", message: Message) -> None:
    """HISTORY [<channel>] [<count>]: what was said last, for people to read.

    No standard has it; UnrealIRCd and InspIRCd do.
    """
    words = list(message.parameters)
    kept = session.network.history
    names = [session.seat.channels[0].name] if session.seat.channels else []
    if words and not words[0].isdecimal():
        names = [words.pop(0)]
    if kept is None or not names:
        session.send(f"NOTICE {session.client} :No history is kept.")
        return
    channel = find_own_channel(session, names[0])
    count = int(words[0][:6]) if words and words[0].isdecimal() else FEW
    most = max(min(count, kept.page), 1)
    try:
        entries = kept.cut(Slice(channel.name, circle_of(channel), most))
    except UnreadableError:
        session.send(f"NOTICE {session.client} :The history cannot be read just now.")
        return
    for entry in entries:
        write_notices(session, entry)
    session.send(f"NOTICE {session.client} :{len(entries)} from the history.")


def _carry_out(session: "Session", words: tuple[str, ...]) -> None:
    name = words[0].upper()
    if name == "TARGETS":
        _list_targets(session, words)
        return
    request = REQUESTS.get(name)
    if request is None:
        raise FailedError("INVALID_PARAMS", words[0], text="Unknown command")
    _require_count(words, request.references + 3)
    kept, target = _require_history(session, *words[:2]), words[1]
    references = [
        _read_reference(name, target, each, star=name == "LATEST")
        for each in words[2:-1]
    ]
    most = _read_limit(words, kept.page)
    channel = _find_target(session, words[0], target)
    whole = Slice(
        channel.name,
        circle_of(channel),
        most,
        events="draft/event-playback" in session.capabilities,
    )
    try:
        entries = [
            entry
            for part in request.slices(whole, references)
            for entry in kept.cut(part)
        ]
    except UnreadableError:
        sentence = "Messages could not be retrieved"
        raise FailedError("MESSAGE_ERROR", words[0], target, text=sentence) from None
    send_entries(session, channel, entries)


def _require_count(words: tuple[str, ...], count: int) -> None:
    if len(words) != count:
        problem = "Insufficient" if len(words) < count else "Too many"
        raise FailedError("INVALID_PARAMS", words[0], text=f"{problem} parameters")


def _require_history(session: "Session", *context: str) -> History:
    if session.network.history is None:
        raise FailedError("MESSAGE_ERROR", *context, text="No history is kept")
    return session.network.history


def _find_target(session: "Session", command: str, target: str) -> Channel:
    """Give the channel; a stranger is not told whether it exists."""
    try:
        return find_own_channel(session, target)
    except RejectedError:
        sentence = "Messages could not be retrieved"
        raise FailedError("INVALID_TARGET", command, target, text=sentence) from None


def _read_reference(
    command: str, target: str, text: str, *, star: bool = False
) -> Anchor | None:
    """Read `timestamp=` or `msgid=`; None for the star of LATEST."""
    kind, _, value = text.partition("=")
    if star and text == "*":
        return None
    if kind == "timestamp" and (time := read_time(value)) is not None:
        return Anchor(time)
    found = _MSGID.fullmatch(value)
    if kind == "msgid" and found:
        return Anchor(int(found[1], 16), int(found[2], 16))
    if kind in {"timestamp", "msgid"}:
        sentence = f"Invalid {kind}"
        raise FailedError("INVALID_PARAMS", command, text, text=sentence)
    sentence = "References are msgid=... and timestamp=..."
    raise FailedError("INVALID_MSGREFTYPE", command, target, text=sentence)


def _read_limit(words: tuple[str, ...], page: int) -> int:
    limit = words[-1]
    if not (limit.isascii() and limit.isdecimal() and int(limit[:9])):
        raise FailedError("INVALID_PARAMS", words[0], limit, text="Invalid limit")
    return min(int(limit[:9]), page)


def _latest(whole: Slice, references: list[Anchor | None]) -> list[Slice]:
    return [whole._replace(after=_end_of(references[0]))]


def _before(whole: Slice, references: list[Anchor | None]) -> list[Slice]:
    return [whole._replace(before=references[0])]


def _after(whole: Slice, references: list[Anchor | None]) -> list[Slice]:
    return [whole._replace(after=_end_of(references[0]), newest=False)]


def _around(whole: Slice, references: list[Anchor | None]) -> list[Slice]:
    """Half of them before it; the entry itself, where it is one, with the rest."""
    (place,) = references
    half = whole.most // 2
    assert place is not None  # noqa: S101 only LATEST takes the star
    after = Anchor(place.time, place.number - 1)
    later = whole._replace(most=whole.most - half, newest=False, after=after)
    earlier = whole._replace(most=half, before=place)
    return [earlier, later] if half else [later]


def _between(whole: Slice, references: list[Anchor | None]) -> list[Slice]:
    """Counted from the first reference, forwards or backwards in time."""
    first, second = (each or Anchor(0) for each in references)
    if first <= second:
        return [whole._replace(after=_end_of(first), before=second, newest=False)]
    return [whole._replace(after=_end_of(second), before=first)]


def _end_of(place: Anchor | None) -> Anchor | None:
    """Exclude all of a timestamp's millisecond: "after and excluding" it."""
    if place is None or place.number:
        return place
    return Anchor(place.time, _LATEST_PLACE)


REQUESTS = {
    "LATEST": Request(1, _latest),
    "BEFORE": Request(1, _before),
    "AFTER": Request(1, _after),
    "AROUND": Request(1, _around),
    "BETWEEN": Request(2, _between),
}


def _list_targets(session: "Session", words: tuple[str, ...]) -> None:
    """CHATHISTORY TARGETS <timestamp> <timestamp> <limit>: one's channels."""
    _require_count(words, 4)
    kept = _require_history(session, words[0])
    first, second = (_read_reference(words[0], "*", each) for each in words[1:3])
    most = _read_limit(words, kept.page)
    earliest, latest = sorted(each.time for each in (first, second) if each)
    found: list[tuple[int, str]] = []
    for channel in session.seat.channels:
        wanted = Slice(channel.name, circle_of(channel), 1)
        try:
            found += [(each.time, channel.name) for each in kept.cut(wanted)]
        except UnreadableError:
            sentence = "Messages could not be retrieved"
            raise FailedError("MESSAGE_ERROR", words[0], text=sentence) from None
    within = sorted(each for each in found if earliest < each[0] < latest)
    lines = [
        f"CHATHISTORY TARGETS {name} {write_time(time)}"
        for time, name in (within[:most] if first <= second else within[-most:])  # type: ignore[operator]
    ]
    send_batch(
        session,
        "draft/chathistory-targets",
        [session.frame(line) for line in lines],
    )


def send_entries(session: "Session", channel: Channel, entries: list[Entry]) -> None:
    """Send a slice: as a batch, or in words to who cannot tell one from news."""
    if "batch" not in session.capabilities:
        for entry in entries:
            write_notices(session, entry)
        return
    lines = [
        line
        for entry in entries
        for line in session.reader.form.encode(entry).splitlines(keepends=True)
    ]
    send_batch(session, f"chathistory {channel.name}", lines)


def send_batch(session: "Session", kind: str, lines: list[bytes]) -> None:
    """Send lines as one batch, or without one to who does not know batches.

    https://ircv3.net/specs/extensions/batch
    """
    if "batch" not in session.capabilities:
        session.write(b"".join(lines))
        return
    inside = b"".join(add_tag(line, f"batch={BATCH}") for line in lines)
    head = session.frame(f"BATCH +{BATCH} {kind}")
    session.write(head + inside + session.frame(f"BATCH -{BATCH}"))


def write_notices(session: "Session", entry: Entry) -> None:
    """Tell an entry in words, with its time."""
    nick = entry.author.nick
    name = {Kind.ACTION: f"* {nick}", Kind.NOTICE: f"-{nick}-"}.get(
        entry.kind, f"<{nick}>"
    )
    date = write_date(entry.time // 1000)
    text = f"[{date}Z] {name} {show_text(entry.text)}"
    for line in cut_into_lines(text, NOTICE_BYTES):
        session.send(f"NOTICE {session.client} :{line}")
