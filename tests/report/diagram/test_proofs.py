"""What records prove of the state diagram."""

import pytest

from socketlab.evidence.observation import AnyObservation, SegmentSeen
from socketlab.lab.record import Lane, Life, Record, Sentence
from socketlab.report.diagram.proofs import Standing, Stay, Trial, prove, stays
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.segment import Datagram
from socketlab.tcp.states import ARROWS, State
from tests.report.stored.words import (
    ACK,
    FIN,
    SERVER,
    SYN,
    at,
    call,
    client_end,
    life,
    record,
    segment,
    step,
)

CLIENT = client_end()
LISTENER = End(SERVER)


def standing(old: State, new: State, *records: Record) -> Standing:
    """What is known of one arrow."""
    found = {(one.arrow.state, one.arrow.next): one for one in prove(records)}
    return found[old, new]


def arrives(
    end: End, when: float, flags: int, number: int = 1, *, sent: bool = False
) -> SegmentSeen:
    """A segment that the other side of an end has sent, or that the end sends."""
    return SegmentSeen(
        source="packets",
        time=at(when),
        end=end,
        number=number,
        sent=sent,
        segment=segment(end if sent else end.peer, flags, (1, 1)),
    )


def lived(
    *changes: tuple[State, float],
    end: End = CLIENT,
    seen: bool = True,
    observations: tuple[AnyObservation, ...] = (),
    **parts: object,
) -> Record:
    """A record of one life, which stands among the listeners."""
    return record(
        listeners=(life(end, "client", *changes, seen=seen),),
        steps=(step(1, 50, "First."), step(2, 500, "Then.")),
        observations=observations,
        **parts,
    )


def test_every_arrow_of_the_figure_is_told_in_its_order() -> None:
    """Also where there is nothing to tell."""
    told = prove([])

    assert list(ARROWS) == [one.arrow for one in told]
    assert [*range(1, 21)] == [one.number for one in told]
    assert {None} == {one.proof for one in told}


def test_a_call_proves_an_open() -> None:
    """Which page, which step, which sources, which call."""
    listens = call(LISTENER, "server", (99, 100), "listen(fd 5, 1) = 0")
    found = standing(
        State.CLOSED,
        State.LISTEN,
        lived((State.LISTEN, 100), end=LISTENER, observations=(listens,)),
    )

    assert found.proof is not None
    assert ("close_order", 1, "listen()", 0, None) == (
        found.proof.record,
        found.proof.step,
        found.proof.cause,
        found.proof.number,
        found.proof.stayed,
    )
    assert ("sock_diag", "tracepoint") == found.proof.sources
    assert found.proof.held
    assert Sentence("First.") == found.proof.sentence


@pytest.mark.parametrize(
    "observations",
    [
        (),
        (call(CLIENT, "client", (500, 501), "close(fd 5) = -1", errno="EBADF"),),
        (call(CLIENT, "client", (500, 501), "send(fd 5) = 1"),),
        (call(CLIENT.peer, "server", (500, 501), "close(fd 5) = 0"),),
        (call(None, "client", (500, 501), "close(fd 5) = 0"),),
        (call(client_end(1), "client", (500, 501), "close(fd 5) = 0"),),
        (call(CLIENT, "client", (90_000, 90_001), "close(fd 5) = 0"),),
        (arrives(CLIENT, 500, SYN | ACK),),
    ],
)
def test_without_its_call_an_arrow_is_not_proven(
    observations: tuple[AnyObservation, ...],
) -> None:
    """From SYN-SENT to CLOSED leads a reset, too."""
    refused = lived(
        (State.SYN_SENT, 100), (State.CLOSED, 501), observations=observations
    )

    assert standing(State.SYN_SENT, State.CLOSED, refused).proof is None


def test_a_connect_under_way_is_a_call_all_the_same() -> None:
    """EINPROGRESS is no refusal."""
    connects = call(
        CLIENT, "client", (100, 101), "connect(fd 5) = -1", errno="EINPROGRESS"
    )
    asked = lived((State.SYN_SENT, 101), observations=(connects,))

    assert standing(State.CLOSED, State.SYN_SENT, asked).proof is not None


def test_where_nobody_records_calls_lanes_must_do() -> None:
    """Then the cause is empty."""
    closed = lived(
        (State.ESTABLISHED, 100),
        (State.FIN_WAIT_1, 500),
        sources={"calls": "left out on request"},
    )
    found = standing(State.ESTABLISHED, State.FIN_WAIT_1, closed)

    assert found.proof is not None
    assert ("", 2, at(500) - at(100)) == (
        found.proof.cause,
        found.proof.step,
        found.proof.stayed,
    )


def test_a_segment_proves_what_it_sets_off() -> None:
    """The nearest one that arrived with the right flags."""
    moved = lived(
        (State.FIN_WAIT_2, 100),
        (State.TIME_WAIT, 500),
        observations=(
            arrives(CLIENT, 300, FIN | ACK, 3),
            arrives(CLIENT, 499, FIN | ACK, 4),
            arrives(CLIENT, 500, ACK, 5),
            arrives(CLIENT, 500, FIN | ACK, 6, sent=True),
        ),
    )
    found = standing(State.FIN_WAIT_2, State.TIME_WAIT, moved)

    assert found.proof is not None
    assert ("FIN ACK", 4) == (found.proof.cause, found.proof.number)


