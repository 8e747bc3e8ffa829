"""Segments on their way: the capture sees each leave and, if it does, arrive."""

from collections import defaultdict

from msgspec import Struct

from socketlab.evidence.observation import SegmentSeen
from socketlab.evidence.timeline import Timeline
from socketlab.tcp.endpoint import End
from socketlab.tcp.relative import Relative
from socketlab.tcp.segment import Segment, Wire


class Passing(Struct):
    """One segment: when it was sent and received, None where it was not.

    `sequence` and `acknowledgment` count from each side's initial number.
    """

    segment: Wire
    sent: int | None
    received: int | None
    sequence: int
    acknowledgment: int
    numbers: tuple[int, ...]
    again: bool
    heard: bool


def passings(seen: Timeline) -> dict[frozenset[End], list[Passing]]:
    """The segments of every connection, in the order they were sent."""
    told: defaultdict[frozenset[End], list[Passing]] = defaultdict(list)
    relatives: defaultdict[frozenset[End], Relative] = defaultdict(Relative)
    under_way: dict[int, Passing] = {}
    for one in seen.segments:
        if one.end is None:
            continue
        if not one.sent and one.number in under_way:
            passing = under_way.pop(one.number)
            passing.received = one.time
            passing.heard = heard(one, seen)
            continue
        both = frozenset({one.end, one.end.peer})
        sequence, acknowledgment, again = 0, 0, False
        if isinstance(one.segment, Segment):
            sequence, acknowledgment = relatives[both].relative(one.segment)
            again = relatives[both].again(one.segment)
        passing = Passing(
            one.segment,
            one.time if one.sent else None,
            None if one.sent else one.time,
            sequence,
            acknowledgment,
            (one.number,),
            again,
            one.sent or heard(one, seen),
        )
        told[both].append(passing)
        if one.sent:
            under_way[one.number] = passing
    return told


def heard(arrived: SegmentSeen, seen: Timeline) -> bool:
    """Whether a segment reached the state machine: its end was not deaf to it."""
    deaf_to: int | None = None
    for one in seen.deafness:
        if one.end == arrived.end and one.time <= arrived.time:
            deaf_to = one.flags if one.deaf else None
    if deaf_to is None:
        return True
    if deaf_to == 0 or not isinstance(arrived.segment, Segment):
        return False
    return not arrived.segment.flags & deaf_to
