"""The pages agree with the kernel, and say what they could not see."""

import msgspec
import pytest

from socketlab import workbench
from socketlab.evidence.observation import (
    CALLS,
    COUNTERS,
    DESTROY,
    OUTPUT,
    PACKETS,
    PROC,
    SOCK_DIAG,
    SOURCES,
    TRACEPOINT,
)
from socketlab.lab.record import from_json, to_json

PAGES = workbench.names()

FIN_WAITS = {"silent_reader"}
"""Where a FIN waits behind text, the kernel knows of it before any segment shows it:
an ordinary user, who has no tracepoint, sees a contradiction, which the page tells."""

VARIATIONS = [
    ("close_order", {"first": "client"}),
    ("close_order", {"first": "server"}),
    ("accept_queue", {"backlog": 0, "clients": 3}),
    ("accept_queue", {"backlog": 5, "clients": 9}),
    ("accept_queue", {"backlog": 3, "clients": 20}),
    ("iterative_echo", {}),
]

ONLY_SEEN_BY = {
    ("close_order", PACKETS): ["SYN", "SYN ACK", "FIN", "no FIN", "FIN", "ACK"],
    ("accept_queue", PACKETS): ["SYN", "no ACK"],
    ("accept_queue", COUNTERS): ["TcpExtListenOverflows +2"],
    ("accept_queue", SOCK_DIAG): [
        "queue 0",
        "not accepted",
        "queue 2",
        "CLOSED",
        "accepted",
        "queue 0",
    ],
    ("iterative_echo", OUTPUT): [
        r"'olleh\n'",
        "''",
        r"'eyb\n'",
        r"'dlrow\n'",
        r"'eyb\n'",
    ],
}


@pytest.mark.parametrize(("name", "parameters"), VARIATIONS)
def test_a_page_agrees_with_the_kernel(
    name: str, parameters: dict[str, int | str]
) -> None:
    """Every expectation agrees, with any parameters, and no sources contradict."""
    record = workbench.run(name, **parameters).record

    assert [] == [found for found in record.findings if found.outcome != "agrees"]
    assert record.verdict == "agrees"
    assert record.conflicts == ()


@pytest.mark.parametrize("clients", [1, 2])
def test_a_queue_that_was_never_full_proves_nothing(clients: int) -> None:
    """Without clients beyond the queue the page says so and expects nothing of them."""
    record = workbench.run("accept_queue", backlog=1, clients=clients).record

    said = [str(step.sentence) for step in record.steps]
    assert "The queue holds all of them: no client is beyond it." in said
    assert {"agrees"} == {found.outcome for found in record.findings}
    assert record.verdict == "agrees"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_agrees_or_says_why_not(name: str) -> None:
    """Every page agrees with the kernel or says why not; its record survives JSON."""
    record = workbench.run(name).record

    unexplained = [
        found
        for found in record.findings
        if found.outcome != "agrees" and found.reason is None
    ]
    assert bool(unexplained) == record.kept
    assert record.conflicts == () or name in FIN_WAITS
    assert record == from_json(to_json(record))
    assert msgspec.json.decode(to_json(record))["form"] == 1


@pytest.mark.parametrize(("name", "source"), ONLY_SEEN_BY)
def test_what_only_one_source_sees_is_not_observed_without_it(
    name: str, source: str
) -> None:
    """Take a source away, and the page says so; it never looks like a refutation."""
    record = workbench.perform(name, {}, without=[source]).record

    unseen = [f.expected for f in record.findings if f.outcome == "not observed"]
    assert unseen == ONLY_SEEN_BY[name, source]
    assert [] == [f for f in record.findings if f.outcome == "disagrees"]
    assert record.verdict == "not observed"
    assert record.sources[source] == "left out on request"


@pytest.mark.parametrize("source", [DESTROY, PROC, CALLS])
def test_a_source_that_decides_nothing_may_be_left_out(source: str) -> None:
    """Without it the page still agrees, and still says that it was left out."""
    record = workbench.perform("close_order", {}, without=[source]).record

    assert record.verdict == "agrees"
    assert record.sources[source] == "left out on request"


@pytest.mark.parametrize("name", ["close_order", "accept_queue", "iterative_echo"])
def test_without_any_source_nothing_is_observed(name: str) -> None:
    """Nobody looked: every expectation is not observed, none refuted."""
    record = workbench.perform(name, {}, without=SOURCES).record

    assert {"not observed"} == {found.outcome for found in record.findings}
    assert record.verdict == "not observed"


def test_segments_alone_tell_the_states() -> None:
    """Without sock_diag and tracepoint the states are inferred, and say so."""
    record = workbench.perform(
        "close_order", {}, without=[SOCK_DIAG, TRACEPOINT]
    ).record

    states = {f.expected: (f.outcome, f.source) for f in record.findings}
    assert ("agrees", PACKETS) == states["FIN_WAIT_2"]
    assert ("agrees", PACKETS) == states["TIME_WAIT"]
    assert ("not observed", "") == states["LISTEN"]


def test_the_whole_life_of_a_connection_is_told() -> None:
    """The client and the server go through every state the hypothesis names."""
    (story,) = workbench.run("close_order").record.stories

    assert [lane.state.value for lane in story.client.lanes] == [
        "SYN_SENT",
        "ESTABLISHED",
        "FIN_WAIT_1",
        "FIN_WAIT_2",
        "TIME_WAIT",
    ]
    assert [lane.state.value for lane in story.server.lanes] == [
        "LISTEN",
        "SYN_RECEIVED",
        "ESTABLISHED",
        "CLOSE_WAIT",
        "LAST_ACK",
        "CLOSED",
    ]
