"""From what was seen to what was found."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from socketlab.evidence.observation import (
    CALLS,
    PACKETS,
    SOCK_DIAG,
    TRACEPOINT,
    AnyObservation,
    CallMade,
    StateInferred,
)
from socketlab.lab.account import Account, Asked, StepTaken
from socketlab.lab.conclusion import (
    captions,
    conclude,
    verdict,
)
from socketlab.lab.expectation import Expected, In, Sends
from socketlab.lab.judgement import Whom
from socketlab.lab.page import Page
from socketlab.lab.record import Environment, Host, Lane, Outcome, Record, Sentence
from socketlab.tcp.states import State
from tests.evidence.sightings import (
    ACK,
    FAR,
    LISTENER,
    MS,
    NEAR,
    OTHER,
    change,
    handshake,
    inference,
    journey,
    look,
)

S = State
HOSTS = (Host("server", "192.0.2.1"), Host("client", "192.0.2.2"))
PAGE = Page("closing", "socketlab.experiments.closing.x", "Why?", "So.", "", {}, {})
FILE = "socketlab/experiments/closing/x.py"
STEPS = (
    StepTaken(1, Sentence("The server listens."), 0, 10, 20),
    StepTaken(2, Sentence("The client connects."), 100, 20_000, 90 * MS),
)
ENDED = 100 * MS


def account(
    observations: Sequence[AnyObservation] = (), *asked: Asked, packets: str = "used"
) -> Account:
    """Give what was seen of a run of two steps."""
    return Account(
        hosts=HOSTS,
        steps=STEPS,
        asked=asked,
        observations=tuple(observations),
        packets=(),
        sources={PACKETS: packets, SOCK_DIAG: "used"},
        caveats={PACKETS: ("It cannot see all.",)},
        environment=Environment("Linux", "3.11", "x86_64", 2, "user", "now"),
        began=0,
        ended=ENDED,
        realtime=5,
    )


def ask(expected: Expected, step: int = 2) -> Asked:
    """Expect something of the client's end."""
    return Asked(step, Whom("client", (NEAR,)), expected, FILE, 12, 30_000, 80 * MS)


def told(observations: Sequence[AnyObservation] = (), *asked: Asked) -> Record:
    """Conclude from what was seen."""
    return conclude(PAGE, {}, account(observations, *asked), version="1")


def test_a_source_with_holes_refutes_nothing() -> None:
    """What an incomplete capture lacks is not observed; it is no disagreement."""
    seen, asked = journey(NEAR, ACK, (200, 300), 1), ask(Sends("FIN"))

    whole = conclude(PAGE, {}, account(seen, asked), version="1")
    holes = conclude(
        PAGE,
        {},
        account(seen, asked, packets="the capture is incomplete"),
        version="1",
    )

    assert [("disagrees", PACKETS)] == [(f.outcome, f.source) for f in whole.findings]
    assert [("not observed", "")] == [(f.outcome, f.source) for f in holes.findings]


def test_what_takes_long_is_not_observed_and_says_why() -> None:
    """Where nobody waited, nothing is judged, whatever was seen; the reason stays."""
    why = Sentence("It takes long.")
    asked = replace(ask(Sends("FIN")), reason=why)

    (found,) = told(journey(NEAR, ACK, (200, 300), 1), asked).findings

    assert ("not observed", {}) == (found.outcome, found.observed)
    assert why == found.reason


# The record.


def test_a_record_keeps_what_was_run_and_where() -> None:
    """Page, parameters, environment and times stand in the record as they were."""
    page = replace(PAGE, refutation="It is neither.")

    record = conclude(page, {"first": "client"}, account(), version="0.1.0")

    assert ("0.1.0", "closing", "Why?", "So.") == (
        record.socketlab,
        record.name,
        record.question,
        record.hypothesis,
    )
    assert {"first": "client"} == record.parameters
    assert (True, "It is neither.") == (record.kept, record.refutation)
    assert (HOSTS, 0, ENDED, 5) == (
        record.hosts,
        record.began,
        record.ended,
        record.realtime,
    )
    assert ["The server listens.", "The client connects."] == [
        str(step.sentence) for step in record.steps
    ]
    assert [(0, 10, 20), (100, 20_000, 90 * MS)] == [
        (step.began, step.ended, step.settled) for step in record.steps
    ]


def test_sources_inside_and_outside_are_told_together() -> None:
    """The tracepoint's status and caveats stand beside those from inside."""
    record = conclude(
        PAGE,
        {},
        account(),
        version="1",
        sources={TRACEPOINT: "tracing needs root"},
        caveats={TRACEPOINT: ("Late.",)},
    )

    assert {PACKETS: "used", SOCK_DIAG: "used", TRACEPOINT: "tracing needs root"} == (
        record.sources
    )
    assert {PACKETS: ("It cannot see all.",), TRACEPOINT: ("Late.",)} == record.caveats


