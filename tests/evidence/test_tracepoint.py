"""Trace records, by the kernel's own description of them."""

from ipaddress import ip_address
from struct import pack

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socketlab.evidence.observation import MINI_SOCKET, TRACEPOINT, StateChanged
from socketlab.evidence.tracepoint import Trace, read_events
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.states import State
from tests.evidence.netlink import NUMBERS

HEADER = """\
	field: u64 timestamp;	offset:0;	size:8;	signed:0;
	field: local_t commit;	offset:8;	size:8;	signed:1;
	field: int overwrite;	offset:8;	size:1;	signed:1;
	field: char data;	offset:16;	size:4080;	signed:0;
"""
COMMON = """\
	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
	field:unsigned char common_flags;	offset:2;	size:1;	signed:0;
	field:int common_pid;	offset:4;	size:4;	signed:1;

	field:const void * skaddr;	offset:8;	size:8;	signed:0;
"""
SET_STATE = f"""\
name: inet_sock_set_state
ID: 2287
format:
{COMMON}\
	field:int oldstate;	offset:16;	size:4;	signed:1;
	field:int newstate;	offset:20;	size:4;	signed:1;
	field:__u16 sport;	offset:24;	size:2;	signed:0;
	field:__u16 dport;	offset:26;	size:2;	signed:0;
	field:__u16 family;	offset:28;	size:2;	signed:0;
	field:__u16 protocol;	offset:30;	size:2;	signed:0;
	field:__u8 saddr[4];	offset:32;	size:4;	signed:0;
	field:__u8 daddr[4];	offset:36;	size:4;	signed:0;
	field:__u8 saddr_v6[16];	offset:40;	size:16;	signed:0;
	field:__u8 daddr_v6[16];	offset:56;	size:16;	signed:0;

print fmt: "family=%s", REC->family
"""
RESET = f"name: tcp_receive_reset\nID: 2279\nformat:\n{COMMON}"

NEAR, FAR = Endpoint("192.0.2.1", 7), Endpoint("192.0.2.2", 40000)
SERVER, CLIENT = End(NEAR, FAR), End(FAR, NEAR)
NOWHERE = Endpoint("0.0.0.0", 0)  # noqa: S104
OURS = {"192.0.2.1"}

CLOSED, LISTEN, SYN_SENT = State.CLOSED, State.LISTEN, State.SYN_SENT
SYN_RECEIVED, ESTABLISHED = State.SYN_RECEIVED, State.ESTABLISHED
FIN_WAIT_2, CLOSING = State.FIN_WAIT_2, State.CLOSING


def change(
    socket: int, old: State, new: State, end: End, *, protocol: int = 6
) -> bytes:
    """Write a record of inet_sock_set_state."""
    remote = end.remote or NOWHERE
    version = ip_address(end.local.address).version
    near, far = (ip_address(one.address).packed for one in (end.local, remote))
    return pack(
        "<HBBiQiiHHHH4s4s16s16s",
        *(2287, 0, 0, 1, socket, NUMBERS[old], NUMBERS[new]),
        *(end.local.port, remote.port, 2 if version == 4 else 10, protocol),
        *((near, far, b"", b"") if version == 4 else (b"", b"", near, far)),
    )


def reset(socket: int) -> bytes:
    """Write a record of tcp_receive_reset."""
    return pack("<HBBiQ", 2279, 0, 0, 1, socket)


def event(delta: int, data: bytes) -> bytes:
    """Write an event whose length stands in its head, or behind it if too long."""
    words, rest = divmod(len(data), 4)
    if 0 < words <= 28 and not rest:
        return pack("<I", words | delta << 5) + data
    return pack("<II", delta << 5, len(data) + 4) + data


def page(time: int, *events: bytes, flags: int = 0) -> bytes:
    """Write a page of the ring buffer, with rubbish behind what is committed."""
    data = b"".join(events)
    return pack("<QQ", time, len(data) | flags) + data + b"rubbish"


def observe(*pages: bytes) -> list[StateChanged]:
    """Trace these pages; give what concerns us."""
    trace = Trace(HEADER, [SET_STATE, RESET])
    for one in pages:
        trace.feed(one)
    return trace.observe(OURS)


def told(*records: bytes) -> list[StateChanged]:
    """Trace these records, one nanosecond after the other."""
    return observe(page(100, *(event(1, record) for record in records)))


def test_a_record_becomes_an_observation() -> None:
    """It has the time in nanoseconds, the end, and both states."""
    expected = StateChanged(
        source=TRACEPOINT,
        time=105,
        end=SERVER,
        old=SYN_RECEIVED,
        new=ESTABLISHED,
        socket=1,
    )

    assert [expected] == observe(
        page(100, event(5, change(0xF00, SYN_RECEIVED, ESTABLISHED, SERVER)))
    )


def test_processors_are_put_in_one_order() -> None:
    """Records of several processors come out in order of time."""
    first = page(100, event(1, change(1, CLOSED, SYN_SENT, CLIENT)))
    second = page(90, event(12, change(2, LISTEN, SYN_RECEIVED, SERVER)))
    third = page(110, event(0, change(1, SYN_SENT, ESTABLISHED, CLIENT)))

    assert [101, 102, 110] == [one.time for one in observe(first, third, second)]


def test_a_port_that_is_not_chosen_yet_is_filled_in() -> None:
    """CLOSED to SYN-SENT has no local port; a later record of the socket has."""
    unbound = End(Endpoint("192.0.2.2", 0), NEAR)

    changes = told(
        change(1, CLOSED, SYN_SENT, unbound), change(1, SYN_SENT, ESTABLISHED, CLIENT)
    )

    assert [CLIENT, CLIENT] == [one.end for one in changes]


