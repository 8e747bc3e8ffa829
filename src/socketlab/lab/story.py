"""Connections as stories: two lives, and the segments that passed between them."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from socketlab.evidence.address import ANYWHERE
from socketlab.evidence.lanes import Contradiction, Stretch
from socketlab.evidence.observation import (
    CALLS,
    PACKETS,
    SOCK_DIAG,
    AnyObservation,
    CallMade,
)
from socketlab.evidence.passages import Passing, passings
from socketlab.evidence.timeline import Timeline
from socketlab.lab.record import Host, Lane, Life, Passage, Story
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.segment import Datagram, Flag, Segment
from socketlab.tcp.states import State

Lived: TypeAlias = Mapping[End, tuple[list[Stretch], list[Contradiction]]]
"""What is known of every end."""


def stories(hosts: tuple[Host, ...], lived: Lived, seen: Timeline) -> tuple[Story, ...]:
    """Tell the story of every connection, in the order in which they began."""
    passed = passings(seen)
    told: list[Story] = []
    done: set[End] = set()
    for end in lived:
        if end.remote is None or end in done:
            continue
        done |= {end, end.peer}
        segments = passed.get(frozenset({end, end.peer}), [])
        client = client_of(end, segments, lived)
        server = client.peer
        ours, _ = lived.get(client, ([], []))
        theirs, _ = lived.get(server, ([], []))
        told.append(
            Story(
                client=life(hosts, client, stopped(client, lived, ours)),
                server=life(hosts, server, listening(server, lived, theirs)),
                passages=tuple(
                    Passage(
                        one.segment,
                        one.sent,
                        one.received,
                        one.sequence,
                        one.acknowledgment,
                        one.numbers,
                        one.again,
                        one.heard,
                        one.doubled,
                    )
                    for one in segments
                ),
            )
        )
    return tuple(told)


def heed_listens(lived: Lived, observations: Iterable[AnyObservation]) -> None:
    """Let a listen(2) that returned 0 date its LISTEN, which no segment shows."""
    for one in observations:
        if not isinstance(one, CallMade) or (one.name, one.result) != ("listen", "0"):
            continue
        if one.end is None or one.end not in lived or one.returned is None:
            continue
        made, _ = lived[one.end]
        if made and made[0].state is State.LISTEN:
            made[0].began = min(made[0].began, one.returned)
            made[0].sources.append(CALLS)
        else:
            made.insert(0, Stretch(State.LISTEN, one.returned, [CALLS]))


def client_of(end: End, passed: list[Passing], lived: Lived) -> End:
    """Which of two ends opened actively: it sent the first SYN, or datagram.

    Without segments: the one that was in SYN-SENT, or the one whose other side
    is a known listener's endpoint.
    """
    for one in passed:
        opener = End(one.segment.source, one.segment.destination)
        if isinstance(one.segment, Datagram):
            return opener
        if isinstance(one.segment, Segment) and one.segment.flags & Flag.SYN:
            return opener.peer if one.segment.flags & Flag.ACK else opener
    for side in (end, end.peer):
        made, _ = lived.get(side, ([], []))
        if any(stretch.state is State.SYN_SENT for stretch in made):
            return side
    return end.peer if listener_of(end, lived) else end


def listener_of(end: End, lived: Lived) -> End | None:
    """The listener at an end's endpoint, or at any address with its port."""
    for address in (end.local.address, *ANYWHERE):
        listener = End(Endpoint(address, end.local.port))
        if listener in lived:
            return listener
    return None


def listening(server: End, lived: Lived, own: list[Stretch]) -> list[Stretch]:
    """Before it was a connection, the server's end was its listener."""
    listener = listener_of(server, lived)
    made = lived[listener][0] if listener else []
    if not made or (own and own[0].began <= made[0].began):
        return own
    if own:
        first = [one for one in made if one.state is State.LISTEN][:1]
        return first + taken_back(made, own)
    return made


def taken_back(made: list[Stretch], own: list[Stretch]) -> list[Stretch]:
    """After its request was taken back, the server's end is its listener again."""
    for index, one in enumerate(own):
        before = [stretch for stretch in made if stretch.began <= one.began]
        if one.state is State.LISTEN and before and before[-1].state is State.LISTEN:
            looked = SOCK_DIAG in before[-1].sources
            sources = one.sources + ([SOCK_DIAG] if looked else [])
            again = Stretch(State.LISTEN, one.began, sources)
            later = [stretch for stretch in made if stretch.began > one.began]
            return [*own[:index], again, *later]
    return own


def stopped(client: End, lived: Lived, own: list[Stretch]) -> list[Stretch]:
    """Before it asked, a client's end may have been a listener that has stopped."""
    listener = listener_of(client, lived)
    made = lived[listener][0] if listener else []
    before = [one for one in made if own and one.began < own[0].began]
    return before + own if before and before[-1].state is State.CLOSED else own


def life(hosts: tuple[Host, ...], end: End, made: list[Stretch]) -> Life:
    """Close each stretch where the next begins; keep who saw it."""
    closed: list[Lane] = []
    for index, one in enumerate(made):
        ended = made[index + 1].began if index + 1 < len(made) else None
        observed = any(source != PACKETS for source in one.sources)
        closed.append(Lane(one.state, one.began, ended, observed, tuple(one.sources)))
    return Life(end, host_name(hosts, end.local.address), tuple(closed))


def host_name(hosts: tuple[Host, ...], address: str) -> str:
    """The page's name for an address; the address where it has none."""
    for host in hosts:
        if host.address == address:
            return host.name
    return address
