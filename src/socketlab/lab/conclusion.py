"""From what was seen to what was found: an account becomes a record."""

from collections.abc import Iterable, Mapping

from socketlab.evidence import lanes
from socketlab.evidence.inferring import infer_states
from socketlab.evidence.observation import (
    PACKETS,
    AnyObservation,
    SegmentSeen,
)
from socketlab.evidence.timeline import Timeline
from socketlab.lab.account import Account, Asked
from socketlab.lab.judgement import Window, judge
from socketlab.lab.page import Page
from socketlab.lab.record import (
    Conflict,
    Finding,
    Outcome,
    Record,
    Sentence,
    Step,
    Value,
)
from socketlab.lab.story import heed_listens, host_name, life, stories
from socketlab.tcp.endpoint import End


def conclude(
    page: Page,
    parameters: Mapping[str, Value],
    account: Account,
    *,
    version: str,
    traced: Iterable[AnyObservation] = (),
    sources: Mapping[str, str] | None = None,
    caveats: Mapping[str, tuple[str, ...]] | None = None,
) -> Record:
    """Judge every expectation and tell every connection's story.

    Args:
        page: what was run.
        parameters: with which.
        account: what was seen inside the namespace.
        version: of socketlab.
        traced: what a source outside saw (the tracepoint).
        sources: "used" or the reason why not, of the sources outside.
        caveats: likewise.

    """
    seen = Timeline(account.observations)
    # What was implied while the page waited is implied again, by all segments.
    seen.inferred.clear()
    # What happens after the end is our own clearing up, not the page's story.
    during = [one for one in traced if one.time <= account.ended]
    seen.add(sorted(during, key=lambda one: one.time))
    if account.sources.get(PACKETS) == "used":
        seen.add(infer_states(seen))
    lived = {end: lanes.stretches(end, seen) for end in ends_of(seen, account.asked)}
    heed_listens(lived, account.observations)
    told = {**account.sources, **(sources or {})}
    findings = tuple(found(asked, account, seen, told) for asked in account.asked)
    return Record(
        socketlab=version,
        name=page.name,
        question=page.question,
        hypothesis=page.hypothesis,
        parameters=dict(parameters),
        environment=account.environment,
        hosts=account.hosts,
        steps=tuple(
            Step(
                one.number,
                one.sentence,
                one.began,
                one.ended,
                one.settled,
                one.table,
                one.counters,
                one.variant,
            )
            for one in account.steps
        ),
        findings=findings,
        verdict=verdict(finding.outcome for finding in findings),
        kept=bool(page.refutation),
        refutation=page.refutation,
        stories=stories(account.hosts, lived, seen),
        listeners=tuple(
            life(account.hosts, end, made)
            for end, (made, _conflicts) in lived.items()
            if end.remote is None
        ),
        conflicts=tuple(
            Conflict(
                end,
                one.time,
                one.observed,
                one.observed_by,
                one.inferred,
                Sentence(
                    "The {host}'s end is in {observed}, although its segments "
                    "imply {inferred}.",
                    {
                        "host": host_name(account.hosts, end.local.address),
                        "observed": one.observed.label,
                        "inferred": one.inferred.label,
                    },
                ),
            )
            for end, (_made, conflicts) in lived.items()
            for one in conflicts
        ),
        charts=account.charts,
        settings=account.settings,
        slow=account.slow,
        observations=seen.in_order(),
        sources=told,
        caveats={**account.caveats, **(caveats or {})},
        began=account.began,
        ended=account.ended,
        realtime=account.realtime,
    )


def found(
    asked: Asked, account: Account, seen: Timeline, sources: Mapping[str, str]
) -> Finding:
    """Judge one expectation by all that was seen.

    A source that was not used, or has holes, has no say: what it lacks would
    look like a refutation.
    """
    step = account.steps[asked.step - 1]
    sentence = asked.expected.sentence(asked.whom)
    if asked.whom.nobody:
        sentence = Sentence("There is no end that this could be expected of.")
    witnesses = {}
    if asked.reason is None:
        window = Window(step.began, asked.until)
        witnesses = {
            name: witness
            for name, witness in asked.expected.witnesses(
                asked.whom, window, seen
            ).items()
            if sources.get(name, "used") == "used"
        }
    outcome, source = judge(witnesses)
    return Finding(
        step=asked.step,
        sentence=sentence,
        outcome=outcome,
        expected=asked.expected.short(),
        observed={name: words for name, (words, _good) in witnesses.items()},
        source=source,
        file=asked.file,
        line=asked.line,
        host=asked.whom.host,
        began=asked.began,
        until=asked.until,
        reason=asked.reason,
    )


def verdict(outcomes: Iterable[Outcome]) -> Outcome:
    """A page's verdict: any disagreement, else anything unseen, else agreement."""
    told = set(outcomes)
    if "disagrees" in told:
        return "disagrees"
    return "agrees" if told == {"agrees"} else "not observed"


def ends_of(seen: Timeline, asked: Iterable[Asked]) -> list[End]:
    """Every end anything was seen of or asked about, in order of appearance."""
    ends: dict[End, None] = {}
    for one in seen.in_order():
        if one.end is not None:
            ends.setdefault(one.end)
    for question in asked:
        for end in question.whom.ends:
            ends.setdefault(end)
    return list(ends)


def captions(record: Record) -> dict[int, str]:
    """For each step, its sentence on the first packet that it caused.

    Keys are packet numbers of the capture file.
    """
    comments: dict[int, str] = {}
    packets: dict[int, int] = {}
    for one in record.observations:
        if isinstance(one, SegmentSeen):
            packets.setdefault(one.number, one.time)
    for step in record.steps:
        caused = (
            number
            for number, time in packets.items()
            if step.began <= time <= step.settled
        )
        first = next(caused, None)
        if first is not None:
            comments[first] = f"{step.number}. {step.sentence}"
    return comments
