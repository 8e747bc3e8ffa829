"""What the captured segments imply, as observations that cite them."""

from msgspec.structs import replace

from socketlab.evidence.inferring import facts, infer_states
from socketlab.evidence.observation import CALLS, PACKETS, Deafened
from socketlab.evidence.timeline import Timeline
from socketlab.tcp.inference import Hearing, Sight
from socketlab.tcp.states import State
from tests.evidence.sightings import (
    FAR,
    NEAR,
    SYN,
    datagram,
    deafness,
    handshake,
    journey,
    sight,
)


def test_a_handshake_implies_the_states_of_both_ends() -> None:
    """Each end goes through its own states, each citing the segment that shows it."""
    found = infer_states(Timeline(handshake()))

    assert [
        (NEAR, State.CLOSED, State.SYN_SENT, 1, 1000),
        (FAR, State.LISTEN, State.SYN_RECEIVED, 2, 3000),
        (NEAR, State.SYN_SENT, State.ESTABLISHED, 2, 4000),
        (FAR, State.SYN_RECEIVED, State.ESTABLISHED, 3, 6000),
    ] == [(one.end, one.old, one.new, one.cites, one.time) for one in found]
    assert {PACKETS} == {one.source for one in found}


def test_an_inferred_state_is_as_doubtful_as_its_segment() -> None:
    """The doubt is that of the copy that shows it, the sent or the received one."""
    seen = [replace(one, doubt=7 if one.sent else 9) for one in handshake()]

    found = infer_states(Timeline(seen))

    assert [7, 7, 9, 9] == [one.doubt for one in found]


def test_the_note_of_a_conclusion_is_kept() -> None:
    """What the inference has to say of a change stands in the observation."""
    again = journey(FAR, 0x12, (9000, 9500), 4, (500, 101))

    found = infer_states(Timeline([*handshake(), *again]))

    assert State.SYN_RECEIVED is found[-1].new
    assert "sends its SYN, ACK again" in found[-1].note


def test_a_deaf_end_infers_nothing_from_what_arrives() -> None:
    """Segments that a deaf socket drops move nothing."""
    syn_and_answer = handshake()[:4]

    found = infer_states(Timeline([*syn_and_answer, deafness(NEAR, 3500)]))

    assert State.SYN_SENT is [one.new for one in found if one.end == NEAR][-1]


def test_facts_come_in_the_order_of_time() -> None:
    """Segments and deaf periods are told in one order, whatever came in first."""
    seen = Timeline(
        [
            sight(NEAR, SYN, 30, 2),
            sight(NEAR, SYN, 10, 1),
            deafness(NEAR, 20, flags=2),
            deafness(NEAR, 40, deaf=False),
        ]
    )

    told = list(facts(seen))

    assert [10, 20, 30, 40] == [one.time for one in told]
    assert [Sight, Hearing, Sight, Hearing] == [type(one) for one in told]
    assert Hearing(NEAR, deaf=True, flags=2, time=20) == told[1]


def test_what_has_no_states_is_no_fact() -> None:
    """A datagram, and what speaks of no end, say nothing of a connection's state."""
    nobody = Deafened(source=CALLS, time=2, deaf=True)

    assert [] == list(facts(Timeline([datagram(NEAR, 1), nobody])))
