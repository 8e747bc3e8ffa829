"""The life of one end: which state it was in, from when to when, who saw it.

Facts: the inference from segments knows every transition and its moment, but
only deduces; the tracepoint prints what the kernel did, but SYN-RECEIVED late
and mini-sockets never; a look-up is right about the moment it was made, and
about no other. None of them is to the nanosecond: a segment passes the capture
a little before the kernel heeds it, or a little after the kernel decided on it.

Decision: transitions of the inference and of the tracepoint that mean the same
are one, dated by the kernel; what only one of them knows is put in between.
Then every look-up either confirms the lane it falls into, or opens a lane of
its own. A lane is observed when the kernel itself named its state, else only
inferred.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from socketlab.evidence.observation import (
    DESTROY,
    MINI_SOCKET,
    PACKETS,
    SOCK_DIAG,
    TCP,
    TRACEPOINT,
    SocketDestroyed,
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
"""Nanoseconds that two sources may date one transition apart: a segment that
arrives while a process holds the socket waits for it, on a busy machine
milliseconds."""


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
        conflict = confirm(made, look) if look.protocol == TCP else None
        if conflict:
            conflicts.append(conflict)
    for gone in seen.destroyed.get(end, []):
        bury(made, gone)
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
        match = meant(made, place, change)
        if match is None:
            while place < len(made) and made[place].began <= change.time - SLACK:
                place += 1
            made.insert(place, Stretch(change.new, change.time, [TRACEPOINT]))
        else:
            place = match
            made[place].sources.append(TRACEPOINT)
            if change.new is not State.SYN_RECEIVED:
                made[place].began = change.time
        place += 1
    for before, after in pairwise(made):
        after.began = max(before.began, after.began)
    return made


def meant(made: Sequence[Stretch], place: int, change: StateChanged) -> int | None:
    """Which stretch, from `place` on, a change of the tracepoint means.

    That of about its time. Else the next, if the kernel was early: a FIN that
    waits behind text is seen later. Else the last, if the kernel was late: it
    dropped the segment at first, or printed SYN-RECEIVED after the handshake.
    """
    found = None
    for index in range(place, len(made)):
        stretch = made[index]
        if stretch.state is change.new:
            found = index
            if stretch.began > change.time - SLACK:
                break
        elif stretch.began > change.time + SLACK:
            break
        elif stretch.began <= change.time - SLACK and (
            change.new is not State.SYN_RECEIVED
        ):
            found = None
    return found


def confirm(made: list[Stretch], look: StateSeen) -> Contradiction | None:
    """Let a look-up confirm the stretch it falls into, or open one of its own."""
    index = covering(made, look.time)
    near = [
        candidate
        for candidate, stretch in enumerate(made)
        if stretch.state is look.state and overlaps(made, candidate, look)
    ]
    if near:
        name(made[min(near, key=lambda candidate: abs(candidate - index))], SOCK_DIAG)
        return None
    before = made[index] if index >= 0 else None
    if look.state is State.CLOSED and before is None:
        return None  # nothing was there yet
    if made[index + 1 :] and made[index + 1].state is look.state:
        made[index + 1].began = look.time  # earlier than segments show
        name(made[index + 1], SOCK_DIAG)
    else:
        made.insert(index + 1, Stretch(look.state, look.time, [SOCK_DIAG]))
    if before is None or look.state in UNSEEN or PACKETS not in before.sources:
        return None
    return Contradiction(look.time, look.state, SOCK_DIAG, before.state)


def bury(made: Sequence[Stretch], gone: SocketDestroyed) -> None:
    """Let the end of a socket confirm that it was closed; it names no state."""
    for stretch in made:
        apart = abs(stretch.began - gone.time)
        if stretch.state is State.CLOSED and apart <= gone.doubt + SLACK:
            name(stretch, DESTROY)


def name(stretch: Stretch, source: str) -> None:
    """Note that a source saw a stretch too."""
    if source not in stretch.sources:
        stretch.sources.append(source)


def covering(made: Sequence[Stretch], time: int) -> int:
    """The index of the stretch that a time falls into; -1 before the first."""
    index = -1
    for position, stretch in enumerate(made):
        if stretch.began <= time:
            index = position
    return index


def overlaps(made: Sequence[Stretch], index: int, look: StateSeen) -> bool:
    """Whether a stretch may have held at some moment of a look-up."""
    doubt = look.doubt + SLACK
    began = made[index].began
    ended = made[index + 1].began if index + 1 < len(made) else None
    return began <= look.time + doubt and (ended is None or look.time - doubt <= ended)
