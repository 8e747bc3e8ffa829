"""What a set of records proves of the state diagram, arrow by arrow.

An arrow is proven by two neighbouring lanes of one life and by what set it off:
the call that the end made, or the segment that arrived at it. Two arrows of RFC
9293 may join the same two states, so lanes alone do not tell which one it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from socketlab.evidence.observation import (
    CALLS,
    PACKETS,
    SOCK_DIAG,
    CallMade,
    SegmentSeen,
)
from socketlab.lab.record import Lane, Life, Outcome, Record, Sentence
from socketlab.report.summary import lives
from socketlab.tcp.segment import Flag, Segment, flags_text
from socketlab.tcp.states import ARROWS, Arrow, Event, State

if TYPE_CHECKING:
    from socketlab.tcp.endpoint import End, Endpoint

OPENED: dict[Event, tuple[str, ...]] = {
    Event.PASSIVE_OPEN: ("listen",),
    Event.ACTIVE_OPEN: ("connect",),
    Event.SEND: ("send", "sendto", "connect"),
    Event.CLOSE: ("close", "shutdown"),
}
"""The system calls that are an event of the RFC."""

FLAGS: dict[Event, tuple[Flag, Flag]] = {
    Event.RECEIVE_SYN: (Flag.SYN, Flag.ACK),
    Event.RECEIVE_SYN_ACK: (Flag.SYN | Flag.ACK, Flag(0)),
    Event.RECEIVE_ACK_OF_SYN: (Flag.ACK, Flag(0)),
    Event.RECEIVE_FIN: (Flag.FIN, Flag(0)),
    Event.RECEIVE_ACK_OF_FIN: (Flag.ACK, Flag(0)),
    Event.RECEIVE_RST: (Flag.RST, Flag(0)),
}
"""The flags that a segment must have, and those it must not, to be the event."""

NEAR = 50_000_000
"""How far apart a cause and its effect may be seen, nanoseconds."""

TRIALS = {(State.LISTEN, Event.SEND): "listener_that_asks"}
"""Arrows that Linux never takes, and the page that tries."""


class Proof(Struct, frozen=True):
    """One time that an arrow was taken.

    Attributes:
        record: the name of the page.
        step: the number of its step.
        sentence: what happens in that step.
        host: on which host.
        sources: who saw the end in the new state.
        held: somebody looked at the end in either state while it stood still.
        cause: the call, or the flags of the segment, that set it off; empty where
            nothing did, as with a time-out.
        number: the segment's number in the capture; 0 for a call.
        stayed: how long the end had been in the old state; None for CLOSED.

    """

    record: str
    step: int
    sentence: Sentence
    host: str
    sources: tuple[str, ...]
    held: bool
    cause: str
    number: int
    stayed: int | None


class Trial(Struct, frozen=True):
    """A page tried an arrow that Linux does not take; its verdict."""

    record: str
    verdict: Outcome


class Standing(Struct, frozen=True):
    """What is known of one arrow.

    Attributes:
        arrow: of figure 5.
        number: its place in the table, from 1.
        proof: the best there is.
        count: how many times it was taken in all.
        trial: who tried it in vain.
        slow: it was not waited for.

    """

    arrow: Arrow
    number: int
    proof: Proof | None
    count: int
    trial: Trial | None
    slow: bool

    @property
    def refused(self) -> bool:
        """Whether Linux never takes it."""
        return (self.arrow.state, self.arrow.event) in TRIALS


class Stay(Struct, frozen=True):
    """The longest time that an end was seen in a state by a look at it."""

    record: str
    held: int


class Causes:
    """What may set off a move in one run: calls, and segments that arrived."""

    def __init__(self, record: Record) -> None:
        """Sort them by the end they belong to."""
        self.record = record
        self.calls: defaultdict[Endpoint, list[CallMade]] = defaultdict(list)
        self.arrivals: defaultdict[End, list[SegmentSeen]] = defaultdict(list)
        for one in record.observations:
            if isinstance(one, CallMade) and one.end is not None:
                self.calls[one.end.local].append(one)
            elif isinstance(one, SegmentSeen) and not one.sent and one.end is not None:
                self.arrivals[one.end].append(one)


def prove(records: Sequence[Record]) -> list[Standing]:
    """Say of every arrow of figure 5 what proves it."""
    found: list[Standing] = []
    causes = [Causes(record) for record in records]
    for number, arrow in enumerate(ARROWS, 1):
        proofs = [proof for known in causes for proof in seek(known, arrow)]
        trials = [
            Trial(record.name, record.verdict)
            for record in records
            if record.name == TRIALS.get((arrow.state, arrow.event))
        ]
        found.append(
            Standing(
                arrow=arrow,
                number=number,
                proof=max(proofs, key=weigh) if proofs else None,
                count=len(proofs),
                trial=trials[0] if trials else None,
                slow=arrow.event is Event.TIMEOUT_2MSL
                and not any(record.slow for record in records),
            )
        )
    return found


def weigh(proof: Proof) -> tuple[bool, bool, int]:
    """Prefer what stood still to be looked at, then what most sources saw."""
    observed = any(source != PACKETS for source in proof.sources)
    return proof.held, observed, len(proof.sources)


def seek(causes: Causes, arrow: Arrow) -> Iterable[Proof]:
    """Every time that an arrow was taken in one run."""
    for life in lives(causes.record):
        for before, after in pairwise([None, *life.lanes]):
            assert after is not None  # noqa: S101 only the first is
            old = before.state if before else State.CLOSED
            if (old, after.state) != (arrow.state, arrow.next):
                continue
            proof = examine(causes, life, arrow, before, after)
            if proof:
                yield proof


def examine(
    causes: Causes, life: Life, arrow: Arrow, before: Lane | None, after: Lane
) -> Proof | None:
    """Find what set a move off; None if it was not the arrow's event."""
    record = causes.record
    since = before.began if before else record.began
    cause, number = "", 0
    if arrow.event in OPENED:
        call = find_call(causes, life, arrow.event, since, after.began)
        if call:
            cause = f"{call.name}()"
        elif record.sources.get(CALLS) == "used":
            return None
    elif arrow.event in FLAGS:
        segment = find_segment(causes, life, arrow.event, after.began)
        if segment:
            cause, number = name(segment), segment.number
        elif record.sources.get(PACKETS) == "used":
            return None
    elif any(
        abs(one.time - after.began) <= NEAR for one in causes.arrivals.get(life.end, ())
    ):
        return None
    step = max(
        (one for one in record.steps if one.began <= after.began),
        key=lambda one: one.began,
        default=None,
    )
    if step is None:
        return None
    stood = before is None or SOCK_DIAG in before.sources
    return Proof(
        record=record.name,
        step=step.number,
        sentence=step.sentence,
        host=life.host,
        sources=after.sources,
        held=stood and SOCK_DIAG in after.sources,
        cause=cause,
        number=number,
        stayed=after.began - before.began if before else None,
    )


