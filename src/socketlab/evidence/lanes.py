"""The life of one end: which state it was in, from when to when, who saw it.

Facts: the inference from segments knows every transition and its moment, but
only deduces; the tracepoint prints what the kernel did, but SYN-RECEIVED late
and mini-sockets never; a look-up is right about the moment it was made, and
about no other.

Decision: transitions of the inference and of the tracepoint that mean the same
are one; what only one of them knows is put in between. Then every look-up
either confirms the lane it falls into, or opens a lane of its own. A lane is
observed when the kernel itself named its state, else only inferred.
"""

from collections.abc import Sequence

from msgspec import Struct

from socketlab.evidence.observation import (
    DESTROY,
    MINI_SOCKET,
    PACKETS,
    SOCK_DIAG,
    TRACEPOINT,
    StateChanged,
    StateInferred,
    StateSeen,
)
from socketlab.evidence.timeline import Timeline
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State

UNSEEN = frozenset({State.CLOSED, State.LISTEN})
"""States that no segment shows: a look-up that finds them refutes nothing."""

SLACK = 5_000_000
"""Nanoseconds that two sources may date one transition apart: a tracepoint is
written when softirq work reaches it, on a busy machine milliseconds later."""


class Stretch(Struct):
    """A lane while it is being made; `sources` saw it."""

    state: State
    began: int
    sources: list[str]


class Contradiction(Struct, frozen=True):
    """A look-up saw one state while the segments imply another."""

    time: int
    observed: State
    observed_by: str
    inferred: State


def stretches(end: End, seen: Timeline) -> tuple[list[Stretch], list[Contradiction]]:
    """The states of an end in order, and where the sources contradict."""
    made = merged(seen.inferred.get(end, []), seen.changes.get(end, []))
    conflicts: list[Contradiction] = []
    for look in seen.looks.get(end, []):
        conflict = confirm(made, look)
        if conflict:
            conflicts.append(conflict)
    for gone in seen.destroyed.get(end, []):
        # The message names no state: it only tells that the socket is gone.
        for stretch in made:
            if stretch.state is State.CLOSED and abs(stretch.began - gone.time) < SLACK:
                stretch.sources.append(DESTROY)
    return made, conflicts


def merged(
    inferred: Sequence[StateInferred], changes: Sequence[StateChanged]
) -> list[Stretch]:
    """One sequence of stretches from both sources of transitions."""
    made = [Stretch(one.new, one.time, [PACKETS]) for one in inferred]
    place = 0
    for change in changes:
        if change.note == MINI_SOCKET:
            continue
        match = next(
            (
                index
                for index in range(place, len(made))
                if made[index].state is change.new
            ),
            None,
        )
        if match is not None:
            made[match].sources.append(TRACEPOINT)
            place = match + 1
            continue
        stretch = Stretch(change.new, change.time, [TRACEPOINT])
        while place < len(made) and made[place].began <= change.time:
            place += 1
        made.insert(place, stretch)
        place += 1
    return made


def confirm(made: list[Stretch], look: StateSeen) -> Contradiction | None:
    """Let a look-up confirm the stretch it falls into, or open one of its own."""
    index = covering(made, look.time)
    near = [
        candidate
        for candidate in (index, index - 1, index + 1)
        if 0 <= candidate < len(made)
        and made[candidate].state is look.state
        and overlaps(made, candidate, look)
    ]
    if near:
        if SOCK_DIAG not in made[near[0]].sources:
            made[near[0]].sources.append(SOCK_DIAG)
        return None
    before = made[index] if index >= 0 else None
    if look.state is State.CLOSED and before is None:
        return None  # nothing was there yet
    made.insert(index + 1, Stretch(look.state, look.time, [SOCK_DIAG]))
    if before is None or look.state in UNSEEN or before.sources != [PACKETS]:
        return None
    return Contradiction(look.time, look.state, SOCK_DIAG, before.state)


def covering(made: Sequence[Stretch], time: int) -> int:
    """The index of the stretch that a time falls into; -1 before the first."""
    index = -1
    for position, stretch in enumerate(made):
        if stretch.began <= time:
            index = position
    return index


def overlaps(made: Sequence[Stretch], index: int, look: StateSeen) -> bool:
    """Whether a stretch holds at some moment within the doubt of a look-up."""
    began = made[index].began
    ended = made[index + 1].began if index + 1 < len(made) else None
    return began <= look.time + look.doubt and (
        ended is None or look.time - look.doubt <= ended
    )
