"""What belongs to one connection's ladder."""

from msgspec.structs import replace

from socketlab.lab.record import Life, Record, Sentence, Step, Story
from socketlab.report.ladder.focus import focus
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State
from tests.report.stored.words import (
    ACK,
    SERVER,
    at,
    call,
    client_end,
    life,
    passage,
    record,
    step,
)


def story(number: int, began: float, ended: float) -> Story:
    """Build a connection that lives for a while, with one segment at its begin."""
    near = client_end(number)
    alive = life(near, "client", (State.ESTABLISHED, began), (State.CLOSED, ended))
    far = Life(near.peer, "server", ())
    return Story(alive, far, (passage(near, (began, began + 1), ACK, (1, 1)),))


def numbers(shown: Record) -> list[int]:
    """Give the numbers of the steps."""
    return [step.number for step in shown.steps]


def sweep(*steps: Step) -> Record:
    """Build three connections, one after the other, in steps of a millisecond."""
    near = [client_end(number) for number in range(3)]
    calls = [
        call(near[0], "client", (1_000, 1_001), "connect(3) = 0"),
        call(near[0], "client", (3_500, 3_501), "send(3) = 0"),
        call(None, "server", (2_500, 2_501), "accept(4) = 5"),
        call(None, "server", (10, 11), "listen(4) = 0"),
    ]
    return record(
        steps=steps or tuple(step(n + 1, n * 1_000, "Step.") for n in range(4)),
        stories=tuple(story(n, n * 1_000 + 1_010, n * 1_000 + 1_900) for n in range(3)),
        observations=tuple(calls),
        listeners=(life(End(SERVER), "server", (State.LISTEN, 20)),),
    )


def test_a_record_that_is_all_about_one_connection_stays(close_order: Record) -> None:
    """Not even a copy is made."""
    assert close_order is focus(close_order, close_order.stories[0])


def test_steps_of_other_connections_are_left_out() -> None:
    """Those before anything happened stay, and calls on its own ends."""
    whole = sweep()
    first, second, third = (focus(whole, one) for one in whole.stories)

    assert [[1, 2, 4], [1, 3], [1, 4]] == list(map(numbers, (first, second, third)))
    assert ["connect", "send", "listen"] == [
        getattr(one, "name", "") for one in first.observations
    ]
    assert second.ended == whole.steps[3].began


def test_a_step_that_it_outlived_is_its_own() -> None:
    """A connection that lives on belongs to what happens meanwhile."""
    whole = sweep()
    near = client_end()
    lasting = replace(
        whole.stories[0], client=life(near, "client", (State.TIME_WAIT, 1_010))
    )
    record_ = replace(whole, stories=(lasting, *whole.stories[1:]))

    assert record_ is focus(record_, lasting)


def test_a_variant_is_shown_whole_or_not_at_all() -> None:
    """Its steps in which nothing happened tell that nothing did."""
    one, other = Sentence("one"), Sentence("other")
    whole = sweep(
        step(1, 0, "Step."),
        step(2, 1_000, "Step.", variant=one),
        step(3, 1_950, "Step.", variant=one),
        step(4, 2_000, "Step.", variant=other),
    )

    assert [[1, 2, 3, 4], [1, 4], [1, 4]] == [
        numbers(focus(whole, each)) for each in whole.stories
    ]
    quiet = replace(whole, observations=())
    assert [1, 2, 3] == numbers(focus(quiet, quiet.stories[0]))


def test_a_connection_without_any_step_of_its_own_has_none() -> None:
    """The ladder then ends where the run began."""
    whole = replace(sweep(step(1, 3_600, "Late.")), observations=(), listeners=())
    shown = focus(whole, whole.stories[0])

    assert ([], whole.began) == (numbers(shown), shown.ended)


def test_steps_in_which_many_others_begin_are_left_out() -> None:
    """A sweep's first connection lives on through all of it; a few are shown."""
    near = client_end()
    lasting = life(near, "client", (State.ESTABLISHED, 10))
    first = replace(story(0, 10, 20), client=lasting)
    shown = []
    for count in (3, 4):
        others = [story(n, n * 1_000 + 10, n * 1_000 + 20) for n in range(1, count + 1)]
        steps = tuple(step(n + 1, n * 1_000, "Step.") for n in range(count + 1))
        whole = record(steps=steps, stories=(first, *others), ended=at(9_000))
        shown.append(numbers(focus(whole, first)))

    assert [[1, 2, 3, 4], [1]] == shown
