"""Sequence numbers counted from each side's SYN."""

import pytest

from socketlab.tcp.endpoint import Endpoint
from socketlab.tcp.relative import Relative
from socketlab.tcp.segment import Flag, Segment

NEAR, FAR = Endpoint("192.0.2.1", 40000), Endpoint("192.0.2.2", 7)
FIN, SYN, RST, ACK = Flag.FIN, Flag.SYN, Flag.RST, Flag.ACK
HIGH = 2**32 - 1


def near(
    flags: int, sequence: int, acknowledgment: int = 0, length: int = 0
) -> Segment:
    """Build a segment of the near side."""
    numbers = sequence % 2**32, acknowledgment % 2**32
    return Segment(NEAR, FAR, *numbers, flags, 512, length)


def far(flags: int, sequence: int, acknowledgment: int = 0, length: int = 0) -> Segment:
    """Build a segment of the far side."""
    numbers = sequence % 2**32, acknowledgment % 2**32
    return Segment(FAR, NEAR, *numbers, flags, 512, length)


def test_both_sides_count_from_their_syn_across_the_wrap() -> None:
    """The SYN is 0, the first byte 1."""
    numbering = Relative()
    talk = [
        near(SYN, HIGH),
        far(SYN | ACK, 700, HIGH + 1),
        near(ACK, HIGH + 1, 701),
        near(ACK, HIGH + 1, 701, 5),
        far(FIN | ACK, 701, HIGH + 6),
    ]

    assert [(0, 0), (0, 1), (1, 1), (1, 1), (1, 6)] == [
        numbering.relative(segment) for segment in talk
    ]


def test_a_late_beginning_counts_from_one() -> None:
    """As if each side's SYN had come just before."""
    numbering = Relative()
    talk = [near(ACK, 5000, 900, 10), far(ACK, 900, 5010), far(ACK, 900, 5010, 3)]

    assert [(1, 1), (1, 11), (1, 11)] == [numbering.relative(each) for each in talk]


def test_a_refusal_has_no_number_of_its_own() -> None:
    """It does not become the beginning of a side that never began."""
    numbering = Relative()
    talk = [near(SYN, 4000), far(RST | ACK, 0, 4001), near(SYN, 4000), far(SYN, 800)]

    assert [(0, 0), (0, 1), (0, 0), (0, 0)] == [
        numbering.relative(each) for each in talk
    ]


def test_a_new_connection_counts_anew() -> None:
    """The same addresses and ports, other initial numbers."""
    numbering = Relative()
    talk = [
        near(SYN, 4000),
        far(SYN | ACK, 800, 4001),
        near(SYN, 9000),
        far(SYN | ACK, 300, 9001),
        near(ACK, 9001, 301),
    ]

    assert [(0, 0), (0, 1), (0, 0), (0, 1), (1, 1)] == [
        numbering.relative(each) for each in talk
    ]


def test_one_endpoint_can_be_both_sides() -> None:
    """A socket that connects to itself."""
    numbering = Relative()
    own = Segment(NEAR, NEAR, 4000, 0, SYN, 512, 0)
    answer = Segment(NEAR, NEAR, 4000, 4001, SYN | ACK, 512, 0)

    assert [(0, 0), (0, 1)] == [numbering.relative(each) for each in (own, answer)]


@pytest.mark.parametrize(
    ("segment", "again"),
    [
        (near(SYN, 4000), True),
        (near(ACK, 4001, 801, 5), True),
        (near(ACK, 4001, 801, 3), True),
        (near(ACK, 4001, 801, 6), False),
        (near(FIN | ACK, 4006, 801), False),
        (near(ACK, 4006, 801), False),
        (near(RST, 4001), False),
        (far(SYN | ACK, 800, 4001), False),
        (near(SYN, 9000), False),
    ],
)
def test_what_was_all_sent_before_is_sent_again(
    segment: Segment, *, again: bool
) -> None:
    """Text, SYN or FIN; a bare ACK or a reset never is."""
    numbering = Relative()
    for each in (near(SYN, 4000), near(ACK, 4001, 801, 5)):
        numbering.relative(each)
        numbering.again(each)
    numbering.relative(segment)

    assert again == numbering.again(segment)


def test_an_answer_in_a_simultaneous_open_is_no_repetition() -> None:
    """The SYN has been sent before, its ACK has not; a second answer is one."""
    numbering = Relative()
    sent = [
        (near(SYN, 100), False),
        (far(SYN, 700), False),
        (near(SYN | ACK, 100, 701), False),
        (near(SYN | ACK, 100, 701), True),
        (near(ACK, 101, 701, 5), False),
        (near(SYN, 900), False),
        (near(SYN | ACK, 900, 701), False),
    ]

    for segment, again in sent:
        numbering.relative(segment)
        assert again == numbering.again(segment)