def test_a_child_has_its_own_end_from_the_start() -> None:
    """LISTEN to SYN-RECEIVED of a child has no remote end; its next record has."""
    changes = told(
        change(1, LISTEN, SYN_RECEIVED, End(NEAR, None)),
        change(1, SYN_RECEIVED, ESTABLISHED, SERVER),
    )

    assert [SERVER, SERVER] == [one.end for one in changes]


def test_an_end_that_never_becomes_known_stays_as_it_was_printed() -> None:
    """A connect that fails at once leaves a record without a port."""
    unbound = End(Endpoint("192.0.2.1", 0), FAR)

    assert [unbound] == [one.end for one in told(change(1, CLOSED, SYN_SENT, unbound))]


def test_a_listener_has_one_end() -> None:
    """A listener begins and ends without a remote end."""
    changes = told(
        change(1, CLOSED, LISTEN, End(NEAR)), change(1, LISTEN, CLOSED, End(NEAR))
    )

    assert [End(NEAR), End(NEAR)] == [one.end for one in changes]
    assert [(1, ""), (1, "")] == [(one.socket, one.note) for one in changes]


def test_memory_that_is_used_again_is_another_socket() -> None:
    """Two connections one after the other at one address have two numbers."""
    other = End(NEAR, Endpoint("192.0.2.2", 40001))

    changes = told(
        change(1, LISTEN, SYN_RECEIVED, End(NEAR)),
        change(1, SYN_RECEIVED, ESTABLISHED, SERVER),
        change(1, LISTEN, SYN_RECEIVED, End(NEAR)),
        change(1, SYN_RECEIVED, ESTABLISHED, other),
    )

    assert [(1, SERVER)] * 2 + [(2, other)] * 2 == [
        (one.socket, one.end) for one in changes
    ]


@pytest.mark.parametrize("old", [FIN_WAIT_2, CLOSING])
def test_an_entry_to_a_mini_socket_is_noted(old: State) -> None:
    """What may be TIME-WAIT or an orphan's FIN-WAIT-2 is printed as CLOSED."""
    (changed,) = told(change(1, old, CLOSED, CLIENT))

    assert MINI_SOCKET == changed.note


@pytest.mark.parametrize(
    ("old", "new"),
    [(FIN_WAIT_2, ESTABLISHED), (State.LAST_ACK, CLOSED), (ESTABLISHED, CLOSED)],
)
def test_other_changes_are_what_they_say(old: State, new: State) -> None:
    """Only the ways into a mini-socket are in doubt."""
    (changed,) = told(change(1, old, new, CLIENT))

    assert "" == changed.note


def test_a_reset_leads_to_no_mini_socket() -> None:
    """A socket that received a reset is closed, and the next one knows nothing."""
    changes = told(
        reset(1),
        change(1, FIN_WAIT_2, CLOSED, CLIENT),
        change(1, FIN_WAIT_2, CLOSED, CLIENT),
    )

    assert ["", MINI_SOCKET] == [one.note for one in changes]


def test_ipv6_has_its_own_fields() -> None:
    """The addresses of an IPv6 socket are read from the fields for them."""
    trace = Trace(HEADER, [SET_STATE])
    end = End(Endpoint("2001:db8::1", 7), Endpoint("2001:db8::2", 40000))
    trace.feed(page(0, event(0, change(1, SYN_RECEIVED, ESTABLISHED, end))))

    assert [end] == [one.end for one in trace.observe({"2001:db8::2"})]


def test_other_runs_and_protocols_are_left_out() -> None:
    """Only TCP sockets with one of our addresses are ours."""
    stranger = End(Endpoint("198.51.100.1", 7), Endpoint("198.51.100.2", 40000))

    assert [] == told(
        change(1, SYN_RECEIVED, ESTABLISHED, stranger),
        change(2, SYN_RECEIVED, ESTABLISHED, SERVER, protocol=132),
    )


@pytest.mark.parametrize(("flags", "expected"), [(0, False), (1 << 31, True)])
def test_overwritten_records_are_reported(flags: int, *, expected: bool) -> None:
    """A page says when events before it were overwritten."""
    trace = Trace(HEADER, [SET_STATE])
    trace.feed(page(0, flags=flags))
    trace.feed(page(0))

    assert expected is trace.lost


def test_time_that_does_not_fit_is_extended() -> None:
    """27 bits of time are extended by an event, or replaced by a stamp."""
    top = 3 << 59
    extend = pack("<II", 30 | 5 << 5, 2)
    stamp = pack("<II", 31 | 7 << 5, 1)
    data = extend + event(1, b"late") + stamp + event(2, b"last")

    late = top + 1000 + (2 << 27) + 5 + 1
    last = top + (1 << 27) + 7 + 2

    assert [(late, b"late"), (last, b"last")] == list(read_events(top + 1000, data))


def test_discarded_events_are_skipped() -> None:
    """Padding of a stated length is passed over; without one it ends the page."""
    discarded = pack("<II", 29 | 1 << 5, 12) + bytes(8)
    data = discarded + event(1, b"kept") + pack("<I", 29) + event(1, b"gone")

    assert [(8, b"kept")] == list(read_events(7, data))


@given(
    st.lists(st.tuples(st.integers(0, 2**27 - 1), st.binary(min_size=1, max_size=130)))
)
@example([(3, bytes(112)), (4, bytes(116))])
def test_events_of_any_length_come_back(events: list[tuple[int, bytes]]) -> None:
    """Every event is found with its time, whichever way its length is written."""
    expected, time = [], 5
    for delta, data in events:
        time += delta
        expected.append((time, data + bytes(-len(data) % 4)))
    written = (event(delta, data + bytes(-len(data) % 4)) for delta, data in events)

    assert expected == list(read_events(5, b"".join(written)))
