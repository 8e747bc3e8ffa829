"""The pages about ports agree with other parameters, and say what they cannot see."""

import pytest

from socketlab import workbench
from socketlab.evidence.observation import (
    CALLS,
    COUNTERS,
    OUTPUT,
    PACKETS,
    PROC,
    SOCK_DIAG,
)

VARIATIONS = [
    ("ephemeral_ports", {"pairs": 1}),
    ("ephemeral_ports", {"pairs": 5}),
    ("reuseport", {"clients": 60}),
]

BLIND = [
    ("fixed_port", CALLS),
    ("fixed_port", COUNTERS),
    ("fixed_port_served", PACKETS),
    ("time_wait_reuse", SOCK_DIAG),
    ("reuseport", PROC),
    ("reuseport_blocked", OUTPUT),
    ("reuseport_closed", SOCK_DIAG),
]


@pytest.mark.parametrize(("name", "parameters"), VARIATIONS)
def test_a_page_agrees_with_other_parameters(
    name: str, parameters: dict[str, int]
) -> None:
    """Every expectation agrees, and no sources contradict each other."""
    record = workbench.run(name, **parameters).record

    assert [] == [found for found in record.findings if found.outcome != "agrees"]
    assert record.conflicts == ()


@pytest.mark.parametrize(("name", "source"), BLIND)
def test_what_a_missing_source_saw_is_not_observed(name: str, source: str) -> None:
    """Without it the page cannot tell all; it refutes nothing."""
    record = workbench.perform(name, {}, without=[source]).record

    assert [] == [found for found in record.findings if found.outcome == "disagrees"]
    assert record.verdict == "not observed"


def test_all_ports_serve_every_destination() -> None:
    """The chart's staircase: each destination gives as many connections again."""
    record = workbench.run("ephemeral_ports", pairs=1).record

    (chart,) = record.charts
    (series,) = chart.series
    assert [1, 2, 2, 3, 4, 4, 5, 6, 6] == [y for _x, y in series.points]
