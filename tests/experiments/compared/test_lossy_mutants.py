"""What becomes of lost packets: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.mutants import Change, Mutant, never_refuted, refute

SOON = Change(
    "after",
    "from socketlab.tcp.states import State",
    "from socketlab.lab.experiment import ms as seconds",
)
OPEN = "lab.expect(near, State.ESTABLISHED)"
CARRIED = 'lab.expect(near, Carries("2"))'
SILENT = "lab.expect(near.far, Carries(times=0))"

MUTANTS = {
    "each digit is sent twice, and none over TCP": Mutant(
        "lossy_link",
        (
            SOON,
            Change(
                "within", "near.send(digit.encode())", "near.send(2 * digit.encode())"
            ),
            Change("after", OPEN, "near = client.datagrams(9998, server)"),
            Change("instead", "far.receive()", "pass"),
        ),
        (
            'lab.expect(far, Receives(("1", "3")))',
            'lab.expect(far, Receives(("5", "4", "6")))',
            'lab.expect(far, Receives(("7", "7")))',
            'lab.expect(far, Waiting(len("123")), within=seconds(9))',
            'lab.expect(near, Moves("TcpRetransSegs"))',
            'lab.expect(far, Moves("TcpExtTCPOFOQueue"))',
            'lab.expect(far, Waiting(len("123456")), within=seconds(9))',
            'lab.expect(far, Moves("TcpExtTCPDSACKOldSent"))',
            'lab.expect(far, Receives(("1234567",)))',
        ),
    ),
    "the client says 2 again, the server complains, and nobody connects": Mutant(
        "lossy_link",
        (
            Change("within", 'say(near, "123")', 'say(near, "1232")'),
            Change("before", SILENT, 'far.send_to(near, b"slower")'),
            Change("before", OPEN, "near.close()"),
            Change("after", OPEN, "return"),
        ),
        (CARRIED, SILENT, OPEN),
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


def test_every_expectation_has_a_mutant() -> None:
    """There is no expectation on the page that no mutant refutes."""
    assert set() == never_refuted("lossy_link", MUTANTS)
