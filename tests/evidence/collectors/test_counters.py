"""The kernel's counters, moved by a known number."""

import socket
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.collectors.counters import (
    Reading,
    moved,
    observe,
    parse,
    read,
)
from socketlab.evidence.observation import COUNTERS, CounterMoved

if TYPE_CHECKING:
    from tests.evidence.conftest import Inside

CONNECTIONS = 23

COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(-1, 3))


def count() -> dict[str, int]:
    """Open 23 connections, and have 3 more refused; tell what moved."""
    before = read()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        for _ in range(CONNECTIONS):
            with socket.create_connection(address):
                listener.accept()[0].close()
    for _ in range(3):
        with socket.socket() as client:
            assert client.connect_ex(address)
    after = read()
    assert moved(before, after) == {one.name: one.by for one in observe(before, after)}
    return moved(before, after)


def test_a_private_namespace_counts_only_ours(inside: "Inside") -> None:
    """Each of 23 connections is opened twice, and 3 more are answered with RST."""
    counted = inside(count)

    assert CONNECTIONS + 3 == counted["TcpActiveOpens"]
    assert CONNECTIONS == counted["TcpPassiveOpens"]
    assert 3 == counted["TcpOutRsts"]
    assert 3 == counted["TcpAttemptFails"]
    assert "TcpExtListenOverflows" not in counted


def test_names_and_numbers_come_in_pairs_of_lines() -> None:
    """A counter is called by its group and its own name."""
    text = "TcpExt: SyncookiesSent Name\nTcpExt: 0 7\nTcp: MaxConn\nTcp: -1\n"

    assert {
        "TcpExtSyncookiesSent": 0,
        "TcpExtName": 7,
        "TcpMaxConn": -1,
    } == parse(text)


@given(COUNTS, COUNTS)
def test_what_moved_leads_from_one_reading_to_the_next(
    before: dict[str, int], after: dict[str, int]
) -> None:
    """Adding what moved to the first reading gives the second."""
    told = moved(before, after)

    assert 0 not in told.values()
    assert after == {name: before.get(name, 0) + told.get(name, 0) for name in after}


def test_the_doubt_reaches_over_both_readings() -> None:
    """It moved between the begin of the first and the end of the second."""
    before, after = Reading(n=1), Reading(n=3)
    before.time, before.doubt = 100, 10
    after.time, after.doubt = 300, 20

    (seen,) = observe(before, after)

    assert CounterMoved(source=COUNTERS, time=205, doubt=115, name="n", by=2) == seen