def find_call(
    causes: Causes, life: Life, event: Event, since: int, until: int
) -> CallMade | None:
    """The last call of an end that is the event, from one state to the next."""
    mine = [
        one
        for one in causes.calls.get(life.end.local, ())
        if one.name in OPENED[event]
        and one.end is not None
        and one.end.remote in (None, life.end.remote)
        and since - NEAR <= one.time <= until + NEAR
        and (not one.errno or one.errno == "EINPROGRESS")
    ]
    return mine[-1] if mine else None


def find_segment(
    causes: Causes, life: Life, event: Event, time: int
) -> SegmentSeen | None:
    """The segment that arrived at an end when it moved, and is the event."""
    wanted, unwanted = FLAGS[event]
    arrived = [
        one
        for one in causes.arrivals.get(life.end, ())
        if isinstance(one.segment, Segment)
        and one.segment.flags & wanted == wanted
        and not one.segment.flags & unwanted
        and abs(one.time - time) <= NEAR
    ]
    return min(arrived, key=lambda one: abs(one.time - time)) if arrived else None


def name(seen: SegmentSeen) -> str:
    """The flags of a segment, `SYN ACK`."""
    assert isinstance(seen.segment, Segment)  # noqa: S101 it was looked for
    return flags_text(seen.segment.flags)


def stays(records: Sequence[Record]) -> dict[State, Stay]:
    """For every state, where an end was looked at in it for the longest time."""
    found: dict[State, Stay] = {}
    for record in records:
        for life in lives(record):
            for lane in life.lanes:
                if SOCK_DIAG not in lane.sources:
                    continue
                held = (lane.ended or record.ended) - lane.began
                known = found.get(lane.state)
                if known is None or known.held < held:
                    found[lane.state] = Stay(record.name, held)
    return found
