"""Silent clients and the accept queue; the page that the tutorial writes."""

from pathlib import Path

import pytest

from tests.experiments.mutants import Change, Mutant, never_refuted, refute

EMPTY = "lab.expect(listener, Queue(0))"
CONNECTED = "lab.expect(near, State.ESTABLISHED)"
PLACES = "lab.expect(listener, Queue(clients - outside))"
HALF = "lab.expect(far, State.SYN_RECEIVED if outside else State.ESTABLISHED)"
KNOWN = "lab.expect(far, State.ESTABLISHED)"
ALL = "lab.expect(listener, Queue(clients))"

MUTANTS = {
    "a client was there before": Mutant(
        "silent_clients",
        (
            Change("before", EMPTY, "client.connect(listener)"),
            Change("after", EMPTY, "return"),
        ),
        (EMPTY,),
    ),
    "the clients are gone": Mutant(
        "silent_clients",
        (
            Change("before", CONNECTED, "for one in near:\n    one.close()"),
            Change("after", HALF, "return []"),
        ),
        (CONNECTED, HALF),
    ),
    "neither listener has the option, and nobody says hello": Mutant(
        "silent_clients",
        (
            Change("within", 'TCP_DEFER_ACCEPT": 30', 'TCP_DEFER_ACCEPT": 0'),
            Change("instead", 'one.send(b"hello\\n")', "one.close()"),
        ),
        (PLACES, HALF, KNOWN),
    ),
    "both listeners have it, and nobody says hello": Mutant(
        "silent_clients",
        (
            Change("within", "(7, ", '(7, options={"TCP_DEFER_ACCEPT": 30}, '),
            Change("instead", 'one.send(b"hello\\n")', "pass"),
        ),
        (KNOWN, ALL),
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


def test_every_expectation_has_a_mutant() -> None:
    """There is no expectation on the page that no mutant refutes."""
    assert set() == never_refuted("silent_clients", MUTANTS)
