"""One record, prepared for the template of a page."""

from collections.abc import Mapping, Sequence

from socketlab.lab.record import Finding, Outcome, Record, Step
from socketlab.report.document.measured import tabulate
from socketlab.report.document.sheets import list_boxes
from socketlab.report.document.socket_table import socket_table
from socketlab.report.document.values import tell_value
from socketlab.report.document.variants import compare
from socketlab.report.figures import Figure
from socketlab.report.moments import group, list_moved
from socketlab.report.wording import (
    MARKS,
    USED,
    Translate,
    call_it,
    duration,
    name_expectation,
    name_outcome,
    name_source,
    name_sources,
    name_verdict,
    plain,
    say,
    visible,
)

KINDS: dict[Outcome, str] = {
    "agrees": "agrees",
    "disagrees": "disagrees",
    "not observed": "unseen",
}

Part = dict[str, object]


def describe(
    record: Record,
    stem: str,
    figures: Sequence[Figure],
    svgs: Mapping[str, str],
    _: Translate,
    *,
    forms: Sequence[str],
) -> Part:
    """Prepare one record.

    Args:
        record: what the run found.
        stem: of its files; also its name within the page.
        figures: those of this record, numbered.
        svgs: what has been drawn of them already, by stem, in the page's colours.
        _: the translator.
        forms: the endings of the files of each figure, beside the page.

    """
    shown = [show(figure, svgs, _, forms) for figure in figures]
    kinds = [figure.kind for figure in figures]
    undrawn = len(group(record)) - kinds.count("ladder")
    ways = _("Ways not drawn here: {count}.").format(count=undrawn)
    return {
        "stem": stem,
        "name": visible(record.name),
        "question": visible(_(record.question)),
        "hypothesis": visible(_(record.hypothesis)),
        "kind": name_kind(record),
        "outcome": name_standing(record, _),
        "verdict": name_verdict(record, _),
        "counts": count_outcomes([one.outcome for one in record.findings], _),
        "kept": record.kept and record.verdict == "disagrees",
        "refutation": visible(_(record.refutation)) if record.refutation else "",
        "parameters": list_pairs(record.parameters),
        "settings": list_pairs(record.settings),
        "took": name_time(record, _),
        "charts": [
            {"figure": figure, "table": tabulate(one, _)}
            for one, figure in zip(record.charts, shown, strict=False)
        ],
        "variants": compare(record, _),
        "ladders": pick(shown, kinds, "ladder"),
        "undrawn": ways if undrawn > 0 else "",
        "states": pick(shown, kinds, "states"),
        "steps": describe_steps(record, _),
        "findings": [describe_finding(record, one, _) for one in record.findings],
        "conflicts": [
            f"{duration(one.time - record.began)}: {say(one.sentence, _)}"
            for one in record.conflicts
        ],
        "counters": [
            (plain(name), f"{by:+}") for name, by in list_moved(record).items()
        ],
        "sources": describe_sources(record.sources, record.caveats, _),
        "used": name_sources(record, _),
        "environment": describe_environment(record, _),
        "files": [],
    }


def name_kind(record: Record) -> str:
    """Give the look of a verdict; where nothing was expected there is none."""
    return KINDS[record.verdict] if record.findings else "plain"


def mark_verdict(record: Record, _: Translate) -> str:
    """Say what became of the hypothesis, after its mark if there is a verdict."""
    words = name_verdict(record, _)
    return f"{MARKS[record.verdict]} {words}" if record.findings else words


def name_standing(record: Record, _: Translate) -> str:
    """Name a verdict; a hypothesis that is kept although it is wrong is no fault."""
    if record.kept and record.verdict == "disagrees":
        return _("refuted on purpose")
    return name_outcome(record.verdict, _)


def pick(shown: Sequence[Part], kinds: Sequence[str], kind: str) -> list[Part]:
    """Give the figures of one kind."""
    return [part for part, its in zip(shown, kinds, strict=True) if its == kind]


