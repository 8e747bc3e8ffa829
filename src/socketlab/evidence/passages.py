"""Segments on their way: the capture sees each leave and, if it does, arrive."""

from collections import defaultdict

from msgspec import Struct

from socketlab.evidence.observation import SegmentSeen
from socketlab.evidence.timeline import Timeline
from socketlab.tcp.endpoint import End
from socketlab.tcp.relative import Relative
from socketlab.tcp.segment import Flag, Segment, Wire
from socketlab.tcp.states import State


class Passing(Struct):
    """One segment: when it was sent and received, None where it was not.

    `sequence` and `acknowledgment` count from each side's initial number.
    `doubled`: it is a second copy that nobody sent; the link made it.
    """

    segment: Wire
    sent: int | None
    received: int | None
    sequence: int
    acknowledgment: int
    numbers: tuple[int, ...]
    again: bool
    heard: bool
    doubled: bool = False


def passings(seen: Timeline) -> dict[frozenset[End], list[Passing]]:
    """The segments of every connection, in the order they were sent."""
    told: defaultdict[frozenset[End], list[Passing]] = defaultdict(list)
    relatives: defaultdict[frozenset[End], Relative] = defaultdict(Relative)
    under_way: dict[int, Passing] = {}
    complete: dict[End, int] = {}
    for one in seen.segments:
        if one.end is None:
            continue
        if not one.sent and one.number in under_way:
            passing = under_way.pop(one.number)
            passing.received = one.time
            passing.heard = heard(one, seen, complete)
            continue
        both = frozenset({one.end, one.end.peer})
        sequence, acknowledgment, again = 0, 0, False
        doubled = not one.sent and any(
            before.received is not None and before.segment == one.segment
            for before in told[both]
        )
        if isinstance(one.segment, Segment):
            sequence, acknowledgment = relatives[both].relative(one.segment)
            again = relatives[both].again(one.segment) and not doubled
        passing = Passing(
            one.segment,
            one.time if one.sent else None,
            None if one.sent else one.time,
            sequence,
            acknowledgment,
            (one.number,),
            again,
            one.sent or heard(one, seen, complete),
            doubled,
        )
        told[both].append(passing)
        if one.sent:
            under_way[one.number] = passing
    return told


def heard(arrived: SegmentSeen, seen: Timeline, complete: dict[End, int]) -> bool:
    """Whether a segment reached the state machine: its end was not deaf to it.

    Until a handshake is complete its listener's filter counts, and a new connection
    starts with that filter; `complete` notes when each end heard its first ACK. A
    socket that is gone drops nothing: what comes then, the kernel answers itself.
    """
    assert arrived.end is not None  # noqa: S101 a passage has two ends
    listener, since = End(arrived.end.local), complete.get(arrived.end, arrived.time)
    deaf_to: int | None = None
    gone = max(
        (
            look.time
            for look in seen.looks.get(arrived.end, [])
            if look.state is State.CLOSED and look.time <= arrived.time
        ),
        default=None,
    )
    for one in seen.deafness:
        if gone is not None and one.time < gone and one.end == arrived.end:
            continue
        ours = one.end == arrived.end and one.time <= arrived.time
        if ours or (one.end == listener and one.time <= since):
            deaf_to = one.flags if one.deaf else None
    if not isinstance(arrived.segment, Segment):
        return deaf_to is None
    flags = arrived.segment.flags
    if deaf_to is not None and (deaf_to == 0 or flags & deaf_to):
        return False
    if flags & Flag.ACK and not flags & Flag.SYN:
        complete.setdefault(arrived.end, arrived.time)
    return True