@pytest.mark.parametrize(
    "observations",
    [
        (),
        (arrives(CLIENT, 500, SYN | ACK),),
        (arrives(CLIENT, 500, SYN, sent=True),),
        (arrives(client_end(1), 500, SYN),),
        (arrives(CLIENT, 90_000, SYN),),
        (
            SegmentSeen(
                source="packets",
                time=at(500),
                end=CLIENT,
                number=1,
                sent=False,
                segment=Datagram(SERVER, CLIENT.local, 1),
            ),
        ),
    ],
)
def test_without_its_segment_an_arrow_is_not_proven(
    observations: tuple[AnyObservation, ...],
) -> None:
    """A SYN without ACK must have arrived at this end, at about that time."""
    moved = lived(
        (State.SYN_SENT, 100), (State.SYN_RECEIVED, 500), observations=observations
    )

    assert standing(State.SYN_SENT, State.SYN_RECEIVED, moved).proof is None


def test_where_nobody_captures_lanes_must_do() -> None:
    """Then no segment is named."""
    moved = lived((State.SYN_SENT, 100), (State.SYN_RECEIVED, 500), sources={})
    found = standing(State.SYN_SENT, State.SYN_RECEIVED, moved)

    assert found.proof is not None
    assert ("", 0) == (found.proof.cause, found.proof.number)


def test_time_alone_leads_out_of_time_wait() -> None:
    """A segment that arrives just then may have done it."""
    changes = (State.TIME_WAIT, 100), (State.CLOSED, 500)
    ended = standing(State.TIME_WAIT, State.CLOSED, lived(*changes, slow=True))
    disturbed = lived(*changes, observations=(arrives(CLIENT, 480, SYN),))
    before = lived(*changes, observations=(arrives(CLIENT, 480, SYN, sent=True),))

    assert ended.proof is not None
    assert ("", False) == (ended.proof.cause, ended.slow)
    assert standing(State.TIME_WAIT, State.CLOSED, disturbed).proof is None
    assert standing(State.TIME_WAIT, State.CLOSED, before).proof is not None


def test_what_was_not_waited_for_is_said() -> None:
    """Without --slow nobody can have seen the end of TIME-WAIT."""
    assert standing(State.TIME_WAIT, State.CLOSED, record()).slow
    assert not standing(State.CLOSED, State.LISTEN, record()).slow


def test_a_move_before_the_first_step_belongs_to_none() -> None:
    """Such a record is not ours."""
    early = lived((State.TIME_WAIT, 10), (State.CLOSED, 20))

    assert standing(State.TIME_WAIT, State.CLOSED, early).proof is None


def test_what_stood_still_is_the_best_proof() -> None:
    """Then what the kernel said, then what most sources saw."""
    changes = (State.TIME_WAIT, 100), (State.CLOSED, 500)
    inferred = lived(*changes, seen=False, name="inferred")
    looked = lived(*changes, name="looked")
    found = standing(State.TIME_WAIT, State.CLOSED, inferred, looked, inferred)

    assert found.proof is not None
    assert ("looked", 3) == (found.proof.record, found.count)


def test_what_linux_refuses_is_told_with_its_trial() -> None:
    """A page has tried it, or none in this report."""
    tried = record(name="listener_that_asks")
    found = standing(State.LISTEN, State.SYN_SENT, record(), tried)

    assert found.refused
    assert Trial("listener_that_asks", "agrees") == found.trial
    assert standing(State.LISTEN, State.SYN_SENT).trial is None
    assert not standing(State.LISTEN, State.SYN_RECEIVED).refused


def test_the_longest_look_at_each_state_is_found() -> None:
    """Only what sock_diag saw counts; the last lane outlasts the run."""
    short = lived((State.LISTEN, 100), (State.CLOSED, 200))
    long = lived((State.LISTEN, 100), (State.CLOSED, 3_900), name="long")
    unseen = lived((State.CLOSING, 100), seen=False)

    assert {
        State.LISTEN: Stay("long", at(3_900) - at(100)),
        State.CLOSED: Stay("close_order", at(4_000) - at(200)),
    } == stays([short, long, unseen])


def test_a_lane_that_one_source_saw_was_not_held() -> None:
    """Somebody must have looked at the end on both sides of the arrow."""
    lanes = (
        Lane(State.TIME_WAIT, at(100), at(500), True, ("tracepoint",)),  # noqa: FBT003
        Lane(State.CLOSED, at(500), None, True, ("sock_diag",)),  # noqa: FBT003
    )
    whole = lived((State.LISTEN, 100))
    end = End(Endpoint("10.77.3.2", 1), SERVER)
    told = prove([record(listeners=(Life(end, "client", lanes),), steps=whole.steps)])

    assert told[-1].proof is not None
    assert not told[-1].proof.held
