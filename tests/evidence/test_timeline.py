"""Observations are found again by who, when and from whom."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.observation import (
    CALLS,
    MINI_SOCKET,
    PACKETS,
    PROC,
    SOCK_DIAG,
    TRACEPOINT,
    UDP,
    AnyObservation,
    CallMade,
    ProgramSeen,
    SocketDestroyed,
    StateSeen,
)
from socketlab.evidence.timeline import Timeline
from socketlab.tcp.states import State
from tests.evidence.sightings import (
    FAR,
    NEAR,
    SYN,
    change,
    deafness,
    gone,
    inference,
    journey,
    look,
    moved,
    output,
)

CALL = CallMade(source=CALLS, time=4, host="client", name="connect")
PROGRAM = ProgramSeen(source=PROC, time=5, program="server", pid=2, state="S")


def one_of_each() -> list[AnyObservation]:
    """Give one observation of every kind, the last first."""
    return [
        output("server", "hello", 9),
        moved("TcpActiveOpens", 1, 8),
        gone(7),
        deafness(NEAR, 6),
        PROGRAM,
        CALL,
        *journey(NEAR, SYN, (3, 4), 1),
        inference(State.CLOSED, State.SYN_SENT, 3),
        change(State.CLOSED, State.SYN_SENT, 2),
        look(State.CLOSED, 1),
    ]


def test_each_kind_is_kept_where_it_is_looked_for() -> None:
    """Every kind of observation has its own place, by end where it has one."""
    seen = Timeline(one_of_each())

    assert [1] == [one.time for one in seen.looks[NEAR]]
    assert [2] == [one.time for one in seen.changes[NEAR]]
    assert [3] == [one.time for one in seen.inferred[NEAR]]
    assert [7] == [one.time for one in seen.destroyed[NEAR]]
    assert [3, 4] == [one.time for one in seen.segments]
    assert [6] == [one.time for one in seen.deafness]
    assert [8] == [one.time for one in seen.counters]
    assert [9] == [one.time for one in seen.outputs]
    assert [PROGRAM, CALL] == seen.others


def test_what_speaks_of_no_end_is_kept_too() -> None:
    """An observation of a state without an end is told, but of nobody."""
    nobody: list[AnyObservation] = [
        StateSeen(source=SOCK_DIAG, time=1, state=State.LISTEN),
        SocketDestroyed(source=SOCK_DIAG, time=2),
    ]
    seen = Timeline(nobody)

    assert tuple(nobody) == seen.in_order()


def test_everything_comes_back_in_order() -> None:
    """Whatever was added comes back once, by time."""
    everything = one_of_each()

    told = Timeline(everything).in_order()

    assert sorted(one.time for one in everything) == [one.time for one in told]
    assert set(map(repr, everything)) == set(map(repr, told))


@given(st.permutations(range(3)))
def test_the_order_of_the_sources_does_not_matter(order: list[int]) -> None:
    """Sources may be added in any order, each with its own in time order."""
    sources: list[list[AnyObservation]] = [
        [look(State.SYN_SENT, 2), look(State.ESTABLISHED, 5)],
        [change(State.CLOSED, State.SYN_SENT, 1)],
        [*journey(NEAR, SYN, (1, 3), 1)],
    ]
    seen = Timeline()
    for index in order:
        seen.add(sources[index])

    assert [1, 1, 2, 3, 5] == [one.time for one in seen.in_order()]
    assert State.ESTABLISHED is seen.state(SOCK_DIAG, NEAR, 0, 9)


def test_a_look_is_the_last_one_within_the_time() -> None:
    """Both bounds count, and among several looks the last one is given."""
    first, second = look(State.SYN_SENT, 10), look(State.ESTABLISHED, 20)
    seen = Timeline([first, second])

    assert first == seen.look(NEAR, 10, 19)
    assert second == seen.look(NEAR, 10, 20)
    assert second == seen.look(NEAR, 20, 99)


def test_a_look_before_or_after_the_time_is_none() -> None:
    """A look older than the time asked for says nothing, nor does a later one."""
    seen = Timeline([look(State.SYN_SENT, 10)])

    assert seen.look(NEAR, 11, 99) is None
    assert seen.look(NEAR, 0, 9) is None
    assert seen.look(FAR, 0, 99) is None


def test_the_kernel_s_changes_hold_until_the_next() -> None:
    """The tracepoint knows the state from a change to the next, however long."""
    seen = Timeline(
        [
            change(State.CLOSED, State.SYN_SENT, 10),
            change(State.SYN_SENT, State.ESTABLISHED, 20),
        ]
    )

    told = [seen.state(TRACEPOINT, NEAR, 15, at) for at in (9, 10, 19, 20, 10**9)]

    assert [
        None,
        State.SYN_SENT,
        State.SYN_SENT,
        State.ESTABLISHED,
        State.ESTABLISHED,
    ] == told


def test_the_tracepoint_is_blind_behind_a_mini_socket() -> None:
    """After a change that may be one to TIME-WAIT the tracepoint does not know."""
    seen = Timeline(
        [
            change(State.FIN_WAIT_1, State.FIN_WAIT_2, 10),
            change(State.FIN_WAIT_2, State.CLOSED, 20, note=MINI_SOCKET),
        ]
    )

    assert State.FIN_WAIT_2 is seen.state(TRACEPOINT, NEAR, 0, 19)
    assert seen.state(TRACEPOINT, NEAR, 0, 20) is None


def test_what_segments_imply_holds_until_the_next() -> None:
    """The inference knows the state from one transition to the next."""
    seen = Timeline([inference(State.CLOSED, State.SYN_SENT, 10)])

    assert seen.state(PACKETS, NEAR, 0, 9) is None
    assert State.SYN_SENT is seen.state(PACKETS, NEAR, 50, 99)
    assert seen.state(PACKETS, FAR, 0, 99) is None


def test_a_look_is_right_about_its_own_time_only() -> None:
    """A look-up from before the time asked for does not tell the state."""
    seen = Timeline([look(State.LISTEN, 10)])

    assert State.LISTEN is seen.state(SOCK_DIAG, NEAR, 10, 20)
    assert seen.state(SOCK_DIAG, NEAR, 11, 20) is None


def test_a_source_that_knows_no_states_tells_none() -> None:
    """Counters cannot name a state."""
    seen = Timeline(one_of_each())

    assert seen.state("counters", NEAR, 0, 99) is None


@given(st.integers(0, 12), st.integers(0, 12))
def test_sent_segments_lie_within_the_time(since: int, until: int) -> None:
    """Only copies that left their sender count, from `since` to `until`."""
    journeys = [journey(NEAR, SYN, (at, at + 1), at) for at in range(2, 10)]
    copies = sorted((one for both in journeys for one in both), key=lambda s: s.time)
    seen = Timeline(copies)

    told = [one.time for one in seen.sent(since, until)]

    assert [at for at in range(2, 10) if since <= at <= until] == told


def test_a_look_at_a_udp_socket_tells_no_state() -> None:
    """sock_diag has a number for it, but UDP has no states."""
    seen = Timeline([look(State.ESTABLISHED, 3, protocol=UDP)])

    assert seen.state(SOCK_DIAG, NEAR, 0, 5) is None