def test_what_a_source_outside_saw_joins_in() -> None:
    """Its observations come in any order, and count until the run has ended."""
    traced = [
        change(S.SYN_SENT, S.ESTABLISHED, 4100),
        change(S.CLOSED, S.SYN_SENT, 900),
        change(S.ESTABLISHED, S.FIN_WAIT_1, ENDED + 1),
    ]

    record = conclude(PAGE, {}, account(handshake()), version="1", traced=traced)

    (story,) = record.stories
    assert [
        Lane(S.SYN_SENT, 900, 4100, observed=True, sources=(PACKETS, TRACEPOINT)),
        Lane(S.ESTABLISHED, 4100, None, observed=True, sources=(PACKETS, TRACEPOINT)),
    ] == list(story.client.lanes)
    assert ENDED > max(one.time for one in record.observations)


def test_states_are_inferred_once() -> None:
    """What was implied while the page waited is not told a second time."""
    early: list[AnyObservation] = [inference(S.CLOSED, S.SYN_SENT, 1000), *handshake()]

    record = told(early)

    assert 4 == sum(isinstance(one, StateInferred) for one in record.observations)


def test_without_a_capture_nothing_is_inferred() -> None:
    """A capture that was left out implies no state, whatever was seen of it."""
    seen = account(handshake(), packets="left out on request")

    record = conclude(PAGE, {}, seen, version="1")

    assert () == record.stories[0].client.lanes


# Findings.


def test_a_finding_says_what_was_expected_and_what_each_source_saw() -> None:
    """It names the step, the sentence, the outcome, who decided, and the place."""
    looked = look(S.SYN_SENT, 50_000)

    (found,) = told([*handshake(), looked], ask(In(S.ESTABLISHED))).findings

    assert (2, "The client's end is in ESTABLISHED.", "disagrees", "ESTABLISHED") == (
        found.step,
        str(found.sentence),
        found.outcome,
        found.expected,
    )
    assert {SOCK_DIAG: "SYN_SENT", PACKETS: "ESTABLISHED"} == found.observed
    assert (SOCK_DIAG, "client", FILE, 12, 30_000, 80 * MS) == (
        found.source,
        found.host,
        found.file,
        found.line,
        found.began,
        found.until,
    )


def test_what_is_expected_of_nobody_says_so() -> None:
    """An expectation without an end is no sentence about all of none."""
    asked = ask(In(S.ESTABLISHED))

    (found,) = told([], replace(asked, whom=Whom("client"))).findings

    assert "not observed" == found.outcome
    assert "There is no end that this could be expected of." == str(found.sentence)


def test_an_expectation_speaks_of_its_own_step() -> None:
    """What was sent in an earlier step does not count."""
    seen = handshake()

    findings = told(seen, ask(Sends("SYN"), 1), ask(Sends("SYN"), 2)).findings
    late = told(handshake(50), ask(Sends("SYN"), 2))

    assert ["agrees", "agrees"] == [one.outcome for one in findings]
    assert "agrees" == late.verdict
    assert "disagrees" == told(handshake(-2000), ask(Sends("SYN"), 2)).verdict


OUTCOMES = st.lists(st.sampled_from(["agrees", "disagrees", "not observed"]))


@given(OUTCOMES)
def test_a_verdict_is_the_worst_outcome(outcomes: list[Outcome]) -> None:
    """Any disagreement; else anything unseen, or nothing asked; else agreement."""
    if "disagrees" in outcomes:
        assert "disagrees" == verdict(outcomes)
    elif "not observed" in outcomes or not outcomes:
        assert "not observed" == verdict(outcomes)
    else:
        assert "agrees" == verdict(outcomes)


def test_contradictions_are_told_in_a_sentence() -> None:
    """Where the kernel and the segments differ, the record says who said what."""
    (conflict,) = told([*handshake(), look(S.SYN_RECEIVED, 50 * MS, FAR)]).conflicts

    assert (FAR, 50 * MS, S.SYN_RECEIVED, SOCK_DIAG, S.ESTABLISHED) == (
        conflict.end,
        conflict.time,
        conflict.observed,
        conflict.observed_by,
        conflict.inferred,
    )
    assert (
        "The server's end is in SYN-RECEIVED, although its segments imply ESTABLISHED."
    ) == str(conflict.sentence)


def test_whatever_was_seen_or_asked_about_is_told() -> None:
    """Listeners and connections stand apart, also those nobody saw."""
    record = told([look(S.LISTEN, 10, LISTENER)], ask(In(S.ESTABLISHED)))

    assert [LISTENER] == [one.end for one in record.listeners]
    assert [S.LISTEN] == [lane.state for lane in record.listeners[0].lanes]
    assert "server" == record.listeners[0].host
    assert [NEAR] == [story.client.end for story in record.stories]


# Captions of the capture.


def test_a_step_s_sentence_stands_at_the_first_packet_it_caused() -> None:
    """A step without a packet has no caption, nor does a packet after the run."""
    call = CallMade(source=CALLS, time=150, host="client", name="connect")

    record = told([call, *handshake(), *handshake(95 * MS, OTHER, number=4)])

    assert {1: "2. The client connects."} == captions(record)


def test_a_packet_under_way_when_a_step_begins_is_not_its_own() -> None:
    """The copy that arrives later does not make an earlier packet this step's."""
    earlier = journey(NEAR, ACK, (50, 200), 1)

    assert {2: "2. The client connects."} == captions(
        told([*earlier, *journey(NEAR, ACK, (300, 400), 2)])
    )
