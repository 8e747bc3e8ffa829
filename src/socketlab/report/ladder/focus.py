"""What of a record belongs to one connection's ladder.

A page may lay variants side by side, or sweep over a parameter: most of its steps
then are about other connections, and a ladder that showed them all would show
nothing.
"""

from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import replace

from socketlab.evidence.observation import AnyObservation, CallMade
from socketlab.lab.record import Record, Story
from socketlab.report.moments import find_listener
from socketlab.tcp.states import State

SILENT = {State.LISTEN, State.CLOSED}

MOST_IDLE = 3
"""Steps in which others begin and this connection does nothing."""

Span = tuple[int, int]
"""From when to when, in nanoseconds."""


def focus(record: Record, story: Story) -> Record:
    """Give a record with the steps and calls that matter to a connection.

    These are all steps of its own variant; of steps without one those before
    anything happened, those in which it did something, and those which it outlived,
    unless many others began then.
    """
    spans = list_spans(record)
    moments = list_moments(record, story)
    active = [any(is_in(moment, [span]) for moment in moments) for span in spans]
    variants = [
        step.variant for step, own in zip(record.steps, active, strict=True) if own
    ]
    begins = [min(list_passing(one), default=record.ended) for one in record.stories]
    first = min(begins, default=record.ended)
    idle = [
        span
        for span, own in zip(spans, active, strict=True)
        if not own and any(is_in(begin, [span]) for begin in begins)
    ]
    others = idle if len(idle) > MOST_IDLE else []
    kept = [
        (step, span)
        for step, span, own in zip(record.steps, spans, active, strict=True)
        if (step.variant in variants if step.variant else own)
        or (
            not step.variant
            and span not in others
            and (span[1] <= first or is_alive(story, span))
        )
    ]
    if len(kept) == len(record.steps):
        return record
    shown = [span for _step, span in kept]
    return replace(
        record,
        steps=tuple(step for step, _span in kept),
        observations=tuple(
            one
            for one in record.observations
            if is_of(one, story) or is_in(one.time, shown)
        ),
        ended=max((end for _begin, end in shown), default=record.began),
    )


def list_spans(record: Record) -> list[Span]:
    """Give the time of each step, up to the next."""
    begins = [step.began for step in record.steps]
    return list(pairwise([*begins, record.ended + 1]))


def list_moments(record: Record, story: Story) -> list[int]:
    """Give when a connection did something, or its listener came to be."""
    moments = list_passing(story)
    moments += [one.time for one in record.observations if is_of(one, story)]
    if listener := find_listener(record, story):
        moments += [lane.began for lane in listener.lanes[:1]]
    return moments


def list_passing(story: Story) -> list[int]:
    """Give when something of a connection passed on the wire."""
    return [
        time
        for passage in story.passages
        for time in (passage.sent, passage.received)
        if time is not None
    ]


def is_of(observation: AnyObservation, story: Story) -> bool:
    """Tell whether an observation is a call on one of both ends."""
    ends = (story.client.end, story.server.end)
    return isinstance(observation, CallMade) and observation.end in ends


def is_in(time: int, spans: Iterable[Span]) -> bool:
    """Tell whether a moment lies in one of some spans."""
    return any(begin <= time < end for begin, end in spans)


def is_alive(story: Story, span: Span) -> bool:
    """Tell whether an end was in a state of a connection."""
    return any(
        lane.state not in SILENT
        and lane.began < span[1]
        and (lane.ended is None or lane.ended > span[0])
        for life in (story.client, story.server)
        for lane in life.lanes
    )
