"""What was said before: how it is asked for, and what is known of its keeping.

A slice is a part of the same log that members follow. The order is that of time
and number together: numbers tell entries of one millisecond apart.

Private messages are not kept: without accounts, whoever takes a nickname later
could read them. What is said in a channel that not everybody may join (modes i,
k, s) is kept for those who are in that channel while it lasts, and for nobody
who makes a new one of the same name: its circle.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple, Protocol

from socketlab.chat.channel import Channel
from socketlab.chat.entry import Entry, Kind, Said
from socketlab.chat.nickname import fold

Translator = Callable[[str], str]

OPEN = 0  # the circle of what everybody may read who can join
CLOSED_MODES = frozenset("iks")

SPOKEN = frozenset({Kind.SAY, Kind.ACTION, Kind.NOTICE})
"""What is asked for, unless events are too."""

PASSING = frozenset(
    {
        *(Kind.AWAY, Kind.ACCOUNT, Kind.SETNAME, Kind.CHGHOST),
        *(Kind.INVITE, Kind.TAGMSG, Kind.SYSTEM),
    }
)
"""The kinds that matter just now only: they are not kept."""


class Anchor(NamedTuple):
    """A place in a history: between two entries, or at one."""

    time: int  # milliseconds since the epoch
    number: int = 0


class Slice(NamedTuple):
    """A part of a channel's history."""

    channel: str
    circle: int  # that of the channel, if who asks is in a closed one
    most: int  # entries
    after: Anchor | None = None  # what is asked for comes after this place
    before: Anchor | None = None
    newest: bool = True  # where there are more, the last ones; else the first
    events: bool = False  # joins and the like too, not only what was said


class Trouble(StrEnum):
    """Why history is not kept at the moment."""

    FULL = "full"
    LOCKED = "locked"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    DENIED = "denied"
    SLOW = "slow"
    BROKEN = "broken"


class Change(NamedTuple):
    """Keeping was suspended (`trouble`), or goes on without some entries."""

    trouble: Trouble | None
    lost: int = 0


class UnreadableError(Exception):
    """The history cannot be read at the moment."""


class History(Protocol):
    """Where entries are kept."""

    page: int  # entries that one request gets at most

    def cut(self, wanted: Slice, /) -> list[Entry]:
        """Give the entries of a slice, in order.

        Raises:
            UnreadableError: not at the moment.

        """


def circle_of(channel: Channel | None) -> int:
    """Give the circle of what is said in a channel now."""
    if channel is None or not channel.modes.keys() & CLOSED_MODES:
        return OPEN
    return channel.created


def is_kept(said: Said) -> bool:
    """Whether it goes into the history."""
    return said.kind not in PASSING


def belongs(entry: Entry, circle: int, wanted: Slice) -> bool:
    """Whether an entry of this circle is within a slice, but for its length."""
    place = (entry.time, entry.number)
    return (
        fold(entry.channel) == fold(wanted.channel)
        and circle in {OPEN, wanted.circle}
        and (wanted.events or entry.kind in SPOKEN)
        and (wanted.after is None or place > wanted.after)
        and (wanted.before is None or place < wanted.before)
    )


def shorten(entries: Iterable[Entry], wanted: Slice) -> list[Entry]:
    """Put entries in order, each once, and take the slice's length of them."""
    found = {(entry.time, entry.number): entry for entry in entries}
    kept = [found[place] for place in sorted(found)]
    return (
        kept[max(len(kept) - wanted.most, 0) :]
        if wanted.newest
        else kept[: wanted.most]
    )


def tell_rules(days: float, _: Translator) -> str:
    """Give what a newcomer is told of the history that is kept."""
    if not days:
        return _("What is said here is kept in a history that members can read.")
    return _(
        "What is said here is kept for {days} days in a history that members can read."
    ).format(days=f"{days:g}")


def tell_change(change: Change, _: Translator) -> str:
    """Give what members are told when keeping is suspended or goes on."""
    if change.trouble is None:
        if not change.lost:
            return _("The history is kept again; nothing is missing.")
        return _("The history is kept again; {count} entries are missing.").format(
            count=change.lost
        )
    return _(
        "The history is suspended: {reason}. What is said until further notice, "
        "and in the last seconds, may be missing from it."
    ).format(reason=tell_trouble(change.trouble, _))


def tell_trouble(trouble: Trouble, _: Translator) -> str:
    """Give the reason why a history cannot be kept, or read."""
    return {
        Trouble.FULL: _("the disk is full"),
        Trouble.LOCKED: _("another program keeps the file locked"),
        Trouble.DAMAGED: _("the file is damaged, or no history"),
        Trouble.FOREIGN: _("the file is not a history that this version can read"),
        Trouble.DENIED: _("the file cannot be opened"),
        Trouble.SLOW: _("the disk does not answer"),
        Trouble.BROKEN: _("the disk reports an error"),
    }[trouble]
