"""The machine form of `lab run --json` (docs/reference/machine-forms.md)."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct, to_builtins

from socketlab.lab.record import Chart, Finding, Life, Record
from socketlab.tcp.states import ARROWS, OMITTED, State

KNOWN = {(arrow.state, arrow.next) for arrow in ARROWS + OMITTED}


class Written(Struct, frozen=True):
    """Where the report of one record is; empty where none was written."""

    figures: tuple[str, ...] = ()
    record: str = ""
    capture: str = ""


def summary(
    version: str, records: Sequence[Record], written: Sequence[Written]
) -> dict[str, object]:
    """What a program wants to know of a run.

    Args:
        version: of socketlab.
        records: what was run.
        written: for each record, its files.

    """
    return {
        "socketlab": version,
        "environment": to_builtins(records[0].environment) if records else {},
        "experiments": [
            {
                "name": record.name,
                "question": record.question,
                "hypothesis": record.hypothesis,
                "parameters": record.parameters,
                "settings": record.settings,
                "slow": record.slow,
                "verdict": record.verdict,
                "expectations": [expectation(record, one) for one in record.findings],
                "charts": [measured(one) for one in record.charts],
                "visited": visited(record),
                "sources": record.sources,
                "figures": list(files.figures),
                "record": files.record,
                "capture": files.capture,
                "seconds": round(record.seconds, 3),
            }
            for record, files in zip(records, written, strict=True)
        ],
    }


def expectation(record: Record, found: Finding) -> dict[str, object]:
    """One finding; `step` is the sentence of its step, in English."""
    step = record.steps[found.step - 1]
    return {
        "step": str(step.sentence),
        "variant": str(step.variant or ""),
        "expectation": str(found.sentence),
        "outcome": found.outcome,
        "expected": found.expected,
        "observed": found.observed,
        "source": found.source,
        "reason": str(found.reason or ""),
        "file": found.file,
        "line": found.line,
    }


def measured(chart: Chart) -> dict[str, object]:
    """One chart; a value that nobody could see is null."""
    return {
        "title": str(chart.title),
        "x": str(chart.x),
        "y": str(chart.y),
        "series": [
            {
                "name": str(series.name),
                "points": [[x, None if y < 0 else y] for x, y in series.points],
            }
            for series in chart.series
        ],
    }


def visited(record: Record) -> dict[str, object]:
    """The states that any end went through, and the arrows of RFC 9293 it took.

    Where a source missed a state, or took one back, there is no such arrow.
    """
    states: dict[str, None] = {}
    arrows: dict[tuple[State, State], None] = {}
    for life in lives(record):
        path = [State.CLOSED, *(lane.state for lane in life.lanes)]
        taken = [move for move in pairwise(path) if move in KNOWN]
        arrows.update(dict.fromkeys(taken))
        states.update(dict.fromkeys(state.value for move in taken for state in move))
        states.update(dict.fromkeys(state.value for state in path[1:]))
    return {"states": list(states), "arrows": [list(arrow) for arrow in arrows]}


def lives(record: Record) -> Iterable[Life]:
    """Every life of the record."""
    yield from record.listeners
    for story in record.stories:
        yield story.client
        yield story.server
