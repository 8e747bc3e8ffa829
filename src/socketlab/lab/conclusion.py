"""From what was seen to what was found: an account becomes a record."""

from collections.abc import Iterable, Mapping

from socketlab.evidence import lanes
from socketlab.evidence.inferring import infer_states
from socketlab.evidence.observation import (
    PACKETS,
    AnyObservation,
    SegmentSeen,
)
from socketlab.evidence.passages import Passing, passings
from socketlab.evidence.timeline import Timeline
from socketlab.lab.account import Account, Asked
from socketlab.lab.judgement import Window, judge
from socketlab.lab.page import Page
from socketlab.lab.record import (
    Conflict,
    Finding,
    Host,
    Lane,
    Life,
    Outcome,
    Passage,
    Record,
    Sentence,
    Step,
    Story,
    Value,
)
from socketlab.tcp.endpoint import End
from socketlab.tcp.segment import Flag, Segment
from socketlab.tcp.states import State


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
    # What happens after the end is our own clearing up, not the page's story.
    during = [one for one in traced if one.time <= account.ended]
    seen.add(sorted(during, key=lambda one: one.time))
    if account.sources.get(PACKETS) == "used":
        seen.add(infer_states(seen))
    lived = {end: lanes.stretches(end, seen) for end in ends_of(seen, account.asked)}
    findings = tuple(found(asked, account, seen) for asked in account.asked)
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
        observations=seen.in_order(),
        sources={**account.sources, **(sources or {})},
        caveats={**account.caveats, **(caveats or {})},
        began=account.began,
        ended=account.ended,
        realtime=account.realtime,
    )


def found(asked: Asked, account: Account, seen: Timeline) -> Finding:
    """Judge one expectation by all that was seen."""
    step = account.steps[asked.step - 1]
    witnesses = asked.expected.witnesses(
        asked.whom, Window(step.began, asked.until), seen
    )
    outcome, source = judge(witnesses)
    return Finding(
        step=asked.step,
        sentence=asked.expected.sentence(asked.whom),
        outcome=outcome,
        expected=asked.expected.short(),
        observed={name: words for name, (words, _good) in witnesses.items()},
        source=source,
        file=asked.file,
        line=asked.line,
        host=asked.whom.host,
        began=asked.began,
        until=asked.until,
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


def stories(
    hosts: tuple[Host, ...],
    lived: Mapping[End, tuple[list[lanes.Stretch], list[lanes.Contradiction]]],
    seen: Timeline,
) -> tuple[Story, ...]:
    """Tell the story of every connection, in the order in which they began."""
    passed = passings(seen)
    told: list[Story] = []
    done: set[End] = set()
    for end in lived:
        if end.remote is None or end in done:
            continue
        done |= {end, end.peer}
        client = client_of(end, passed.get(frozenset({end, end.peer}), []), lived)
        server = client.peer
        ours, _ = lived.get(client, ([], []))
        theirs, _ = lived.get(server, ([], []))
        told.append(
            Story(
                client=life(hosts, client, ours),
                server=life(hosts, server, listening(server, lived, theirs)),
                passages=tuple(
                    Passage(
                        one.segment,
                        one.sent,
                        one.received,
                        one.sequence,
                        one.acknowledgment,
                        one.numbers,
                        one.again,
                        one.heard,
                    )
                    for one in passed.get(frozenset({end, end.peer}), [])
                ),
            )
        )
    return tuple(told)


def client_of(
    end: End,
    passed: list[Passing],
    lived: Mapping[End, object],
) -> End:
    """Which of two ends opened actively: it sent the first SYN.

    Without segments: the one whose other side is a known listener's endpoint.
    """
    for one in passed:
        if isinstance(one.segment, Segment) and one.segment.flags & Flag.SYN:
            opener = End(one.segment.source, one.segment.destination)
            return opener.peer if one.segment.flags & Flag.ACK else opener
    return end.peer if End(end.local) in lived else end


def listening(
    server: End,
    lived: Mapping[End, tuple[list[lanes.Stretch], list[lanes.Contradiction]]],
    own: list[lanes.Stretch],
) -> list[lanes.Stretch]:
    """Before it was a connection, the server's end was its listener."""
    made, _conflicts = lived.get(End(server.local), ([], []))
    if not made or (own and own[0].began <= made[0].began):
        return own
    if own:
        return [one for one in made if one.state is State.LISTEN][:1] + own
    return made


def life(hosts: tuple[Host, ...], end: End, made: list[lanes.Stretch]) -> Life:
    """Close each stretch where the next begins; keep who saw it."""
    closed: list[Lane] = []
    for index, one in enumerate(made):
        ended = made[index + 1].began if index + 1 < len(made) else None
        observed = any(source != PACKETS for source in one.sources)
        closed.append(Lane(one.state, one.began, ended, observed, tuple(one.sources)))
    return Life(end, host_name(hosts, end.local.address), tuple(closed))


def host_name(hosts: tuple[Host, ...], address: str) -> str:
    """The page's name for an address; the address where it has none."""
    for host in hosts:
        if host.address == address:
            return host.name
    return address


def captions(record: Record) -> dict[int, str]:
    """For each step, its sentence on the first packet that it caused.

    Keys are packet numbers of the capture file.
    """
    comments: dict[int, str] = {}
    packets = [one for one in record.observations if isinstance(one, SegmentSeen)]
    for step in record.steps:
        first = next((one for one in packets if one.time >= step.began), None)
        if first and first.time <= step.settled:
            comments[first.number] = f"{step.number}. {step.sentence}"
    return comments
