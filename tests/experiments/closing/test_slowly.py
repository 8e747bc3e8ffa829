"""What takes a minute: the end of TIME-WAIT."""

from pathlib import Path

import pytest

from socketlab import workbench
from tests.experiments.mutants import Change, Mutant, expectations, mutate

IMPATIENT = Mutant(
    "time_wait",
    (Change("within", "A_MINUTE = seconds(70)", "A_MINUTE = seconds(0.05)"),),
    (
        "lab.expect(at_client, Absent(), within=A_MINUTE, slow=True)",
        "lab.expect(at_server, Absent(), within=A_MINUTE, slow=True)",
    ),
)


def test_it_is_not_over_at_once(tmp_path: Path) -> None:
    """Who waits less than a minute still finds both ends in TIME-WAIT."""
    path = tmp_path / "time_wait.py"
    source = mutate(IMPATIENT)
    path.write_text(source, encoding="utf-8")

    record = workbench.perform(str(path), {}, slow=True).record

    stated = expectations(source)
    disagreeing = [
        stated[found.line] for found in record.findings if found.outcome == "disagrees"
    ]
    assert list(IMPATIENT.disagree) == disagreeing


@pytest.mark.long
def test_it_is_over_after_a_minute() -> None:
    """With --slow the page waits for both, and agrees."""
    record = workbench.perform("time_wait", {}, slow=True).record

    assert record.verdict == "agrees"


def test_without_slow_nobody_waits() -> None:
    """What takes a minute is then not observed; nothing disagrees."""
    record = workbench.run("time_wait").record

    unseen = [one.expected for one in record.findings if one.outcome != "agrees"]
    assert unseen == ["no socket", "no socket"]
    assert record.verdict == "not observed"