def list_pairs(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Give names and values as text that no byte of is obeyed."""
    return [(visible(name), visible(str(value))) for name, value in values.items()]


def name_time(record: Record, _: Translate) -> str:
    """Say how long the run took, and whether it waited for what takes long."""
    took = duration(record.ended - record.began)
    if record.slow:
        return _("it took {time}, with --slow").format(time=took)
    return _("it took {time}").format(time=took)


def show(
    figure: Figure, svgs: Mapping[str, str], _: Translate, forms: Sequence[str]
) -> Part:
    """Draw a figure into the page, and name its files."""
    svg = svgs.get(figure.stem) or figure.draw("page")
    whole = svg.partition('<g id="')[2].partition('"')[0]
    return {
        "number": figure.number,
        "caption": figure.name(_),
        "svg": svg,
        "sheets": [{"box": box, "whole": whole} for box in list_boxes(svg)],
        "files": [(f"{figure.stem}.{form}", name_form(form, _)) for form in forms],
    }


def name_form(form: str, _: Translate) -> str:
    """Name the file of a figure: `SVG`, or `SVG, dark`."""
    theme, _dot, ending = form.partition(".")
    return f"{ending.upper()}, {_('dark')}" if theme == "dark" else ending.upper()


def count_outcomes(found: Sequence[Outcome], _: Translate) -> str:
    """Count expectations, or verdicts, by outcome; those that there are."""
    outcomes: tuple[Outcome, ...] = ("agrees", "disagrees", "not observed")
    return " · ".join(
        f"{name_outcome(outcome, _)}: {found.count(outcome)}"
        for outcome in outcomes
        if outcome in found
    )


def describe_steps(record: Record, _: Translate) -> list[Part]:
    """Prepare the steps; a variant is named at its first."""
    parts: list[Part] = []
    before = ""
    for step in record.steps:
        variant = say(step.variant, _) if step.variant else ""
        changed = variant if variant != before else ""
        parts.append({**describe_step(record, step, _), "variant": changed})
        before = variant
    return parts


def describe_step(record: Record, step: Step, _: Translate) -> Part:
    """Prepare one step."""
    findings = [one for one in record.findings if one.step == step.number]
    moved = ", ".join(f"{plain(name)} {by:+}" for name, by in step.counters.items())
    return {
        "number": step.number,
        "sentence": say(step.sentence, _),
        "chips": [
            {"kind": KINDS[one.outcome], "words": name_expectation(one, _)}
            for one in findings
        ],
        "table": "\n".join(socket_table(step.table, _)) if step.table else "",
        "counters": moved,
    }


def describe_finding(record: Record, finding: Finding, _: Translate) -> Part:
    """Prepare one finding."""
    looked = _("looked from {began} to {until}").format(
        began=duration(finding.began - record.began),
        until=duration(finding.until - record.began),
    )
    return {
        "sentence": say(finding.sentence, _),
        "kind": KINDS[finding.outcome],
        "outcome": name_outcome(finding.outcome, _),
        "step": finding.step,
        "expected": tell_value(finding.expected, _),
        "observed": [
            (visible(source), tell_value(value, _), source == finding.source)
            for source, value in finding.observed.items()
        ],
        "reason": say(finding.reason, _) if finding.reason else "",
        "where": f"{visible(finding.file)}:{finding.line}",
        "when": looked,
    }


def describe_sources(
    sources: Mapping[str, str], caveats: Mapping[str, Sequence[str]], _: Translate
) -> list[Part]:
    """Say of each source what it is, whether it was used, and what it cannot see."""
    return [
        {
            "name": visible(name),
            "meaning": name_source(name, _),
            "said": _("used") if said == USED else visible(_(said)),
            "caveats": [visible(_(one)) for one in caveats.get(name, ())],
        }
        for name, said in sources.items()
    ]


def describe_environment(record: Record, _: Translate) -> list[tuple[str, str]]:
    """Name what the run stood on."""
    environment = record.environment
    facts = [
        ("socketlab", record.socketlab),
        (_("kernel"), environment.kernel),
        ("Python", environment.python),
        (_("machine"), environment.machine),
        (_("processors"), str(environment.processors)),
        (
            _("privilege"),
            {"user": _("user")}.get(environment.privilege, environment.privilege),
        ),
        (_("started"), environment.started),
        *((call_it(host.name, _), host.address) for host in record.hosts),
        *environment.sysctls.items(),
    ]
    return [(visible(name), visible(value)) for name, value in facts]
