"""Newlines and TCP: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.mutants import Change, Mutant, never_refuted, refute

SENT = 'lab.expect(near, Carries("half a line"))'
THERE = 'lab.expect(far, Waiting(len(b"half a line")))'
READ = 'lab.expect(far, Receives(("half a line",)))'
AS_SENT = r'lab.expect(far, Receives(("a\nb\r\nc\rd\0",)))'
BOTH = r'lab.expect(far, Waiting(len(b"one\ntwo\n")))'
TOGETHER = r'lab.expect(far, Receives(("one\ntwo\n",)))'
ROOM = r'lab.expect(far, Receives(("one\nt", "wo\n")))'

MUTANTS = {
    "the client waits for its newline": Mutant(
        "line_endings",
        (
            Change("instead", 'near.send(b"half a line")', "pass"),
            Change("instead", "far.receive()", "far.receive(wait=False)"),
            Change("after", READ, "return"),
        ),
        (SENT, THERE, READ),
    ),
    "one line is written and a read gives four bytes": Mutant(
        "line_endings",
        (
            Change("instead", r'near.send(b"two\n")', "pass"),
            Change("within", "far.receive(5)", "far.receive(4)"),
        ),
        (BOTH, TOGETHER, ROOM),
    ),
    "the endings are another program's": Mutant(
        "line_endings",
        (
            Change("instead", r'near.send(b"a\nb\r\nc\rd\0")', r'near.send(b"a\nb")'),
            Change("after", AS_SENT, "return"),
        ),
        (AS_SENT,),
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


def test_every_expectation_has_a_mutant() -> None:
    """There is no expectation on the page that no mutant refutes."""
    assert set() == never_refuted("line_endings", MUTANTS)
