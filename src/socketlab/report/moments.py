"""One story taken apart into what a picture shows, each part with its time.

A listener's LISTEN stands above the first state of the server's end, since that
is where the connection comes from; before that, and after CLOSED, there is no
socket. Stories that went the same way are one group.
"""

from bisect import bisect_right
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from socketlab.evidence.observation import CallMade, Deafened
from socketlab.lab.record import Finding, Lane, Life, Passage, Record, Step, Story
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.segment import Flag, Segment
from socketlab.tcp.states import State

Side: TypeAlias = Literal["client", "server"]
SIDES: tuple[Side, Side] = ("client", "server")


MOST_SEGMENTS = 36
LAST_SEGMENTS = 12
OPENING = Flag.SYN | Flag.ACK | Flag.RST


@dataclass(frozen=True)
class Cut:
    """A time in the middle of a long story of which nothing is drawn."""

    began: int
    ended: int
    segments: int

    def hides(self, time: int) -> bool:
        """Tell whether a moment is not drawn."""
        return self.began <= time < self.ended


NO_CUT = Cut(0, 0, 0)


@dataclass(frozen=True)
class Group:
    """Stories that went the same way; the first stands for all."""

    stories: tuple[Story, ...]

    @property
    def story(self) -> Story:
        """The one that is drawn."""
        return self.stories[0]


def is_tcp(story: Story) -> bool:
    """Tell whether a story is of a connection that has states."""
    return bool(story.client.lanes or story.server.lanes)


def list_states(life: Life) -> tuple[State, ...]:
    """Give the states of a life in order, each change once."""
    states: list[State] = []
    for lane in life.lanes:
        if not states or states[-1] is not lane.state:
            states.append(lane.state)
    return tuple(states)


def find_way(record: Record, story: Story) -> Hashable:
    """Give what tells the ways of two connections apart.

    These are the states of both ends with the steps in which they were entered,
    and whether a segment was lost, sent again, or met a deaf socket. Datagrams are
    in no states: of those, what was sent from which side in which steps.
    """
    steps = [step.began for step in record.steps]
    lives = tuple(
        tuple((lane.state, bisect_right(steps, lane.began)) for lane in life.lanes)
        for life in (story.client, story.server)
    )
    marks = (
        any(one.again for one in story.passages),
        any(one.received is None for one in story.passages),
        all(one.heard for one in story.passages),
    )
    if is_tcp(story):
        return lives, marks
    sent = frozenset(
        (
            type(one.segment),
            one.segment.source == story.client.end.local,
            bisect_right(steps, get_moment(one)),
        )
        for one in story.passages
    )
    return sent, marks


def group(record: Record) -> tuple[Group, ...]:
    """Group the stories by their ways, in the order of their first stories."""
    groups: dict[Hashable, list[Story]] = {}
    for story in record.stories:
        groups.setdefault(find_way(record, story), []).append(story)
    return tuple(Group(tuple(stories)) for stories in groups.values())


def get_moment(passage: Passage) -> int:
    """Give when a segment was sent, or arrived if nobody saw it leave."""
    times = (passage.sent, passage.received)
    return next((time for time in times if time is not None), 0)


def find_cut(story: Story) -> Cut:
    """Leave the middle of a story with very many segments out."""
    if len(story.passages) <= MOST_SEGMENTS:
        return NO_CUT
    times = sorted(map(get_moment, story.passages))
    began, ended = times[MOST_SEGMENTS - LAST_SEGMENTS], times[-LAST_SEGMENTS]
    return Cut(began, ended, sum(began <= time < ended for time in times))


def list_passages(story: Story) -> tuple[Passage, ...]:
    """Give the segments that are drawn, in the order in which they were sent."""
    cut = find_cut(story)
    drawn = [one for one in story.passages if not cut.hides(get_moment(one))]
    return tuple(sorted(drawn, key=get_moment))


def is_ignored(story: Story, passage: Passage) -> bool:
    """Tell whether a SYN arrived and got no answer, so that it was sent again.

    A listener whose accept queue is full drops it without a word.
    """
    if not is_opening(passage) or passage.received is None:
        return False
    arrived = passage.received
    again = [
        one.sent
        for one in story.passages
        if is_opening(one)
        and one.segment.source == passage.segment.source
        and one.sent is not None
        and one.sent > arrived
    ]
    return bool(again) and not any(
        one.segment.source == passage.segment.destination
        and arrived <= get_moment(one) < min(again)
        for one in story.passages
    )


