"""A write to a connection that is gone: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.closing.worlds import NO_TIME, ended_after
from tests.experiments.concurrent.worlds import HURRY
from tests.experiments.mutants import Change, Mutant, never_refuted, refute

LISTENS = "lab.expect(listener, State.LISTEN, within=seconds(5))"
SERVED = "lab.expect(program, Children(1), within=seconds(5))"
GONE = "lab.expect(near, State.CLOSED, within=seconds(5))"
EPIPE = 'lab.expect(program, Returns("send", "EPIPE", times=1), within=seconds(5))'
LIVES = (
    "lab.expect(program, Children(0, 1) if dead else Children(1), within=seconds(5))"
)

MUTANTS = {
    "no server starts": Mutant(
        "broken_pipe",
        (
            NO_TIME,
            Change("within", "serve, port)", "serve, port + 1000)"),
            ended_after(LISTENS),
        ),
        (LISTENS,),
    ),
    "the server does not fork, and the client stays": Mutant(
        "broken_pipe",
        (
            HURRY,
            Change("within", "if os.fork() == 0:", "if False:"),
            Change("instead", "near.close()", "pass"),
        ),
        (SERVED, GONE, EPIPE, LIVES),
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


def test_every_expectation_has_a_mutant() -> None:
    """There is no expectation on the page that no mutant refutes."""
    assert set() == never_refuted("broken_pipe", MUTANTS)
