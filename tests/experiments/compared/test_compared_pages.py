"""TCP and UDP compared: the pages agree with the kernel, and say what they miss."""

import pytest

from socketlab import workbench
from socketlab.evidence.observation import (
    CALLS,
    COUNTERS,
    PACKETS,
    SOCK_DIAG,
    TRACEPOINT,
    UDP,
    SegmentSeen,
)
from socketlab.tcp.segment import Unreachable

VARIATIONS = [
    ("largest_datagram", {"size": 1}),
    ("full_receive_buffer", {"datagrams": 10}),
    ("full_receive_buffer", {"datagrams": 30}),
]


@pytest.mark.parametrize(("name", "parameters"), VARIATIONS)
def test_a_page_agrees_with_any_parameter(
    name: str, parameters: dict[str, int | str]
) -> None:
    """The least and the most, not only the default."""
    record = workbench.run(name, **parameters).record

    assert [] == [found for found in record.findings if found.outcome != "agrees"]


@pytest.mark.parametrize("name", ["vanished_peer", "keepalive", "rebooted_peer"])
def test_an_end_that_no_segment_shows_is_not_refuted(name: str) -> None:
    """Without those who see states, packets alone contradict nothing."""
    record = workbench.perform(name, {}, without=[SOCK_DIAG, TRACEPOINT]).record

    assert [] == [found for found in record.findings if found.outcome == "disagrees"]


@pytest.mark.parametrize(
    ("source", "unseen"),
    [
        (PACKETS, ["ICMP x0", "ICMP x1", "'' x0", *["ICMP x1"] * 3, "'' x0"]),
        (COUNTERS, [f"IcmpInDestUnreachs +{by}" for by in (1, 1, 1, 1, 1)]),
        (
            CALLS,
            [
                "send 3",
                "send ECONNREFUSED",
                "send 5",
                "recv ECONNREFUSED",
                "sendto 3",
                "sendto 3",
                "recv EAGAIN",
                "sendto 3",
                "sendto ECONNREFUSED",
            ],
        ),
    ],
)
def test_what_only_one_source_sees_is_not_observed_without_it(
    source: str, unseen: list[str]
) -> None:
    """Take it away, and the page says so instead of disagreeing."""
    record = workbench.perform("nobody_listens", {}, without=[source]).record

    missing = [f.expected for f in record.findings if f.outcome == "not observed"]
    assert unseen == missing
    assert "not observed" == record.verdict


def test_a_page_on_datagrams_tells_of_udp_alone() -> None:
    """Its sockets are UDP's, no end has a state, and each ICMP is in the story."""
    record = workbench.run("nobody_listens").record

    rows = [row for step in record.steps for row in step.table]
    assert {UDP} == {row.protocol for row in rows}
    assert all(not (one.client.lanes or one.server.lanes) for one in record.stories)
    refusals = [
        one
        for story in record.stories
        for one in story.passages
        if isinstance(one.segment, Unreachable)
    ]
    seen = [one for one in record.observations if isinstance(one, SegmentSeen)]
    assert 5 == len(refusals)
    assert 2 * (5 + 5) == len(seen)


def test_idle_timers_are_not_observed_without_sock_diag() -> None:
    """What only the socket table knows is missing; what calls tell is not."""
    record = workbench.perform("vanished_peer", {}, without=[SOCK_DIAG]).record

    missing = [f.expected for f in record.findings if f.outcome == "not observed"]
    assert ["no socket", "on", "none", "no socket"] == missing