def is_opening(passage: Passage) -> bool:
    """Tell whether a segment opens a connection actively."""
    segment = passage.segment
    return isinstance(segment, Segment) and segment.flags & OPENING == Flag.SYN


def find_listener(record: Record, story: Story) -> Life | None:
    """Find the listener that the server's end came from."""
    local = story.server.end.local
    for life in record.listeners:
        if is_at(local, life.end.local):
            return life
    return None


def is_at(local: Endpoint, bound: Endpoint) -> bool:
    """Tell whether a socket bound to an endpoint, or to any address, can be here."""
    anywhere = {local.address, "0.0.0.0", "::"}  # noqa: S104 not ours to bind
    return bound.port == local.port and bound.address in anywhere


def list_lanes(record: Record, story: Story, side: Side) -> tuple[Lane, ...]:
    """Give the lanes of one side from the run's begin to its end.

    Where nothing is known before the first lane, there was no socket.
    """
    life: Life = getattr(story, side)
    # What came after the run, its sockets being closed, belongs to no step.
    lanes = tuple(lane for lane in life.lanes if lane.began <= record.ended)
    first = lanes[0].began if lanes else record.ended
    before: list[Lane] = []
    if side == "server" and (listener := find_listener(record, story)):
        before = [
            Lane(lane.state, lane.began, first, lane.observed, lane.sources)
            for lane in listener.lanes
            if lane.state is State.LISTEN and lane.began < first
        ][:1]
    known = (*before, *lanes)
    if not known or known[0].began > record.began:
        until = known[0].began if known else None
        known = (
            Lane(State.CLOSED, record.began, until, observed=True, sources=()),
            *known,
        )
    return tuple(merge(known))


def merge(lanes: tuple[Lane, ...]) -> list[Lane]:
    """Join lanes of one state that follow each other and are equally sure."""
    merged: list[Lane] = []
    for lane in lanes:
        last = merged[-1] if merged else None
        if last and (last.state, last.observed) == (lane.state, lane.observed):
            merged[-1] = Lane(
                last.state, last.began, lane.ended, last.observed, last.sources
            )
        else:
            merged.append(lane)
    return merged


def find_side(record: Record, story: Story, end: End | None, host: str) -> Side | None:
    """Tell beside which lifeline a fact belongs; None if in another story."""
    client, server = story.client, story.server
    if end == client.end:
        return "client"
    if end == server.end:
        return "server"
    if end is not None and end.remote is None:
        if is_at(client.end.local, end.local):
            return "client"
        listener = find_listener(record, story)
        return "server" if listener and end == listener.end else None
    if end is not None or len(record.stories) > 1:
        return None
    # A call that names no end: the host decides, if only one side lives there.
    sides: list[Side] = [side for side in SIDES if getattr(story, side).host == host]
    return sides[0] if len(sides) == 1 else None


def list_calls(record: Record, story: Story) -> list[tuple[Side, CallMade]]:
    """Give the calls of a story in order, each with its side."""
    calls = []
    for observation in record.observations:
        if isinstance(observation, CallMade):
            side = find_side(record, story, observation.end, observation.host)
            if side:
                calls.append((side, observation))
    return sorted(calls, key=lambda call: call[1].time)


def name_programs(record: Record, story: Story) -> dict[Side, set[str]]:
    """Give the programs whose calls stand on each side; the page's own is empty."""
    programs: dict[Side, set[str]] = {side: set() for side in SIDES}
    for side, call in list_calls(record, story):
        programs[side].add(call.program)
    return programs


def list_deafness(record: Record, story: Story) -> list[tuple[Side, Deafened]]:
    """Give the moments at which an end went deaf or heard again."""
    ends: dict[End | None, Side] = {
        story.client.end: "client",
        story.server.end: "server",
    }
    return sorted(
        (
            (ends[observation.end], observation)
            for observation in record.observations
            if isinstance(observation, Deafened) and observation.end in ends
        ),
        key=lambda moment: moment[1].time,
    )


def list_findings(record: Record, step: Step, story: Story) -> list[Finding]:
    """Give the findings of a step that speak of a story's hosts, or of all."""
    hosts = {"", story.client.host, story.server.host}
    return [
        finding
        for finding in record.findings
        if finding.step == step.number and finding.host in hosts
    ]


def list_moved(record: Record) -> dict[str, int]:
    """Add up what each counter moved over all steps; those that did move."""
    moved: dict[str, int] = {}
    for step in record.steps:
        for name, by in step.counters.items():
            moved[name] = moved.get(name, 0) + by
    return {name: by for name, by in moved.items() if by}
