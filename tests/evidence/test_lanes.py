"""Lanes: which state an end was in, from when to when, and who saw it.

Below, `SYN_SENT 0 PT` is a lane: a state, its begin in milliseconds, and who saw
it: P packets, T tracepoint, S sock_diag, D destroy messages.
"""

from socketlab.evidence.lanes import Contradiction, stretches
from socketlab.evidence.observation import (
    DESTROY,
    MINI_SOCKET,
    PACKETS,
    SOCK_DIAG,
    TRACEPOINT,
    UDP,
    AnyObservation,
)
from socketlab.evidence.timeline import Timeline
from socketlab.tcp.states import State
from tests.evidence.sightings import FAR, MS, NEAR, change, gone, inference, look

LETTERS = {PACKETS: "P", TRACEPOINT: "T", SOCK_DIAG: "S", DESTROY: "D"}


def read(text: str) -> list[tuple[State, int]]:
    """Read `SYN_SENT 0, ESTABLISHED 3`: states and milliseconds."""
    pairs = (pair.split() for pair in text.split(","))
    return [(State[state], round(float(time) * MS)) for state, time in pairs]


def implied(text: str) -> list[AnyObservation]:
    """Give what segments imply."""
    return [inference(None, state, time) for state, time in read(text)]


def printed(text: str) -> list[AnyObservation]:
    """Give what the tracepoint prints."""
    return [change(State.CLOSED, state, time) for state, time in read(text)]


def mini(time: int) -> AnyObservation:
    """Give a change to CLOSED that may hide a mini-socket."""
    return change(State.FIN_WAIT_2, State.CLOSED, time * MS, note=MINI_SOCKET)


def looked(text: str, doubt: int = 0) -> list[AnyObservation]:
    """Give what sock_diag answers; the doubt is in milliseconds."""
    return [look(state, time, doubt=doubt * MS) for state, time in read(text)]


def lanes(*told: list[AnyObservation]) -> list[str]:
    """Give the lanes of an end."""
    made, _ = stretches(NEAR, Timeline(one for source in told for one in source))
    return [
        f"{one.state} {one.began / MS:g} {''.join(LETTERS[who] for who in one.sources)}"
        for one in made
    ]


def conflicts(*told: list[AnyObservation]) -> list[Contradiction]:
    """Give the contradictions."""
    return stretches(NEAR, Timeline(one for source in told for one in source))[1]


def test_what_speaks_of_another_end_is_no_lane() -> None:
    """An end of which nothing is known has no lanes."""
    assert [] == lanes([look(State.ESTABLISHED, 1, FAR)])


def test_segments_alone_make_inferred_lanes() -> None:
    """Every inferred transition opens a lane that only the packets saw."""
    told = implied("SYN_SENT 1, ESTABLISHED 2")

    assert ["SYN_SENT 1 P", "ESTABLISHED 2 P"] == lanes(told)
    assert [] == conflicts(told)


def test_the_tracepoint_alone_makes_observed_lanes() -> None:
    """Every printed change opens a lane, except one that may hide a mini-socket."""
    assert ["FIN_WAIT_2 1 T"] == lanes(printed("FIN_WAIT_2 1"), [mini(2)])


def test_looks_alone_make_lanes_where_the_state_is_new() -> None:
    """A look-up opens a lane, and later ones of the same state confirm it."""
    told = looked("LISTEN 100, LISTEN 200, CLOSED 300")

    assert ["LISTEN 100 S", "CLOSED 300 S"] == lanes(told)
    assert [] == conflicts(told)


def test_no_socket_before_the_first_is_no_lane() -> None:
    """A look-up that finds nothing yet opens no lane of CLOSED."""
    assert ["SYN_SENT 100 S"] == lanes(looked("CLOSED 1, SYN_SENT 100"))


def test_what_both_tell_is_one_lane_dated_by_the_kernel() -> None:
    """A transition that both saw is one, and began when the kernel made it."""
    assert ["SYN_SENT 0.9 PT", "ESTABLISHED 3.1 PT"] == lanes(
        implied("SYN_SENT 1, ESTABLISHED 3"), printed("SYN_SENT 0.9, ESTABLISHED 3.1")
    )


