"""What the captured segments imply, as observations that cite them."""

from collections.abc import Iterator

from socketlab.evidence.observation import (
    PACKETS,
    Deafened,
    SegmentSeen,
    StateInferred,
)
from socketlab.evidence.timeline import Timeline
from socketlab.tcp.inference import Hearing, Sight, infer
from socketlab.tcp.segment import Segment


def infer_states(seen: Timeline) -> list[StateInferred]:
    """Infer the states of every end from its segments (RFC 9293, 3.10.7)."""
    doubts = {(one.end, one.number): one.doubt for one in seen.segments}
    return [
        StateInferred(
            source=PACKETS,
            time=one.time,
            doubt=doubts[one.end, one.number],
            end=one.end,
            old=one.old,
            new=one.new,
            cites=one.number,
            note=one.note,
        )
        for one in infer(facts(seen))
    ]


def facts(seen: Timeline) -> Iterator[Sight | Hearing]:
    """Segments and deaf periods in one order, by time."""
    both = sorted([*seen.segments, *seen.deafness], key=lambda one: one.time)
    for one in both:
        if one.end is None:
            continue
        match one:
            case Deafened():
                yield Hearing(one.end, one.deaf, one.flags, one.time)
            case SegmentSeen(segment=Segment() as segment):
                yield Sight(one.end, one.sent, segment, one.number, one.time)
            case _:
                pass  # a datagram has no states
