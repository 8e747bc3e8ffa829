"""`lab run state_machine`: every state and every arrow of the diagram."""

import pytest

from socketlab import workbench
from socketlab.evidence.observation import SOCK_DIAG, TRACEPOINT
from socketlab.lab.record import Record
from socketlab.report.diagram.proofs import prove, stays
from socketlab.report.summary import visited
from socketlab.tcp.states import ARROWS, State
from socketlab.workbench.sets import SETS, expand

NOT_TAKEN = (State.LISTEN, State.SYN_SENT)
SLOW = (State.TIME_WAIT, State.CLOSED)


@pytest.fixture(scope="module")
def as_a_user() -> list[Record]:
    """The runs of the set as everybody sees them: without the tracepoint."""
    return [
        workbench.perform(name, {}, without=[TRACEPOINT]).record
        for name in expand(["state_machine"])
    ]


def test_a_set_stands_for_its_pages_each_once() -> None:
    """A name that is no set stands for itself."""
    pages = list(SETS["state_machine"])

    assert ["close_order", *pages] == expand(["close_order", "state_machine", pages[0]])
    assert set(pages) <= set(workbench.names())


def test_every_page_of_the_set_agrees(as_a_user: list[Record]) -> None:
    """Nothing but what --slow waits for is left unobserved; no sources contradict."""
    open_ends = [
        (record.name, found.expected)
        for record in as_a_user
        for found in record.findings
        if found.outcome != "agrees"
    ]

    assert [("held_close", "CLOSED")] == open_ends
    assert [] == [one for record in as_a_user for one in record.conflicts]


def test_the_pages_together_visit_every_state(as_a_user: list[Record]) -> None:
    """11 of 11, and each stands still until somebody has looked at it."""
    seen = {state for one in as_a_user for state in visited(one)["states"]}  # type: ignore[attr-defined]

    assert set(State) == seen
    assert set(State) == set(stays(as_a_user))


def test_the_pages_together_take_every_arrow_that_linux_takes(
    as_a_user: list[Record],
) -> None:
    """All but the one that Linux refuses, and the one that takes a minute."""
    taken = {
        tuple(arrow)
        for one in as_a_user
        for arrow in visited(one)["arrows"]  # type: ignore[attr-defined]
    }
    proven = {
        (one.arrow.state, one.arrow.next) for one in prove(as_a_user) if one.proof
    }
    every = {(arrow.state, arrow.next) for arrow in ARROWS}

    assert every - {NOT_TAKEN, SLOW} <= taken
    assert every - {NOT_TAKEN, SLOW} == proven


def test_every_arrow_has_its_cause_and_was_looked_at(as_a_user: list[Record]) -> None:
    """An ordinary user sees both states stand still, and what happened between."""
    proofs = [one.proof for one in prove(as_a_user) if one.proof]

    assert all(proof.cause for proof in proofs)
    assert all(proof.held and SOCK_DIAG in proof.sources for proof in proofs)


def test_what_linux_refuses_was_tried(as_a_user: list[Record]) -> None:
    """The page that tries it agrees: errors came, and no SYN went."""
    refused = [one for one in prove(as_a_user) if one.refused]

    assert [NOT_TAKEN] == [(one.arrow.state, one.arrow.next) for one in refused]
    assert [("listener_that_asks", "agrees")] == [
        (one.trial.record, one.trial.verdict) for one in refused if one.trial
    ]


def test_root_sees_the_same_arrows() -> None:
    """With the tracepoint, where there is one, more sources tell the same."""
    records = [workbench.run(name).record for name in SETS["state_machine"]]
    found = {one.number for one in prove(records) if one.proof}

    assert {*range(1, 20)} - {4} == found
    assert [] == [one for record in records for one in record.conflicts]