def test_a_half_open_connection_is_older_than_the_tracepoint_knows() -> None:
    """SYN-RECEIVED, printed only when the handshake ends, began with the SYN."""
    assert ["SYN_RECEIVED 0 PT", "ESTABLISHED 3000.1 PT"] == lanes(
        implied("SYN_RECEIVED 0, ESTABLISHED 3000"),
        printed("SYN_RECEIVED 3000.1, ESTABLISHED 3000.1"),
    )


def test_a_fin_that_waits_is_dated_by_the_kernel() -> None:
    """FIN-WAIT-1 begins with close(), although its FIN is sent seconds later."""
    assert ["ESTABLISHED 0 PT", "FIN_WAIT_1 100 PT"] == lanes(
        implied("ESTABLISHED 0, FIN_WAIT_1 3000"),
        printed("ESTABLISHED 0, FIN_WAIT_1 100"),
    )


def test_a_dropped_acknowledgment_does_not_become_observed() -> None:
    """An ESTABLISHED that a full queue undid stays inferred; the last one is seen."""
    assert [
        "SYN_RECEIVED 0 P",
        "ESTABLISHED 1 P",
        "SYN_RECEIVED 1000 PT",
        "ESTABLISHED 2000 PT",
    ] == lanes(
        implied("SYN_RECEIVED 0, ESTABLISHED 1, SYN_RECEIVED 1000, ESTABLISHED 1001"),
        printed("SYN_RECEIVED 2000, ESTABLISHED 2000"),
    )


def test_a_state_passed_in_no_time_stands_before_the_next() -> None:
    """One segment may end FIN-WAIT-1 and FIN-WAIT-2: the kernel prints both."""
    assert ["FIN_WAIT_1 10 PT", "FIN_WAIT_2 20.3 T", "TIME_WAIT 20.3 P"] == lanes(
        implied("FIN_WAIT_1 10, TIME_WAIT 20"),
        printed("FIN_WAIT_1 10, FIN_WAIT_2 20.3"),
        [mini(21)],
    )


def test_a_change_without_a_segment_is_put_where_it_belongs() -> None:
    """A connect that gives up in silence ends before the next one begins."""
    assert ["SYN_SENT 0 PT", "CLOSED 100 T", "SYN_SENT 500 PT"] == lanes(
        implied("SYN_SENT 0, SYN_SENT 500"),
        printed("SYN_SENT 0, CLOSED 100, SYN_SENT 500"),
    )


def test_a_change_without_a_segment_may_come_last() -> None:
    """A close without a segment stands behind all that segments show."""
    assert ["ESTABLISHED 0 P", "CLOSE_WAIT 10 P", "CLOSED 90 T"] == lanes(
        implied("ESTABLISHED 0, CLOSE_WAIT 10"), printed("CLOSED 90")
    )


def test_an_earlier_life_is_not_taken_for_a_later_one() -> None:
    """A state of a first life, which the capture missed, is not a later life's."""
    assert [
        "SYN_SENT 0 PT",
        "ESTABLISHED 1 T",
        "CLOSED 2 T",
        "SYN_SENT 900 PT",
        "ESTABLISHED 901 PT",
    ] == lanes(
        implied("SYN_SENT 0, SYN_SENT 900, ESTABLISHED 901"),
        printed("SYN_SENT 0, ESTABLISHED 1, CLOSED 2, SYN_SENT 900, ESTABLISHED 901"),
    )


def test_a_look_confirms_the_lane_it_falls_into_once() -> None:
    """Look-ups of the state that was implied make the lane observed."""
    told = [implied("SYN_SENT 0"), looked("SYN_SENT 100, SYN_SENT 120")]

    assert ["SYN_SENT 0 PS"] == lanes(*told)
    assert [] == conflicts(*told)


def test_a_look_whose_doubt_spans_a_transition_confirms_what_it_saw() -> None:
    """The state before and the state after both agree with a slow look-up."""
    life = implied("ESTABLISHED 0, CLOSE_WAIT 100")
    for middle in (80, 120):
        before = looked(f"ESTABLISHED {middle}", doubt=30)
        after = looked(f"CLOSE_WAIT {middle}", doubt=30)

        assert ["ESTABLISHED 0 PS", "CLOSE_WAIT 100 P"] == lanes(life, before)
        assert ["ESTABLISHED 0 P", "CLOSE_WAIT 100 PS"] == lanes(life, after)
        assert [] == conflicts(life, before) + conflicts(life, after)


