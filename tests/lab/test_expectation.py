"""What a page can expect: each kind agrees, disagrees, or is not observed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.lanes import SLACK
from socketlab.evidence.observation import SOURCES, TRACEPOINT, AnyObservation
from socketlab.evidence.timeline import Timeline
from socketlab.lab.expectation import (
    Accepted,
    Expected,
    In,
    Moves,
    Queue,
    Sends,
    Shows,
    Waiting,
)
from socketlab.lab.judgement import Whom, judge
from socketlab.tcp.states import State
from tests.evidence.sightings import change, inference
from tests.lab.expectation_cases import (
    BEFORE,
    CASES,
    CLIENT_END,
    CLIENTS,
    LISTENS,
    NOW,
    PROGRAM,
    SERVER_END,
    UNTIL,
    WINDOW,
)

S = State


@pytest.mark.parametrize("name", CASES)
def test_an_expectation_is_judged_by_what_was_seen(name: str) -> None:
    """Each kind agrees, disagrees or is not observed, and tells what was seen."""
    case = CASES[name]

    witnesses = case.expected.witnesses(case.whom, WINDOW, Timeline(case.seen))

    assert case.observed == {who: words for who, (words, _good) in witnesses.items()}
    assert case.outcome == judge(witnesses)[0]
    assert set(witnesses) <= set(case.expected.sources) <= set(SOURCES)


@pytest.mark.parametrize(
    ("heeded", "outcome"),
    [
        (UNTIL + 1, "agrees"),
        (UNTIL + SLACK, "agrees"),
        (UNTIL + SLACK + 1, "disagrees"),
    ],
)
def test_the_kernel_may_heed_a_moment_later_what_was_captured(
    heeded: int, outcome: str
) -> None:
    """What ended the wait was seen before the kernel acted on it, if at once."""
    told: list[AnyObservation] = [
        change(S.CLOSED, S.SYN_SENT, BEFORE),
        inference(S.SYN_SENT, S.ESTABLISHED, NOW),
        change(S.SYN_SENT, S.ESTABLISHED, heeded),
    ]
    both = In(S.ESTABLISHED).witnesses(CLIENT_END, WINDOW, Timeline(told))
    alone = In(S.ESTABLISHED).witnesses(
        CLIENT_END, WINDOW, Timeline([told[0], told[2]])
    )

    assert (outcome, TRACEPOINT) == judge(both)
    assert ("disagrees", TRACEPOINT) == judge(alone)


def test_every_kind_has_every_outcome() -> None:
    """For each kind of expectation there is a case of each of the three outcomes."""
    for kind in (In, Queue, Waiting, Accepted, Sends, Moves, Shows):
        outcomes = {
            case.outcome for case in CASES.values() if isinstance(case.expected, kind)
        }
        assert {"agrees", "disagrees", "not observed"} == outcomes


@pytest.mark.parametrize("name", CASES)
@given(source=st.sampled_from(SOURCES))
def test_a_source_that_is_missing_refutes_nothing(name: str, source: str) -> None:
    """Without a source: the same outcome, not observed, or another's decision."""
    case = CASES[name]
    fewer = [one for one in case.seen if one.source != source]

    whole = case.expected.witnesses(case.whom, WINDOW, Timeline(case.seen))
    rest = case.expected.witnesses(case.whom, WINDOW, Timeline(fewer))

    assert {who: said for who, said in whole.items() if who != source} == rest
    assert judge(rest)[0] in {judge(whole)[0], "not observed"} or judge(rest)[1] in rest


@pytest.mark.parametrize(
    ("expected", "whom", "sentence", "short"),
    [
        (
            In(S.FIN_WAIT_2),
            CLIENT_END,
            "The client's end is in FIN-WAIT-2.",
            "FIN_WAIT_2",
        ),
        (
            In(S.SYN_SENT),
            CLIENTS,
            "All 2 ends at the client are in SYN-SENT.",
            "SYN_SENT",
        ),
        (Queue(3), LISTENS, "The accept queue of the server holds 3.", "queue 3"),
        (
            Waiting(6),
            SERVER_END,
            "6 bytes wait in the receive queue at the server.",
            "6 bytes",
        ),
        (
            Accepted(yes=True),
            SERVER_END,
            "A process of the server has accepted the connection.",
            "accepted",
        ),
        (
            Accepted(yes=False),
            SERVER_END,
            "No process of the server has accepted the connection.",
            "not accepted",
        ),
        (Sends("FIN"), CLIENT_END, "The client sends FIN.", "FIN"),
        (Sends("FIN", times=0), CLIENT_END, "The client sends no FIN.", "no FIN"),
        (
            Sends("SYN", times=3),
            CLIENT_END,
            "The client sends SYN at least 3 times.",
            "SYN x3",
        ),
        (
            Moves("TcpExtListenDrops", 2),
            LISTENS,
            "The counter TcpExtListenDrops moves by at least 2.",
            "TcpExtListenDrops +2",
        ),
        (Shows("olleh\n"), PROGRAM, "first client shows olleh.", r"'olleh\n'"),
        (Shows(""), PROGRAM, "first client shows nothing.", "''"),
    ],
)
def test_an_expectation_says_what_it_is(
    expected: Expected, whom: Whom, sentence: str, short: str
) -> None:
    """Every kind has a sentence that names its subject, and a short form."""
    assert sentence == str(expected.sentence(whom))
    assert short == expected.short()


@pytest.mark.parametrize(
    ("expected", "lasting"),
    [
        (In(S.LISTEN), False),
        (Queue(0), False),
        (Waiting(0), False),
        (Accepted(yes=False), False),
        (Sends("SYN"), False),
        (Sends("SYN", times=0), True),
        (Moves("TcpInSegs"), False),
        (Shows("a"), False),
        (Shows(""), True),
    ],
)
def test_only_silence_must_last(expected: Expected, *, lasting: bool) -> None:
    """What is expected not to happen must not happen for a while."""
    assert lasting == expected.lasting
