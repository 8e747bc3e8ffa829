"""A whole dump, as columns."""

import sys
from array import array
from itertools import pairwise
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence import columns
from socketlab.evidence.columns import Columns, Dump, swap
from socketlab.evidence.inet_diag import Refused, Socket
from tests.evidence.netlink import DONE, NUMBERS, body, message, sockets

SLACK = bytes(88)


def receive(dump: Dump, *messages: bytes) -> bool:
    """Receive one datagram into a larger buffer, as from recv_into."""
    datagram = b"".join(messages)
    return dump.receive(bytearray(datagram + SLACK), len(datagram))


def gather(expected: list[Socket], cuts: list[int], *, together: bool) -> Columns:
    """Send messages of mixed lengths in datagrams that end at `cuts`."""
    dump = Dump(7)
    messages = [
        message(20, body(one) + bytes(4 * (place % 3)))
        for place, one in enumerate(expected)
    ]
    borders = sorted({0, *cuts, len(messages)})
    datagrams = [messages[begin:end] for begin, end in pairwise(borders)]
    last = message(*DONE)
    if together and datagrams:
        datagrams[-1].append(last)
    else:
        datagrams.append([last])
    assert [False] * (len(datagrams) - 1) + [True] == [
        receive(dump, *datagram) for datagram in datagrams
    ]
    return dump.columns()


@given(
    expected=st.lists(sockets(), max_size=5),
    cuts=st.lists(st.integers(0, 5)),
    together=st.booleans(),
)
def test_columns_say_what_the_sockets_say(
    expected: list[Socket], cuts: list[int], *, together: bool
) -> None:
    """However a dump is cut into datagrams, each column has all its values."""
    cuts = [cut for cut in cuts if cut <= len(expected)]

    found = gather(expected, cuts, together=together)

    assert len(expected) == len(found)
    assert expected == list(found)
    assert [NUMBERS[one.state] for one in expected] == list(found.states)
    assert [one.end.local.port for one in expected] == list(found.local_ports)
    assert [one.end.local.address for one in expected] == found.local_addresses
    assert [one.retransmits for one in expected] == list(found.retransmits)
    assert [one.expires for one in expected] == list(found.expires)
    assert [one.receive_queue for one in expected] == list(found.receive_queues)
    assert [one.send_queue for one in expected] == list(found.send_queues)
    assert [one.uid for one in expected] == list(found.uids)
    assert [one.inode for one in expected] == list(found.inodes)


@given(st.lists(sockets().filter(lambda one: one.end.remote is not None), max_size=5))
def test_columns_have_the_remote_end(expected: list[Socket]) -> None:
    """Remote addresses and ports stand in the same order."""
    found = gather(expected, [], together=False)
    ends = [one.end.peer.local for one in expected]

    assert [end.port for end in ends] == list(found.remote_ports)
    assert [end.address for end in ends] == found.remote_addresses


def test_a_late_reply_to_an_earlier_request_is_left_out() -> None:
    """A datagram with another sequence number is not part of this dump."""
    dump = Dump(7)

    assert not receive(dump, message(*DONE, sequence=6))
    assert receive(dump, message(*DONE))
    assert 0 == len(dump.columns())


def test_a_refused_dump_says_why() -> None:
    """An error message is raised with its number."""
    with pytest.raises(Refused) as refusal:
        receive(Dump(7), message(2, pack("=i", -22) + bytes(16)))

    assert 22 == refusal.value.errno


def test_a_dump_that_broke_off_says_why() -> None:
    """The message that ends a dump may hold an error."""
    with pytest.raises(Refused) as refusal:
        receive(Dump(7), message(3, pack("=i", -2)))

    assert 2 == refusal.value.errno


@pytest.mark.parametrize("order", ["little", "big"])
def test_ports_are_turned_into_this_machines_order(
    monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    """Network order is turned round where the machine's is another."""
    monkeypatch.setattr(columns, "byteorder", order)
    ports = array("H", b"\x00\x50")
    swapped = 80 if sys.byteorder == "little" else 80 << 8
    kept = 80 << 8 if sys.byteorder == "little" else 80

    assert [swapped if order == "little" else kept] == list(swap(ports))
