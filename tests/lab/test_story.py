"""Connections as stories."""

import pytest

from socketlab.evidence.lanes import Stretch, stretches
from socketlab.evidence.observation import (
    CALLS,
    PACKETS,
    SOCK_DIAG,
    AnyObservation,
    CallMade,
)
from socketlab.evidence.passages import passings
from socketlab.evidence.timeline import Timeline
from socketlab.lab.record import Host, Lane, Life, Story
from socketlab.lab.story import (
    Lived,
    client_of,
    heed_listens,
    host_name,
    life,
    listening,
    stopped,
    stories,
    taken_back,
)
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.states import State
from tests.evidence.sightings import (
    ACK,
    FAR,
    LISTENER,
    MS,
    NEAR,
    OTHER,
    SERVER,
    datagram,
    handshake,
    inference,
    journey,
    look,
)

S = State
HOSTS = (Host("server", "192.0.2.1"), Host("client", "192.0.2.2"))


def told(*observations: AnyObservation) -> tuple[Story, ...]:
    """Tell the stories of all ends that were seen, in order of appearance."""
    seen = Timeline(observations)
    ends = dict.fromkeys(one.end for one in seen.in_order() if one.end)
    return stories(HOSTS, {end: stretches(end, seen) for end in ends}, seen)


def states(life: Life) -> list[State]:
    """Give the states of a life."""
    return [lane.state for lane in life.lanes]


def test_each_connection_is_one_story_in_the_order_they_began() -> None:
    """Both ends and their segments are told together, each connection once."""
    first, second = told(*handshake(5 * MS, OTHER, number=4), *handshake())

    assert (NEAR, FAR) == (first.client.end, first.server.end)
    assert (OTHER, OTHER.peer) == (second.client.end, second.server.end)
    assert [(1,), (2,), (3,)] == [one.numbers for one in first.passages]
    assert [(4,), (5,), (6,)] == [one.numbers for one in second.passages]
    assert ("client", "server") == (first.client.host, first.server.host)


def test_a_segment_is_told_with_all_that_is_known_of_its_way() -> None:
    """Times, relative numbers, repetition and deafness come from its passage."""
    copies = journey(NEAR, ACK, (10, 20), 7, (101, 501))
    (story,) = told(*handshake(-MS), *copies)

    last = story.passages[-1]
    assert (10, 20, 1, 1) == (
        last.sent,
        last.received,
        last.sequence,
        last.acknowledgment,
    )
    assert ((7,), False, True) == (last.numbers, last.again, last.heard)
    assert copies[0].segment == last.segment


def test_an_end_that_was_only_asked_about_has_a_story() -> None:
    """A connection that was expected and never seen is told with empty lanes."""
    (story,) = stories(HOSTS, {NEAR: ([], [])}, Timeline())

    assert (NEAR, (), (), ()) == (
        story.client.end,
        story.client.lanes,
        story.server.lanes,
        story.passages,
    )


def test_the_server_s_end_was_its_listener_before() -> None:
    """LISTEN, however often it was seen, stands once before the first state."""
    (story,) = told(
        *(look(S.LISTEN, at, LISTENER) for at in (10, 20)),
        inference(S.LISTEN, S.SYN_RECEIVED, 3000, FAR),
        inference(S.CLOSED, S.SYN_SENT, 1000),
    )

    assert [S.LISTEN, S.SYN_RECEIVED] == states(story.server)
    assert [S.SYN_SENT] == states(story.client)


def lived(**ends: tuple[End, list[State]]) -> Lived:
    """Give what is known of ends: their states, 10 apart."""
    return {
        end: (
            [Stretch(state, 10 * at, [SOCK_DIAG]) for at, state in enumerate(known, 1)],
            [],
        )
        for end, known in ends.values()
    }


def test_a_server_s_end_without_a_state_is_its_listener() -> None:
    """A client that the listener never answered still speaks to the listener."""
    known = lived(listener=(LISTENER, [S.LISTEN, S.CLOSED]))

    assert [S.LISTEN, S.CLOSED] == [one.state for one in listening(FAR, known, [])]


def test_a_listener_may_listen_at_any_address() -> None:
    """An end belongs to the listener with its port, at its address or at any."""
    for address in ("0.0.0.0", "::"):  # noqa: S104 nothing is bound
        anywhere = End(Endpoint(address, SERVER.port))
        known = lived(listener=(anywhere, [S.LISTEN]))

        assert [S.LISTEN] == [one.state for one in listening(FAR, known, [])]
    elsewhere = lived(listener=(End(Endpoint("192.0.2.1", 8)), [S.LISTEN]))
    assert [] == listening(FAR, elsewhere, [])


def test_a_connection_that_is_older_than_its_listener_stays_as_it_is() -> None:
    """What was there before the listener did not come from it."""
    own = [Stretch(S.ESTABLISHED, 5, [SOCK_DIAG])]

    assert own == listening(FAR, lived(listener=(LISTENER, [S.LISTEN])), own)
    assert own == listening(FAR, {}, own)


