"""The pages on closing with other parameters, and with fewer sources."""

import pytest

from socketlab import workbench
from socketlab.evidence.observation import PACKETS, SOCK_DIAG, TRACEPOINT, TYPES


def test_forty_clients_cost_what_one_does() -> None:
    """However many connections are in TIME-WAIT, the page agrees."""
    record = workbench.run("time_wait_cost", clients=40).record

    assert [] == [found for found in record.findings if found.outcome != "agrees"]
    assert record.conflicts == ()


@pytest.mark.parametrize("name", ["fin_wait_2", "unacknowledged_fin", "half_close"])
def test_what_segments_cannot_tell_is_no_refutation(name: str) -> None:
    """With segments alone nobody sees the kernel forget a connection."""
    record = workbench.perform(name, {}, without=[SOCK_DIAG, TRACEPOINT]).record

    assert [] == [found for found in record.findings if found.outcome == "disagrees"]


@pytest.mark.parametrize(
    ("name", "source", "unseen"),
    [
        ("unacknowledged_fin", PACKETS, ["FIN >= 150 300 ms", "no ACK", "no RST"]),
        (
            "time_wait_cost",
            TYPES,
            ["tcp_sock 1024-8192 bytes", "tcp_timewait_sock 1-512 bytes"],
        ),
    ],
)
def test_what_only_one_source_sees_is_not_observed_without_it(
    name: str, source: str, unseen: list[str]
) -> None:
    """Take a source away, and the page says so."""
    record = workbench.perform(name, {}, without=[source]).record

    missing = [f.expected for f in record.findings if f.outcome == "not observed"]
    assert unseen == missing[: len(unseen)]
    assert [] == [found for found in record.findings if found.outcome == "disagrees"]
