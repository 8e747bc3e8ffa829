"""Segments on their way: sent, received, lost, repeated, not heard."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from socketlab.evidence.observation import AnyObservation, SegmentSeen
from socketlab.evidence.passages import Passing, passings
from socketlab.evidence.timeline import Timeline
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State
from tests.evidence.sightings import (
    ACK,
    FAR,
    FIN,
    LISTENER,
    NEAR,
    OTHER,
    PSH,
    SYN,
    datagram,
    deafness,
    handshake,
    journey,
    look,
    sight,
)


def passed(observations: Iterable[AnyObservation], end: End = NEAR) -> list[Passing]:
    """Give what passed between an end and its peer."""
    return passings(Timeline(observations))[frozenset({end, end.peer})]


def test_a_sent_copy_meets_its_received_copy() -> None:
    """Both copies of a packet are one passage, with the time of each."""
    told = passed(handshake())

    assert [(1000, 2000), (3000, 4000), (5000, 6000)] == [
        (one.sent, one.received) for one in told
    ]
    assert [(1,), (2,), (3,)] == [one.numbers for one in told]
    assert all(one.heard and not one.again for one in told)


def test_numbers_count_from_each_side_s_first() -> None:
    """Sequence and acknowledgment are relative to the two initial numbers."""
    data = journey(NEAR, ACK | PSH, (7000, 8000), 4, (101, 501), payload=b"hello\n")

    told = passed([*handshake(), *data])

    assert [(0, 0), (0, 1), (1, 1), (1, 1)] == [
        (one.sequence, one.acknowledgment) for one in told
    ]


def test_a_lost_segment_was_never_received() -> None:
    """A copy that leaves and does not arrive has no time of arrival."""
    (told,) = passed([sight(NEAR, SYN, 1, 1)])

    assert (1, None) == (told.sent, told.received)


def test_a_segment_whose_sending_was_not_seen_has_no_time_of_it() -> None:
    """A copy that arrives alone, or a second time, is a passage of its own."""
    told = passed([*journey(NEAR, SYN, (1, 2), 1), sight(FAR, SYN, 3, 1, sent=False)])

    assert [(1, 2), (None, 3)] == [(one.sent, one.received) for one in told]


def test_a_repeated_segment_says_so() -> None:
    """What sends nothing new is marked, and each copy keeps its own partner."""
    told = passed(
        [
            sight(NEAR, SYN, 1, 1, numbers=(100, 0)),
            *journey(NEAR, SYN, (1000, 1001), 2, (100, 0)),
        ]
    )

    assert [(1, None, False), (1000, 1001, True)] == [
        (one.sent, one.received, one.again) for one in told
    ]


def test_connections_are_told_apart() -> None:
    """Two clients of one server have passages of their own, each from number 0."""
    told = passings(
        Timeline([*handshake(0, NEAR), *handshake(1_000_000, OTHER, number=4)])
    )

    assert 2 == len(told)
    assert [1, 2, 3] == [n for one in passed_of(told, NEAR) for n in one.numbers]
    assert [4, 5, 6] == [n for one in passed_of(told, OTHER) for n in one.numbers]
    assert 0 == passed_of(told, OTHER)[0].sequence


def passed_of(told: dict[frozenset[End], list[Passing]], end: End) -> list[Passing]:
    """Give the passages of one connection."""
    return told[frozenset({end, end.peer})]


def test_a_datagram_has_no_numbers() -> None:
    """UDP counts nothing: a datagram passes, is numbered 0 and never repeated."""
    copies = [datagram(NEAR, 1), datagram(FAR, 2, sent=False)]

    (told,) = passed(copies)

    assert (1, 2, 0, 0, False) == (
        told.sent,
        told.received,
        told.sequence,
        told.acknowledgment,
        told.again,
    )


def test_a_segment_of_nobody_is_no_passage() -> None:
    """A sight that names no end belongs to no connection."""
    assert {} == passings(Timeline([datagram(None, 1)]))


def test_a_deaf_end_does_not_hear() -> None:
    """From the moment it was deafened until it hears again, nothing is heard."""
    told = passed(
        [
            deafness(FAR, 10),
            deafness(NEAR, 10),
            deafness(FAR, 30, deaf=False),
            *(
                copy
                for number, time in enumerate((5, 15, 25, 35), 1)
                for copy in journey(NEAR, ACK, (time, time + 1), number)
            ),
        ]
    )

    assert [True, False, False, True] == [one.heard for one in told]


def test_a_segment_that_is_still_sent_is_heard_by_nobody_yet() -> None:
    """Deafness is the receiver's: a lost segment is not called unheard."""
    (told,) = passed([deafness(NEAR, 1), sight(NEAR, SYN, 2, 1)])

    assert told.heard


