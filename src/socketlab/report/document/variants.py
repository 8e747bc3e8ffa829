"""Variants side by side: what was expected of each, and what was seen."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from socketlab.evidence.observation import COUNTERS
from socketlab.lab.record import Finding, Record, Sentence, Step
from socketlab.report.document.table import Cell, Row, Table
from socketlab.report.document.values import tell_value
from socketlab.report.wording import Translate, name_outcome, say

WHOM = ("host", "program")
LEFT_OUT = "…"

Key: TypeAlias = tuple[Hashable, ...]


@dataclass
class Asked:
    """One line of the table: the sentences asked, and what was found, by variant."""

    sentences: list[Sentence] = field(default_factory=list)
    found: dict[str, Finding] = field(default_factory=dict)


@dataclass
class Taken:
    """A step that variants have in common, with what was expected after it."""

    sentences: list[Sentence] = field(default_factory=list)
    asked: dict[Key, Asked] = field(default_factory=dict)


def compare(record: Record, _: Translate) -> Table | None:
    """Lay the variants of a record side by side; None where there are none.

    Steps and expectations belong together when they say the same, apart from
    their values: where these differ, the table leaves them out of the sentence,
    since the cells tell them.
    """
    names = list_variants(record, _)
    if not names:
        return None
    rows: list[Row] = []
    for taken in collect(record, _).values():
        if not taken.asked:
            continue
        rows.append(Row((Cell(unite(taken.sentences, _)),)))
        rows += [
            Row(
                (
                    Cell(unite(asked.sentences, _)),
                    *(tell(asked.found.get(name), _) for name in names),
                )
            )
            for asked in taken.asked.values()
        ]
    return Table((_("Expectation"), *names), tuple(rows))


def list_variants(record: Record, _: Translate) -> list[str]:
    """Name the variants in their order."""
    named = (say(step.variant, _) for step in record.steps if step.variant)
    return list(dict.fromkeys(named))


def collect(record: Record, _: Translate) -> Mapping[Key, Taken]:
    """Bring together what each variant has of a step and of an expectation."""
    steps: dict[Key, Taken] = {}
    counts: Counter[Key] = Counter()
    for step in record.steps:
        if step.variant is None:
            continue
        name = say(step.variant, _)
        counts[name, step.sentence.template] += 1
        key = step.sentence.template, counts[name, step.sentence.template]
        taken = steps.setdefault(key, Taken())
        taken.sentences.append(step.sentence)
        for place, finding in number(list_findings(record, step)):
            asked = taken.asked.setdefault(place, Asked())
            asked.sentences.append(finding.sentence)
            asked.found[name] = finding
    return steps


def list_findings(record: Record, step: Step) -> list[Finding]:
    """Give the findings of a step."""
    return [finding for finding in record.findings if finding.step == step.number]


def number(findings: Sequence[Finding]) -> list[tuple[Key, Finding]]:
    """Give each finding a key: what it says of whom, and the how many-th it is."""
    counts: Counter[Key] = Counter()
    keyed = []
    for finding in findings:
        values = finding.sentence.values
        key = (finding.sentence.template, *(str(values.get(name)) for name in WHOM))
        counts[key] += 1
        keyed.append(((*key, counts[key]), finding))
    return keyed


def unite(sentences: Sequence[Sentence], _: Translate) -> str:
    """Say several sentences of one template as one; what differs is left out."""
    first = sentences[0]
    values = {
        name: value
        if all(one.values.get(name) == value for one in sentences)
        else LEFT_OUT
        for name, value in first.values.items()
    }
    words = say(Sentence(first.template, values), _)
    stops = (".", "。")
    return (
        words[:-1] if words.endswith(tuple(LEFT_OUT + one for one in stops)) else words
    )


def tell(found: Finding | None, _: Translate) -> Cell:
    """Say what was seen, by the source that decided."""
    if found is None:
        return Cell("—")
    seen = found.observed.get(found.source, "")
    words = tell_value(seen, _) if seen else name_outcome(found.outcome, _)
    if found.source == COUNTERS:
        words = words.rpartition(" ")[2]  # the row names the counter
    return Cell(words, found.outcome)
