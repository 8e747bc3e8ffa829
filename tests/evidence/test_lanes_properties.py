"""Lanes, whatever the sources tell."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.lanes import SLACK, UNSEEN, Stretch, stretches
from socketlab.evidence.observation import (
    DESTROY,
    PACKETS,
    SOCK_DIAG,
    TRACEPOINT,
    AnyObservation,
    StateInferred,
)
from socketlab.evidence.timeline import Timeline
from socketlab.tcp.states import ARROWS, State
from tests.evidence.sightings import MS, NEAR, change, gone, inference, look

TIMES = st.integers(0, 60).map(lambda step: step * MS)


@st.composite
def walks(draw: st.DrawFn) -> list[State]:
    """Draw states that may follow each other in RFC 9293."""
    state = draw(st.sampled_from([State.CLOSED, State.LISTEN]))
    walk = []
    for _ in range(draw(st.integers(0, 10))):
        following = [one.next for one in ARROWS if one.state is state]
        state = draw(st.sampled_from(following))
        walk.append(state)
    return walk


@st.composite
def inferences(draw: st.DrawFn) -> list[StateInferred]:
    """Draw what segments imply: any walk, at any times."""
    walk = draw(walks())
    times = sorted(draw(st.lists(TIMES, min_size=len(walk), max_size=len(walk))))
    return [
        inference(None, state, time) for state, time in zip(walk, times, strict=True)
    ]


@st.composite
def worlds(draw: st.DrawFn) -> list[AnyObservation]:
    """Draw what four sources tell of one end, each as if it were alone."""
    doubts = st.sampled_from([0, 1000, 10 * MS])
    return [
        *draw(inferences()),
        *(change(State.CLOSED, one.new, one.time) for one in draw(inferences())),
        *(
            look(draw(st.sampled_from(State)), time, doubt=draw(doubts))
            for time in sorted(draw(st.lists(TIMES, max_size=6)))
        ),
        *(gone(time) for time in sorted(draw(st.lists(TIMES, max_size=2)))),
    ]


@st.composite
def honest(draw: st.DrawFn) -> tuple[list[State], list[AnyObservation]]:
    """Draw one life, and what honest sources tell of it, each a little late."""
    life = list(dict.fromkeys(draw(walks())))
    spans = st.one_of(st.integers(0, SLACK), st.integers(SLACK, 100 * SLACK))
    late = st.integers(0, SLACK // 2)
    told: list[AnyObservation] = []
    time = captured = traced = 0
    for state in life:
        captured = max(captured, time + draw(late))
        traced = max(traced, time + draw(late))
        lasts = draw(spans)
        told += [
            inference(None, state, captured),
            change(State.CLOSED, state, traced),
            look(state, time + draw(st.integers(0, lasts)), doubt=draw(late)),
        ]
        time += lasts
    return life, told


def named(world: list[AnyObservation], source: str) -> set[State]:
    """Give the states that a source named; a destroy message means CLOSED."""
    return {
        getattr(one, "new", getattr(one, "state", State.CLOSED))
        for one in world
        if one.source == source
    }


def observed(made: list[Stretch]) -> set[State]:
    """Give the states of lanes that more than segments show."""
    return {one.state for one in made if set(one.sources) - {PACKETS}}


@given(worlds())
def test_lanes_are_in_order_and_differ_from_their_neighbours(
    world: list[AnyObservation],
) -> None:
    """Times never go back, and equal neighbours are lives that one source tells."""
    made, _ = stretches(NEAR, Timeline(world))

    for before, after in pairwise(made):
        assert before.began <= after.began
        assert before.state is not after.state or (
            set(before.sources) & set(after.sources)
        )


@given(worlds())
def test_a_lane_is_observed_if_and_only_if_the_kernel_named_its_state(
    world: list[AnyObservation],
) -> None:
    """No source stands at a state it never named, and nothing it named is lost."""
    made, _ = stretches(NEAR, Timeline(world))

    for source in (PACKETS, TRACEPOINT, SOCK_DIAG, DESTROY):
        lanes = {one.state for one in made if source in one.sources}
        known = named(world, source)
        assert lanes <= known
        assert source == DESTROY or known - {State.CLOSED} <= lanes
    assert all(one.sources for one in made)


@given(worlds(), st.sampled_from([PACKETS, TRACEPOINT, SOCK_DIAG, DESTROY]))
def test_taking_a_source_away_makes_nothing_observed(
    world: list[AnyObservation], source: str
) -> None:
    """A state that is only inferred with a source is not observed without it."""
    fewer = [one for one in world if one.source != source]

    with_it, _ = stretches(NEAR, Timeline(world))
    without, _ = stretches(NEAR, Timeline(fewer))

    assert observed(without) <= observed(with_it)


@given(inferences(), st.sampled_from(sorted(set(State) - UNSEEN)), TIMES)
def test_what_the_kernel_contradicts_is_told(
    implied: list[StateInferred], state: State, time: int
) -> None:
    """A look-up of a state that no segment implies is a lane, and a contradiction."""
    implied = [one for one in implied if one.new is not state]
    before = [one for one in implied if one.time <= time]

    made, conflicts = stretches(NEAR, Timeline([*implied, look(state, time)]))

    assert Stretch(state, time, [SOCK_DIAG]) in made
    assert len(implied) + 1 == len(made)
    assert bool(before) == len(conflicts)


@given(honest())
def test_honest_sources_agree_however_they_are_dated(
    told: tuple[list[State], list[AnyObservation]],
) -> None:
    """Sources that tell one truth, each a little late, make that truth."""
    life, observations = told

    made, conflicts = stretches(NEAR, Timeline(observations))

    assert life == [one.state for one in made]
    assert [] == conflicts
    everyone = {PACKETS, TRACEPOINT, SOCK_DIAG}
    assert all(everyone == set(one.sources) for one in made)
