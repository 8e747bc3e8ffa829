"""The inference against two simulated ends, whatever becomes of their segments."""

from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.inference import Sight, infer
from socketlab.tcp.states import State
from tests.tcp.simulation.simulated import NEAR, Path, Wire, lives


def infer_paths(sights: list[Sight]) -> dict[End, Path]:
    """Infer, and sort the changes by end."""
    found: dict[End, Path] = {}
    for each in infer(sights):
        found.setdefault(each.end, []).append((each.old, each.new, each.number))
    return found


@settings(max_examples=500)
@given(lives())
def test_the_inference_yields_the_path_each_end_took(wire: Wire) -> None:
    """Each change cites its segment, whatever is lost, repeated or reordered."""
    walked = {end.end: end.path for end in wire.ends if end.path}

    assert walked == infer_paths(wire.sights)


@settings(max_examples=150)
@given(lives())
def test_doubled_copies_change_nothing(wire: Wire) -> None:
    """A capture that shows every packet twice tells the same story."""
    twice = [sight for sight in wire.sights for _ in range(2)]

    assert infer_paths(wire.sights) == infer_paths(twice)


@settings(max_examples=500)
@given(lives(), st.data())
def test_a_capture_that_begins_late_says_nothing_false(
    wire: Wire, data: st.DataObject
) -> None:
    """Whatever is cut off before it, an end is where it is said to be."""
    cut = data.draw(st.integers(0, len(wire.sights)))
    # Cut between the SYNs of a simultaneous open, the rest looks as if one end
    # had been in LISTEN: that cannot be told.
    assume(wire.ends[1].passive or cut == 0)
    walked = {end.end: end.path for end in wire.ends}
    for end, path in infer_paths(wire.sights[cut:]).items():
        for _, new, number in path:
            before = [state for _, state, cited in walked[end] if cited < number]
            during = [state for _, state, cited in walked[end] if cited == number]
            start = State.LISTEN if walked[end][0][0] is State.LISTEN else State.CLOSED

            assert new in [*(before or [start])[-1:], *during]


@settings(max_examples=150)
@given(st.lists(lives(), max_size=4), st.randoms(use_true_random=False))
def test_connections_do_not_disturb_each_other(
    wires: list[Wire], random: Random
) -> None:
    """However they are interleaved, each is told as if it were alone."""
    alone: dict[End, Path] = {}
    queues: list[list[Sight]] = []
    for number, wire in enumerate(wires):
        here = End(Endpoint(f"192.0.2.{number}", 1), Endpoint("192.0.2.99", 7))
        moved = {NEAR: here, NEAR.peer: here.peer}
        queues.append([replace(sight, end=moved[sight.end]) for sight in wire.sights])
        alone |= infer_paths(queues[-1])
    mixed: list[Sight] = []
    while queues := [queue for queue in queues if queue]:
        mixed.append(random.choice(queues).pop(0))

    assert alone == infer_paths(mixed)
