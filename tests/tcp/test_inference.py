"""Segments of many connections -> the states of all ends."""

from collections.abc import Iterable

import pytest

from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.inference import Hearing, Inferred, Sight, infer
from socketlab.tcp.segment import Flag, Segment
from socketlab.tcp.states import State

SERVER = Endpoint("192.0.2.2", 7)
LISTENER = End(SERVER)
FIN, SYN, RST, ACK = Flag.FIN, Flag.SYN, Flag.RST, Flag.ACK


class Capture:
    """Writes down the copies of segments between a client and the server."""

    def __init__(self, port: int = 40000) -> None:
        """Begin with nothing."""
        self.near = End(Endpoint("192.0.2.1", port), SERVER)
        self.far = self.near.peer
        self.facts: list[Sight | Hearing] = []

    def carry(
        self, flags: Flag, sequence: int, number: int = 0, length: int = 0
    ) -> None:
        """From the client to the server: both copies."""
        self.copy(self.near, flags, sequence, number, length)

    def answer(
        self, flags: Flag, sequence: int, number: int = 0, length: int = 0
    ) -> None:
        """From the server to the client: both copies."""
        self.copy(self.far, flags, sequence, number, length)

    def copy(
        self, end: End, flags: Flag, sequence: int, number: int, length: int
    ) -> None:
        """Write down what left one end and arrived at the other."""
        segment = Segment(
            end.local, end.peer.local, sequence, number, flags, 512, length
        )
        for one, sent in ((end, True), (end.peer, False)):
            at = len(self.facts) + 1
            self.facts.append(Sight(one, sent, segment, at, at * 10))

    def deafen(self, end: End, flags: int = 0) -> None:
        """Let a socket drop what arrives."""
        self.facts.append(Hearing(end, deaf=True, flags=flags, time=0))

    def hear(self, end: End) -> None:
        """Let a socket hear again."""
        self.facts.append(Hearing(end, deaf=False, flags=0, time=0))

    def open(self) -> None:
        """Shake hands."""
        self.carry(SYN, 100)
        self.answer(SYN | ACK, 500, 101)
        self.carry(ACK, 101, 501)

    def states(self, end: End) -> list[State]:
        """Give the states one end goes through."""
        return [each.new for each in infer(self.facts) if each.end == end]


def test_each_change_cites_its_segment_and_carries_its_time() -> None:
    """The sender's copy moves the sender, the receiver's the receiver."""
    capture = Capture()
    capture.open()
    near, far = capture.near, capture.far

    assert [
        Inferred(near, 10, State.CLOSED, State.SYN_SENT, 1),
        Inferred(far, 30, State.LISTEN, State.SYN_RECEIVED, 3),
        Inferred(near, 40, State.SYN_SENT, State.ESTABLISHED, 4),
        Inferred(far, 60, State.SYN_RECEIVED, State.ESTABLISHED, 6),
    ] == list(infer(capture.facts))


def test_conclusions_are_drawn_as_the_facts_come() -> None:
    """Nothing waits for the end of the capture."""
    capture = Capture()
    capture.open()

    def endless() -> Iterable[Sight | Hearing]:
        yield capture.facts[0]
        raise AssertionError

    assert State.SYN_SENT is next(iter(infer(endless()))).new


def test_connections_are_told_apart() -> None:
    """Each end has its own story."""
    one, other = Capture(40000), Capture(40001)
    one.open()
    other.carry(SYN, 7)
    facts = [*other.facts, *one.facts]

    assert {one.near: 2, one.far: 2, other.near: 1} == {
        end: sum(each.end == end for each in infer(facts))
        for end in (one.near, one.far, other.near)
    }


def test_a_deaf_client_stays_in_syn_sent() -> None:
    """Until it hears the answer that is sent again."""
    capture = Capture()
    capture.deafen(End(capture.near.local))
    capture.carry(SYN, 100)
    capture.answer(SYN | ACK, 500, 101)

    assert [State.SYN_SENT] == capture.states(capture.near)
    capture.hear(capture.near)
    capture.answer(SYN | ACK, 500, 101)
    assert [State.SYN_SENT, State.ESTABLISHED] == capture.states(capture.near)
    assert [State.SYN_RECEIVED] == capture.states(capture.far)


def test_deaf_ends_that_both_close_meet_in_closing() -> None:
    """FIN-WAIT-1 twice, then CLOSING where the other's FIN is heard."""
    capture = Capture()
    capture.open()
    capture.deafen(capture.near)
    capture.deafen(capture.far)
    capture.carry(FIN | ACK, 101, 501)
    capture.answer(FIN | ACK, 501, 101)

    assert State.FIN_WAIT_1 is capture.states(capture.near)[-1]
    capture.hear(capture.near)
    capture.answer(FIN | ACK, 501, 101)
    assert State.CLOSING is capture.states(capture.near)[-1]
    assert State.FIN_WAIT_1 is capture.states(capture.far)[-1]


def test_a_socket_can_be_deaf_to_some_flags_only() -> None:
    """It hears text, and misses the FIN."""
    capture = Capture()
    capture.open()
    capture.deafen(capture.far, flags=FIN | RST)
    capture.carry(ACK, 101, 501, 5)
    capture.carry(FIN | ACK, 106, 501)
    capture.answer(ACK, 501, 106)

    assert State.ESTABLISHED is capture.states(capture.far)[-1]


def test_a_deaf_listener_takes_no_request() -> None:
    """Nor the ACK of one that it has taken before."""
    capture = Capture()
    capture.carry(SYN, 100)
    capture.answer(SYN | ACK, 500, 101)
    capture.deafen(LISTENER)
    capture.carry(ACK, 101, 501)

    assert [State.SYN_RECEIVED] == capture.states(capture.far)


def test_a_request_has_its_listeners_ears_until_it_is_a_connection() -> None:
    """The filter is inherited with the last segment of the handshake."""
    capture = Capture()
    capture.deafen(LISTENER, flags=FIN)
    capture.carry(SYN, 100)
    capture.answer(SYN | ACK, 500, 101)
    capture.hear(LISTENER)
    capture.carry(ACK, 101, 501)
    capture.carry(FIN | ACK, 101, 501)

    assert State.CLOSE_WAIT is capture.states(capture.far)[-1]


@pytest.mark.parametrize("deaf", [True, False])
def test_an_accepted_connection_starts_with_its_listeners_ears(*, deaf: bool) -> None:
    """And keeps them, whatever becomes of the listener."""
    capture = Capture()
    if deaf:
        capture.deafen(LISTENER, flags=FIN)
    else:
        capture.deafen(End(Endpoint("192.0.2.2", 8)))
    capture.open()
    if deaf:
        capture.hear(LISTENER)
    else:
        capture.deafen(LISTENER)
    capture.carry(FIN | ACK, 101, 501)

    capture.answer(FIN | ACK, 501, 101 if deaf else 102)
    capture.carry(ACK, 102, 502)

    last = State.FIN_WAIT_2 if deaf else State.CLOSED
    assert last is capture.states(capture.far)[-1]


def test_no_filter_outlives_its_socket() -> None:
    """TIME-WAIT hears everything, and so does the next life."""
    capture = Capture()
    capture.open()
    capture.carry(FIN | ACK, 101, 501)
    capture.answer(FIN | ACK, 501, 102)
    capture.deafen(capture.near)
    capture.answer(RST, 502)

    assert State.TIME_WAIT is capture.states(capture.near)[-1]
    capture.carry(SYN, 9000)
    capture.answer(SYN | ACK, 800, 9001)
    assert State.ESTABLISHED is capture.states(capture.near)[-1]