def test_a_deaf_listener_is_deaf_for_its_handshakes() -> None:
    """Until the handshake is complete the listener's filter counts, then no more."""
    told = passed(
        [
            deafness(LISTENER, 1, flags=int(ACK)),
            *journey(NEAR, SYN, (2, 3), 1),
            *journey(FAR, SYN | ACK, (4, 5), 2),
            *journey(NEAR, ACK, (6, 7), 3),
            deafness(LISTENER, 8, deaf=False),
            *journey(NEAR, ACK, (9, 10), 4),
            deafness(LISTENER, 11, flags=int(ACK)),
            *journey(NEAR, ACK | PSH, (12, 13), 5),
        ]
    )

    assert [True, True, False, True, True] == [one.heard for one in told]


def test_an_end_may_be_deaf_to_some_flags_only() -> None:
    """An end that drops FIN hears all that has none, and drops any that has it."""
    told = passed(
        [
            deafness(FAR, 1, flags=int(FIN)),
            *journey(NEAR, ACK, (2, 3), 1),
            *journey(NEAR, ACK | FIN, (4, 5), 2),
        ]
    )

    assert [True, False] == [one.heard for one in told]


def test_a_datagram_has_no_flags_to_be_spared_for() -> None:
    """An end that is deaf to some flags is taken to be deaf to a datagram."""
    arrived = datagram(FAR, 2, sent=False)

    (told,) = passed([deafness(FAR, 1, flags=int(FIN)), arrived])

    assert not told.heard


@given(st.lists(st.sampled_from(["arrives", "lost", "unseen"]), max_size=12))
def test_every_copy_stands_in_one_passage(fates: list[str]) -> None:
    """No copy is lost or told twice, and order is that of sending."""
    copies: list[SegmentSeen] = []
    for number, fate in enumerate(fates, 1):
        sent, received = journey(NEAR, ACK, (10 * number, 10 * number + 15), number)
        copies += {"arrives": [sent, received], "lost": [sent], "unseen": [received]}[
            fate
        ]
    copies.sort(key=lambda one: one.time)

    told = passings(Timeline(copies)).get(frozenset({NEAR, FAR}), [])

    assert len(fates) == len(told)
    times = [t for one in told for t in (one.sent, one.received) if t is not None]
    assert sorted(one.time for one in copies) == sorted(times)
    for number, fate in enumerate(fates, 1):
        (one,) = [one for one in told if one.numbers == (number,)]
        assert (one.sent is None, one.received is None) == (
            fate == "unseen",
            fate == "lost",
        )


def test_a_copy_that_nobody_sent_was_doubled_on_the_way() -> None:
    """The link made it; it is no repetition of its sender."""
    data = journey(NEAR, ACK | PSH, (7000, 8000), 4, (101, 501), payload=b"hello\n")
    copy = structs.replace(data[1], time=data[1].time + 1000, number=5)

    told = passed([*handshake(), *data, copy])

    assert [False] * 4 + [True] == [one.doubled for one in told]
    assert not any(one.again for one in told)
    assert (None, copy.time) == (told[-1].sent, told[-1].received)


def test_what_arrives_for_the_first_time_was_not_doubled() -> None:
    """Nobody saw it leave, and nobody saw it before."""
    data = journey(NEAR, ACK | PSH, (7000, 8000), 4, (101, 501), payload=b"hello\n")

    told = passed([*handshake(), data[1]])

    assert not any(one.doubled for one in told)


def test_a_deaf_socket_that_is_gone_drops_nothing() -> None:
    """What comes after a look found no socket, the kernel itself answers."""
    answer = journey(FAR, SYN | ACK, (3000, 4000), 2, (500, 101))
    again = journey(FAR, SYN | ACK, (8000, 9000), 3, (500, 101))
    seen: list[AnyObservation] = [deafness(NEAR, 500)]
    seen += journey(NEAR, SYN, (1000, 2000), 1, (100, 0))

    told = passed([*seen, *answer, look(State.CLOSED, 6000), *again])
    still = passed([*seen, *answer, look(State.SYN_SENT, 6000), *again])
    late = passed([*seen, *answer, *again, look(State.CLOSED, 9500)])

    assert [True, False, True] == [one.heard for one in told]
    assert [True, False, False] == [one.heard for one in still]
    assert [True, False, False] == [one.heard for one in late]
