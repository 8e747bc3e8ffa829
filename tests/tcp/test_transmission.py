"""What one end has sent."""

from socketlab.tcp.endpoint import Endpoint
from socketlab.tcp.segment import Flag, Segment
from socketlab.tcp.transmission import Transmission

NEAR, FAR = Endpoint("192.0.2.1", 40000), Endpoint("192.0.2.2", 7)


def sent(sequence: int, length: int = 0, flags: Flag = Flag.ACK) -> Segment:
    """Build a segment by what matters here."""
    return Segment(NEAR, FAR, sequence, 0, flags, 512, length)


def test_text_is_new_once() -> None:
    """A repetition, or a bare ACK, sends nothing new."""
    outgoing = Transmission(sent(99, flags=Flag.SYN))
    segments = [sent(100), sent(100, 5), sent(100, 5), sent(103, 2), sent(103, 4)]

    assert [False, True, False, False, True] == [
        outgoing.sends_text(segment) for segment in segments
    ]
    assert 107 == outgoing.next


def test_a_late_beginning_is_certain_from_the_first_bare_ack() -> None:
    """Text and FIN before it may be repetitions."""
    outgoing = Transmission()
    segments = [sent(100, 5), sent(105, flags=Flag.ACK | Flag.FIN), sent(106)]

    assert [False] * 3 == [outgoing.sends_text(segment) for segment in segments]
    assert 106 == outgoing.next
    assert outgoing.sends_text(sent(106, 1))


def test_the_syn_is_acknowledged_by_what_lies_behind_it() -> None:
    """As far as the text that it carried itself (RFC 7413)."""
    outgoing = Transmission(sent(2**32 - 1, 3, Flag.SYN))
    numbers = [2**32 - 1, 0, 3, 4]

    assert [False, True, True, False] == [
        outgoing.syn_is_acknowledged(number) for number in numbers
    ]
    late = Transmission()
    late.sends_text(sent(100))
    assert not late.syn_is_acknowledged(100)


def test_the_fin_is_acknowledged_once() -> None:
    """By the number right behind it."""
    outgoing = Transmission(sent(99, flags=Flag.SYN))

    assert not outgoing.fin_is_acknowledged(101)
    outgoing.finish(sent(100, 5, Flag.ACK | Flag.FIN))
    assert [False, False, True, False] == [
        outgoing.fin_is_acknowledged(number) for number in (100, 105, 106, 106)
    ]
    assert 106 == outgoing.next