def test_a_request_that_was_taken_back_leaves_its_listener() -> None:
    """The end is in LISTEN again, which a look at the listener confirms."""
    own = [
        Stretch(S.SYN_RECEIVED, 20, [PACKETS]),
        Stretch(S.LISTEN, 30, [PACKETS]),
        Stretch(S.CLOSED, 35, [SOCK_DIAG]),
    ]
    looked = lived(listener=(LISTENER, [S.LISTEN, S.CLOSED]))
    looked[LISTENER][0][1].began = 90
    unseen: Lived = {LISTENER: ([Stretch(S.LISTEN, 10, [CALLS])], [])}
    closed = lived(listener=(LISTENER, [S.LISTEN, S.CLOSED]))

    assert [
        Stretch(S.LISTEN, 10, [SOCK_DIAG]),
        own[0],
        Stretch(S.LISTEN, 30, [PACKETS, SOCK_DIAG]),
        Stretch(S.CLOSED, 90, [SOCK_DIAG]),
    ] == listening(FAR, looked, own)
    assert Stretch(S.LISTEN, 30, [PACKETS]) == listening(FAR, unseen, own)[-1]
    assert own == listening(FAR, closed, own)[1:]
    assert own == taken_back([], own)


def test_a_client_s_end_may_have_been_a_listener_that_stopped() -> None:
    """Only if it has stopped: a listener never asks."""
    end = End(SERVER, LISTENER.local)
    own = [Stretch(S.SYN_SENT, 50, [PACKETS])]
    stopped_before = lived(listener=(LISTENER, [S.LISTEN, S.CLOSED]))
    still = lived(listener=(LISTENER, [S.LISTEN]))

    assert [S.LISTEN, S.CLOSED, S.SYN_SENT] == [
        one.state for one in stopped(end, stopped_before, own)
    ]
    assert own == stopped(end, still, own)
    assert own == stopped(end, {}, own)
    assert [] == stopped(end, stopped_before, [])


def test_the_client_is_who_sent_the_first_syn() -> None:
    """A SYN, or the SYN, ACK that answers it, tells who opened."""
    for segments in (handshake(), handshake()[2:]):
        passed = passings(Timeline(segments))[frozenset({NEAR, FAR})]

        assert NEAR == client_of(FAR, passed, {}) == client_of(NEAR, passed, {})


def test_the_client_is_who_sent_the_first_datagram() -> None:
    """Although its socket was bound, and nobody was in any state."""
    one = Timeline([datagram(NEAR, MS), look(S.CLOSED, MS, End(NEAR.local))])

    [story] = stories(HOSTS, {FAR: ([], []), End(NEAR.local): ([], [])}, one)

    assert NEAR == story.client.end


def test_without_a_syn_the_client_was_in_syn_sent_or_has_no_listener() -> None:
    """States and listeners tell who opened; who knows neither takes the first."""
    data = journey(NEAR, ACK, (1, 2), 1)
    passed = passings(Timeline(data))[frozenset({NEAR, FAR})]

    assert NEAR == client_of(FAR, passed, lived(near=(NEAR, [S.SYN_SENT])))
    assert NEAR == client_of(FAR, [], lived(listener=(LISTENER, [])))
    assert NEAR == client_of(NEAR, [], lived(listener=(LISTENER, [])))
    assert FAR == client_of(FAR, passed, {})


def test_a_lane_ends_where_the_next_begins() -> None:
    """The last one outlasts the run; a lane only packets saw is not observed."""
    made = [
        Stretch(S.SYN_SENT, 1, [PACKETS]),
        Stretch(S.ESTABLISHED, 5, [PACKETS, SOCK_DIAG]),
    ]

    told = life(HOSTS, NEAR, made)

    assert (
        Lane(S.SYN_SENT, 1, 5, observed=False, sources=(PACKETS,)),
        Lane(S.ESTABLISHED, 5, None, observed=True, sources=(PACKETS, SOCK_DIAG)),
    ) == told.lanes
    assert "client" == told.host


def test_an_address_of_no_host_stands_for_itself() -> None:
    """Hosts have names in the page, other addresses have none."""
    assert "server" == host_name(HOSTS, "192.0.2.1")
    assert "192.0.2.9" == host_name(HOSTS, "192.0.2.9")


def call(name: str, result: str, end: End | None, returned: int | None) -> CallMade:
    """Make a call of the page."""
    return CallMade(
        source=CALLS,
        time=5,
        end=end,
        host="server",
        name=name,
        result=result,
        returned=returned,
    )


def test_a_listen_that_succeeded_dates_the_state() -> None:
    """LISTEN begins when listen(2) returned, not when somebody looked."""
    known = lived(listener=(LISTENER, [S.LISTEN]))
    assert known[LISTENER][0][0].began == 10

    heed_listens(known, [call("listen", "0", LISTENER, 7)])

    (stretch,) = known[LISTENER][0]
    assert (S.LISTEN, 7, CALLS) == (stretch.state, stretch.began, stretch.sources[-1])


def test_a_listen_alone_tells_the_state() -> None:
    """Where nobody looked, listen(2) itself says that the socket listens."""
    known = lived(listener=(LISTENER, []))

    heed_listens(known, [call("listen", "0", LISTENER, 7)])

    assert [S.LISTEN] == [one.state for one in known[LISTENER][0]]


@pytest.mark.parametrize(
    "made",
    [
        call("bind", "0", LISTENER, 7),
        call("listen", "-1", LISTENER, 7),
        call("listen", "0", None, 7),
        call("listen", "0", FAR, 7),
        call("listen", "0", LISTENER, None),
    ],
)
def test_no_other_call_tells_of_listening(made: CallMade) -> None:
    """A call that failed, has not returned or is another one changes nothing."""
    known = lived(listener=(LISTENER, []))

    heed_listens(known, [made])

    assert [] == known[LISTENER][0]
