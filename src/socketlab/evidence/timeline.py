"""The observations of all sources, found again by who, when and from whom.

Each source adds its own observations in the order of their times; between
sources the order of adding does not matter.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter

from socketlab.evidence.observation import (
    MINI_SOCKET,
    PACKETS,
    SOCK_DIAG,
    TCP,
    TRACEPOINT,
    AnyObservation,
    CounterMoved,
    Deafened,
    OutputSeen,
    SegmentSeen,
    SocketDestroyed,
    StateChanged,
    StateInferred,
    StateSeen,
)
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State

moment = attrgetter("time")


class Timeline:
    """What was seen so far, indexed."""

    def __init__(self, observations: Iterable[AnyObservation] = ()) -> None:
        """Begin with these."""
        self.looks: defaultdict[End, list[StateSeen]] = defaultdict(list)
        self.changes: defaultdict[End, list[StateChanged]] = defaultdict(list)
        self.inferred: defaultdict[End, list[StateInferred]] = defaultdict(list)
        self.destroyed: defaultdict[End, list[SocketDestroyed]] = defaultdict(list)
        self.segments: list[SegmentSeen] = []
        self.deafness: list[Deafened] = []
        self.counters: list[CounterMoved] = []
        self.outputs: list[OutputSeen] = []
        self.others: list[AnyObservation] = []
        self.add(observations)

    def add(self, observations: Iterable[AnyObservation]) -> None:
        """Take more observations in."""
        for one in observations:
            match one:
                case StateSeen(end=End() as end):
                    self.looks[end].append(one)
                case StateChanged(end=End() as end):
                    self.changes[end].append(one)
                case StateInferred(end=End() as end):
                    self.inferred[end].append(one)
                case SocketDestroyed(end=End() as end):
                    self.destroyed[end].append(one)
                case SegmentSeen():
                    self.segments.append(one)
                case Deafened():
                    self.deafness.append(one)
                case CounterMoved():
                    self.counters.append(one)
                case OutputSeen():
                    self.outputs.append(one)
                case _:
                    self.others.append(one)

    def in_order(self) -> tuple[AnyObservation, ...]:
        """Everything, by time."""
        everything: list[AnyObservation] = [
            *self.segments,
            *self.deafness,
            *self.counters,
            *self.outputs,
            *self.others,
        ]
        for index in (self.looks, self.changes, self.inferred, self.destroyed):
            for found in index.values():
                everything.extend(found)
        return tuple(sorted(everything, key=moment))

    def look(self, end: End, since: int, until: int) -> StateSeen | None:
        """The last look at an end within a time."""
        looks = self.looks.get(end, [])
        index = bisect_right(looks, until, key=moment)
        if index and looks[index - 1].time >= since:
            return looks[index - 1]
        return None

    def state(self, source: str, end: End, since: int, until: int) -> State | None:
        """The state of an end at a time as one source knows it.

        A change holds until the next one; a look-up is right about its own
        moment only, so one from before `since` does not count. None where the
        source does not know: it never saw that end, or it is blind from there
        on (`MINI_SOCKET`).
        """
        if source == SOCK_DIAG:
            look = self.look(end, since, until)
            return look.state if look and look.protocol == TCP else None
        if source == TRACEPOINT:
            changes = self.changes.get(end, [])
            index = bisect_right(changes, until, key=moment)
            if not index or changes[index - 1].note == MINI_SOCKET:
                return None
            return changes[index - 1].new
        if source == PACKETS:
            inferred = self.inferred.get(end, [])
            index = bisect_right(inferred, until, key=moment)
            return inferred[index - 1].new if index else None
        return None

    def sent(self, since: int, until: int) -> list[SegmentSeen]:
        """The segments that left their senders within a time."""
        low = bisect_right(self.segments, since - 1, key=moment)
        high = bisect_right(self.segments, until, key=moment)
        return [one for one in self.segments[low:high] if one.sent]
