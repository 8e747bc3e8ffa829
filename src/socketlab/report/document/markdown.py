"""A record as Markdown, for a ticket or a report; figures lie beside it."""

from collections.abc import Iterator

from socketlab.lab.record import Finding, Record, Step
from socketlab.report.document.socket_table import socket_table
from socketlab.report.figures import list_figures
from socketlab.report.moments import list_moved
from socketlab.report.wording import (
    MARKS,
    USED,
    Translate,
    name_outcome,
    name_value,
    name_verdict,
    plain,
    say,
    visible,
)

SPECIAL = "\\`*_{}[]<>()#+!|~&"


def escape(text: str) -> str:
    """Take the meaning from every character that Markdown or HTML would read."""
    return "".join(
        f"\\{character}" if character in SPECIAL else character
        for character in visible(text)
    )


def code(text: str) -> str:
    """Set a short text as code, whatever backticks are in it."""
    shown = plain(text).replace("`", "'").replace("|", "\\|")
    return f"`{shown}`" if shown else ""


def markdown(record: Record, stem: str, _: Translate) -> str:
    """Tell a record as Markdown; `stem` is the stem of its figures' files."""
    return "\n".join(list_lines(record, stem, _)).rstrip() + "\n"


def list_lines(record: Record, stem: str, _: Translate) -> Iterator[str]:
    """Give the lines from the question to the sources."""
    yield f"# {escape(_(record.question))}\n"
    verdict = name_verdict(record, _)
    yield f"**{MARKS[record.verdict]} {escape(verdict)}**\n"
    if record.refutation:
        yield f"{escape(_(record.refutation))}\n"
    yield f"{_('Hypothesis')}: {escape(_(record.hypothesis))}\n"
    for figure in list_figures(record, stem, _):
        yield f"![{escape(figure.caption)}]({figure.stem}.light.svg)\n"
    yield f"## {_('Step by step')}\n"
    for step in record.steps:
        yield from list_step(record, step, _)
    yield f"## {_('Expectations')}\n"
    head = (_("Step"), _("Expectation"), _("Outcome"), _("Expected"), _("Observed"))
    yield f"| {' | '.join((*head, _('Where')))} |"
    yield "| --- " * (len(head) + 1) + "|"
    for finding in record.findings:
        yield write_finding(finding, _)
    moved = list_moved(record)
    if moved:
        yield f"\n## {_('Counters that moved')}\n"
        yield from (f"- {code(name)} {by:+}" for name, by in moved.items())
    yield f"\n## {_('Sources')}\n"
    for source, said in record.sources.items():
        reason = _("used") if said == USED else _(said)
        yield f"- {code(source)}: {escape(reason)}"
        for caveat in record.caveats.get(source, ()):
            yield f"  - {escape(_(caveat))}"
    for conflict in record.conflicts:
        yield f"- {escape(say(conflict.sentence, _))}"
    environment = record.environment
    yield (
        f"\nsocketlab {escape(record.socketlab)}, {escape(environment.kernel)}, "
        f"Python {escape(environment.python)}, {escape(environment.started)}"
    )


def list_step(record: Record, step: Step, _: Translate) -> Iterator[str]:
    """Give a step's sentence, its verdicts and the socket table then."""
    yield f"{step.number}. **{escape(say(step.sentence, _))}**\n"
    for finding in record.findings:
        if finding.step == step.number:
            words = escape(say(finding.sentence, _))
            yield f"   - {MARKS[finding.outcome]} {words}"
    if step.table:
        yield "\n   ```text"
        yield from (f"   {line}" for line in socket_table(step.table))
        yield "   ```"
    yield ""


def write_finding(finding: Finding, _: Translate) -> str:
    """Write an expectation as a line of a table."""
    seen = "; ".join(
        f"{name}: {name_value(value)}" for name, value in finding.observed.items()
    )
    cells = (
        str(finding.step),
        escape(say(finding.sentence, _)),
        f"{MARKS[finding.outcome]} {name_outcome(finding.outcome, _)}",
        code(name_value(finding.expected)),
        code(seen),
        code(f"{finding.file}:{finding.line}"),
    )
    return f"| {' | '.join(cells)} |"