def test_a_look_just_before_the_kernel_heeds_a_segment_is_no_conflict() -> None:
    """A segment that the capture saw a moment ago may not have been heeded yet."""
    told = [implied("ESTABLISHED 0, CLOSE_WAIT 100"), looked("ESTABLISHED 105")]

    assert ["ESTABLISHED 0 PS", "CLOSE_WAIT 100 P"] == lanes(*told)
    assert [] == conflicts(*told)


def test_a_look_just_before_a_segment_is_sent_is_no_conflict() -> None:
    """close() changes the state a moment before the FIN passes the capture."""
    told = [implied("ESTABLISHED 0, FIN_WAIT_1 100"), looked("FIN_WAIT_1 95")]

    assert ["ESTABLISHED 0 P", "FIN_WAIT_1 100 PS"] == lanes(*told)
    assert [] == conflicts(*told)


def test_a_look_that_contradicts_opens_an_observed_lane() -> None:
    """The kernel is right at that moment, and the contradiction is told once."""
    told = [
        implied("SYN_RECEIVED 0, ESTABLISHED 1"),
        looked("SYN_RECEIVED 100, SYN_RECEIVED 200, ESTABLISHED 300"),
    ]

    assert [
        "SYN_RECEIVED 0 P",
        "ESTABLISHED 1 P",
        "SYN_RECEIVED 100 S",
        "ESTABLISHED 300 S",
    ] == lanes(*told)
    assert [
        Contradiction(100 * MS, State.SYN_RECEIVED, SOCK_DIAG, State.ESTABLISHED)
    ] == conflicts(*told)


def test_a_look_long_before_the_segment_moves_the_begin_of_its_lane() -> None:
    """A state that the kernel was in began then, not when a segment showed it."""
    told = [implied("ESTABLISHED 0, FIN_WAIT_1 900"), looked("FIN_WAIT_1 100")]

    assert ["ESTABLISHED 0 P", "FIN_WAIT_1 100 PS"] == lanes(*told)
    assert [State.FIN_WAIT_1] == [one.observed for one in conflicts(*told)]


def test_a_look_before_all_segments_contradicts_nobody() -> None:
    """Where nothing is implied yet, a look-up just opens the first lane."""
    told = [implied("CLOSE_WAIT 100"), looked("ESTABLISHED 10")]

    assert ["ESTABLISHED 10 S", "CLOSE_WAIT 100 P"] == lanes(*told)
    assert [] == conflicts(*told)


def test_an_end_that_no_segment_shows_refutes_nothing() -> None:
    """TIME-WAIT ends in silence: to find nothing afterwards is no contradiction."""
    told = [implied("TIME_WAIT 0"), looked("CLOSED 60000")]

    assert ["TIME_WAIT 0 P", "CLOSED 60000 S"] == lanes(*told)
    assert [] == conflicts(*told)


def test_a_state_that_the_tracepoint_hides_is_just_new() -> None:
    """A look-up contradicts what segments imply, never the tracepoint."""
    told = [printed("FIN_WAIT_2 0"), [mini(1)], looked("TIME_WAIT 100")]

    assert ["FIN_WAIT_2 0 T", "TIME_WAIT 100 S"] == lanes(*told)
    assert [] == conflicts(*told)


def test_the_end_of_a_socket_confirms_that_it_was_closed() -> None:
    """A destroy message within its doubt confirms CLOSED, once, and no other state."""
    ends: list[AnyObservation] = [
        gone(300 * MS, doubt=200 * MS),
        gone(301 * MS, doubt=200 * MS),
    ]

    assert ["LAST_ACK 0 P", "CLOSED 100 PD"] == lanes(
        implied("LAST_ACK 0, CLOSED 100"), ends
    )


def test_the_end_of_a_socket_at_another_time_confirms_nothing() -> None:
    """A destroy message from beyond its doubt speaks of another socket."""
    assert ["CLOSED 100 P"] == lanes(
        implied("CLOSED 100"), [gone(300 * MS, doubt=100 * MS)]
    )


def test_a_look_at_a_udp_socket_opens_no_lane() -> None:
    """UDP has no states; what sock_diag prints for one says if it named a peer."""
    seen = Timeline([look(State.ESTABLISHED, 3, protocol=UDP)])

    assert ([], []) == stretches(NEAR, seen)
