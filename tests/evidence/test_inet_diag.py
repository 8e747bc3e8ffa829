"""Requests to sock_diag(7), and its replies."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from socketlab.evidence.inet_diag import (
    UDP,
    Refused,
    Socket,
    describe_timer,
    read_look_up,
    read_sockets,
    request_destroy,
    request_dump,
    request_look_up,
    row,
)
from socketlab.evidence.observation import SocketRow
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.states import State
from tests.evidence.netlink import DONE, body, message, sockets

NEAR, FAR = Endpoint("192.0.2.1", 7), Endpoint("192.0.2.2", 40000)
IDENTITY = pack("!HH", 7, 40000) + bytes([192, 0, 2, 1]) + bytes(12)
IDENTITY += bytes([192, 0, 2, 2]) + bytes(12)
FOUND = Socket(State.LISTEN, End(NEAR), "", 0, 0, 3, 4, 1000, 4711, 99)


@given(st.lists(sockets(), max_size=5))
def test_every_message_of_a_datagram_is_decoded(expected: list[Socket]) -> None:
    """Messages follow one another, each with attributes nobody asked for."""
    datagram = b"".join(
        message(20, body(one) + bytes(4 * place)) for place, one in enumerate(expected)
    )

    assert expected == list(read_sockets(datagram + message(*DONE)))


def test_an_unknown_timer_is_a_number() -> None:
    """A timer that a later kernel invents is shown by its number."""
    raw = bytearray(body(FOUND))
    raw[2] = 9

    (decoded,) = read_sockets(message(20, bytes(raw)))

    assert "9" == decoded.timer


def test_a_dump_of_one_family_asks_for_its_states() -> None:
    """The request is an inet_diag_req_v2 that matches everything else."""
    expected = pack("=IHHII", 72, 20, 0x301, 5, 0) + pack("=BBBxI", 10, 6, 0, 1 << 6)

    assert expected + bytes(48) == request_dump(5, 10, 1 << 6)


def test_a_dump_of_both_families_uses_the_older_request() -> None:
    """The older inet_diag_req walks the kernel's table once for both."""
    expected = pack("=IHHII", 76, 18, 0x301, 5, 0) + pack("=4B", 2, 0, 0, 0)

    assert expected + bytes(48) + pack("=II", 0x1FFF, 0) == request_dump(5)


def test_a_look_up_names_the_4_tuple() -> None:
    """The request holds both endpoints in network order, and any cookie."""
    request = request_look_up(5, End(NEAR, FAR))

    assert pack("=IHHII", 72, 20, 1, 5, 0) == request[:16]
    assert IDENTITY + bytes(4) + b"\xff" * 8 == request[24:]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (End(NEAR, FAR), IDENTITY[2:4] + IDENTITY[:2] + IDENTITY[20:] + IDENTITY[4:20]),
        (End(NEAR), bytes(2) + IDENTITY[:2] + bytes(16) + IDENTITY[4:20]),
    ],
)
def test_a_look_up_for_udp_names_the_far_end_first(end: End, expected: bytes) -> None:
    """The kernel takes the endpoints of a UDP socket the other way round."""
    request = request_look_up(5, end, UDP)

    assert pack("=BB", 2, 17) == request[16:18]
    assert expected + bytes(4) + b"\xff" * 8 == request[24:]


def test_a_look_up_of_a_listener_names_no_remote_end() -> None:
    """The remote address and port of a listener are 0."""
    request = request_look_up(5, End(Endpoint("::1", 7)))

    assert pack("!HH", 7, 0) + bytes(15) + b"\1" + bytes(16) == request[24:60]


def test_a_request_to_destroy_wants_an_answer() -> None:
    """It is of its own type, asks for an acknowledgment, and may name one socket."""
    request = request_destroy(5, End(NEAR, FAR), 99)

    assert pack("=IHHII", 72, 21, 5, 5, 0) == request[:16]
    assert IDENTITY + bytes(4) + pack("=Q", 99) == request[24:]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (End(NEAR), FOUND),
        (End(NEAR, FAR), None),  # the kernel fell back to the listener
        (End(Endpoint("0.0.0.0", 7)), None),  # noqa: S104
    ],
)
def test_a_look_up_believes_only_what_was_asked(
    end: End, expected: Socket | None
) -> None:
    """A listener is no answer to the look-up of a connection."""
    assert expected == read_look_up(message(20, body(FOUND)), end)


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])  # noqa: S104
def test_a_listener_anywhere_is_the_listener_here(address: str) -> None:
    """Who listens at every address is found at each; a connection has its own."""
    anywhere = replace(FOUND, end=End(Endpoint(address, 7)))
    reply = message(20, body(anywhere))

    assert anywhere == read_look_up(reply, End(NEAR))
    assert None is read_look_up(reply, End(NEAR, FAR))


def test_a_socket_that_is_not_there_is_none() -> None:
    """ENOENT means that there is no such socket."""
    assert None is read_look_up(message(2, pack("=i", -2)), End(NEAR))


def test_an_acknowledgment_is_no_socket() -> None:
    """An error message with the number 0 acknowledges, and describes nothing."""
    assert None is read_look_up(message(2, pack("=i", 0)), End(NEAR))


def test_another_refusal_is_raised() -> None:
    """What is not ENOENT is an error, with its number."""
    with pytest.raises(Refused) as refusal:
        read_look_up(message(2, pack("=i", -1)), End(NEAR))

    assert 1 == refusal.value.errno


@pytest.mark.parametrize(
    ("timer", "expires", "retransmits", "expected"),
    [
        ("", 0, 0, ""),
        ("on", 204, 3, "on,204ms,3"),
        ("timewait", 59_988, 0, "timewait,59sec,0"),
    ],
)
def test_a_timer_is_described_as_ss_does(
    timer: str, expires: int, retransmits: int, expected: str
) -> None:
    """What is waited for, how long, and how often it has fired."""
    socket = Socket(
        State.TIME_WAIT, End(NEAR, FAR), timer, retransmits, expires, 0, 0, 0, 0, 1
    )

    assert expected == describe_timer(socket)


def test_a_row_is_what_ss_would_print() -> None:
    """The line of the table has the queues, the inode and the owner."""
    expected = SocketRow(
        state=State.LISTEN,
        local=NEAR,
        remote=None,
        receive_queue=3,
        send_queue=4,
        timer="",
        inode=4711,
        owner="python3 12 3",
    )

    assert expected == row(FOUND, "python3 12 3")
