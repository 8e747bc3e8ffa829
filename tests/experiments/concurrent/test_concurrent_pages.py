"""The pages about servers with several clients agree with other parameters."""

import pytest

from socketlab import workbench
from socketlab.evidence.observation import PACKETS, PROC

VARIATIONS = [
    {"backlog": 0, "clients": 4},
    {"backlog": 3, "clients": 7},
]

BLIND = [
    ("clients_at_once", PACKETS),
    ("unclosed_connection", PROC),
    ("zombies", PROC),
]


@pytest.mark.parametrize("parameters", VARIATIONS)
def test_clients_in_turn_agree_with_any_backlog(parameters: dict[str, int]) -> None:
    """Who waits and who stays outside follows from the backlog."""
    record = workbench.run("clients_in_turn", **parameters).record

    assert [] == [found for found in record.findings if found.outcome != "agrees"]


@pytest.mark.parametrize(("name", "source"), BLIND)
def test_what_a_missing_source_saw_is_not_observed(name: str, source: str) -> None:
    """Without it the page cannot tell all; it refutes nothing."""
    record = workbench.perform(name, {}, without=[source]).record

    assert [] == [found for found in record.findings if found.outcome == "disagrees"]
    assert record.verdict == "not observed"
