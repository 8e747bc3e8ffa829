"""The pages on listening agree with the kernel, whatever is set and whoever looks."""

import pytest

from socketlab import workbench
from socketlab.evidence.observation import CALLS, COUNTERS, PACKETS, SOCK_DIAG

VARIATIONS = [
    ("backlog_limit", {"largest": 0, "clients": 2}),
    ("backlog_limit", {"largest": 9, "clients": 11}),
    ("backlog_speed", {"backlog": 1}),
    ("backlog_speed", {"backlog": 3}),
    ("two_queues", {"backlog": 0}),
    ("two_queues", {"backlog": 20}),
]

ONLY_SEEN_BY = {
    ("two_queues", COUNTERS): {
        "TcpExtTCPReqQFullDrop +1",
        "TcpExtListenOverflows +1",
        "TcpExtSyncookiesRecv +3",
    },
    ("ghost_connection", SOCK_DIAG): {
        *("no socket", "6 bytes", "accepted", "queue 0", "queue 1"),
    },
    ("ghost_connection", PACKETS): {"PSH ACK x2"},
    ("ghost_connection", CALLS): {"connect success x3", "send 6"},
    ("one_sided_connection", SOCK_DIAG): {"no socket", "6 bytes", "queue 2"},
    ("one_sided_connection", PACKETS): {"PSH ACK", "RST"},
    ("descriptors_exhausted", CALLS): {
        *("accept4 EMFILE x5", r'"world\n"', "accept4 success x1"),
    },
}


@pytest.mark.parametrize(("name", "parameters"), VARIATIONS)
def test_a_page_agrees_with_the_kernel(name: str, parameters: dict[str, int]) -> None:
    """Every expectation agrees, with any backlog, and no sources contradict."""
    record = workbench.run(name, **parameters).record

    assert [] == [found for found in record.findings if found.outcome != "agrees"]
    assert record.conflicts == ()


@pytest.mark.parametrize(("name", "source"), ONLY_SEEN_BY)
def test_what_only_one_source_sees_is_not_observed_without_it(
    name: str, source: str
) -> None:
    """Take a source away, and nothing looks refuted: cookies deceive the others."""
    record = workbench.perform(name, {}, without=[source]).record

    unseen = {f.expected for f in record.findings if f.outcome == "not observed"}
    assert unseen == ONLY_SEEN_BY[name, source]
    assert [] == [f for f in record.findings if f.outcome == "disagrees"]


def test_a_sweep_draws_what_it_measured() -> None:
    """The chart has a point for each backlog: always one more gets in."""
    record = workbench.run("backlog_limit", largest=3, clients=5).record

    series = {str(one.name): one.points for one in record.charts[0].series}
    assert ((0, 1), (1, 2), (2, 3), (3, 4)) == series["accept queue"]
    assert ((0, 4), (1, 3), (2, 2), (3, 1)) == series["clients in SYN-SENT"]
    assert series["clients in ESTABLISHED"] == series["server in ESTABLISHED"]
    assert ((0, 0), (1, 0), (2, 0), (3, 0)) == series["server in SYN-RECEIVED"]


def test_a_fast_server_s_queue_never_grows() -> None:
    """The chart of the paces: one at most, full, growing, full."""
    record = workbench.run("backlog_speed", backlog=2).record

    highest = {
        str(one.name): max(y for _x, y in one.points) for one in record.charts[0].series
    }
    assert highest == {
        "a fast server": 1,
        "an idle server": 3,
        "a slow server, long backlog": 6,
        "a slow server": 3,
    }
