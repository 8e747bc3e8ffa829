"""The story in a terminal, under 80 columns.

Colour is an ornament here: nothing is said by it alone.
"""

from collections.abc import Iterator

from socketlab.lab.record import Finding, Outcome, Record
from socketlab.report.document.article import mark_verdict
from socketlab.report.document.measured import tabulate
from socketlab.report.document.table import write_table
from socketlab.report.document.values import tell_value
from socketlab.report.document.variants import compare
from socketlab.report.figures import MOST_LADDERS, choose, name_variant
from socketlab.report.ladder.characters import (
    LINE,
    NO_SOCKET,
    WIDE,
    text_ladder,
)
from socketlab.report.ladder.labels import PENDING
from socketlab.report.lettering import columns, wrap
from socketlab.report.moments import Group, group, list_moved
from socketlab.report.wording import (
    MARKS,
    USED,
    Translate,
    name_outcome,
    plain,
    say,
    say_step,
    visible,
)

COLOURS: dict[Outcome, str] = {
    "agrees": "\x1b[32m",
    "disagrees": "\x1b[31m",
    "not observed": "\x1b[33m",
}
BOLD, RESET = "\x1b[1m", "\x1b[0m"


def text(
    record: Record, _: Translate, *, colour: bool = False, legend: bool = True
) -> str:
    """Tell a record as text for a terminal.

    Args:
        record: what one run found.
        _: the translator.
        colour: put ANSI colours in; leave it off for pipes and NO_COLOR.
        legend: say under the first ladder what its marks mean.

    """
    paint = COLOURS[record.verdict] + BOLD if colour and record.findings else ""
    bold, plain_again = (BOLD, RESET) if colour else ("", "")
    lines = [
        *(f"{bold}{line}{plain_again}" for line in fold(_(record.question))),
        *fold(_("Hypothesis: {words}").format(words=_(record.hypothesis)), "  "),
        *tell_parameters(record),
        *tell_settings(record, _),
        "",
        *tell_tables(record, _),
    ]
    groups = group(record)
    for place, one in enumerate(choose(record, MOST_LADDERS)):
        lines += [
            *tell_group(record, one, _),
            *text_ladder(record, one.story, _),
            *(tell_marks(_) if legend and not place else ()),
            "",
        ]
    if len(groups) > MOST_LADDERS:
        left = len(groups) - MOST_LADDERS
        lines += [*fold(_("Ways not drawn here: {count}.").format(count=left)), ""]
    if not groups:
        for step in record.steps:
            lines += fold(f"{step.number}. {say_step(step, _)}")
        lines.append("")
    for finding in record.findings:
        lines += tell_finding(finding, _, colour=colour)
    if lines[-1]:
        lines.append("")
    lines += tell_rest(record, _)
    verdict = fold(mark_verdict(record, _))
    lines += [f"{paint}{line}{plain_again if paint else ''}" for line in verdict]
    if record.refutation:
        lines += fold(_(record.refutation), "  ")
    return "\n".join(lines) + "\n"


def fold(words: str, lead: str = "") -> list[str]:
    """Break a text into lines of a terminal, each after `lead`."""
    return [lead + line for line in wrap(visible(words), WIDE - columns(lead))]


def tell_parameters(record: Record) -> list[str]:
    """Name the parameters of the run."""
    if not record.parameters:
        return []
    pairs = ", ".join(f"{name}={value}" for name, value in record.parameters.items())
    return fold(f"({pairs})", "  ")


def tell_settings(record: Record, _: Translate) -> list[str]:
    """Name the sysctls that the page has set, and whether it was a slow run."""
    lines = []
    if record.settings:
        pairs = ", ".join(f"{name}={value}" for name, value in record.settings.items())
        lines += fold(f"{_('This page has set:')} {pairs}", "  ")
    if record.slow:
        lines += fold(_("What takes long was waited for (--slow)."), "  ")
    return lines


def tell_tables(record: Record, _: Translate) -> Iterator[str]:
    """Show what was measured, and variants side by side."""
    for drawn in record.charts:
        yield from fold(say(drawn.title, _))
        yield ""
        yield from write_table(tabulate(drawn, _), WIDE)
        yield ""
    if compared := compare(record, _):
        yield from write_table(compared, WIDE)
        yield ""


def tell_group(record: Record, one: Group, _: Translate) -> list[str]:
    """Say for how many connections a ladder stands, if for several."""
    count = len(one.stories)
    variant = name_variant(record, one)
    lines = fold(say(variant, _)) if variant else []
    if count > 1:
        words = _("Connections that went this way: {count}")
        lines += fold(words.format(count=count))
    return lines


def tell_marks(_: Translate) -> list[str]:
    """Say what the marks of a ladder mean."""
    marks = (
        (NO_SOCKET, _("no socket yet, or no longer")),
        (LINE, _("a socket")),
        (PENDING, _("the call has not returned yet")),
        (f"({_('STATE')})", _("inferred, not observed")),
    )
    return fold(" · ".join(f"{mark} {meaning}" for mark, meaning in marks))


def tell_finding(finding: Finding, _: Translate, *, colour: bool) -> list[str]:
    """Tell one expectation: what became of it, expected and observed."""
    paint, end = (COLOURS[finding.outcome], RESET) if colour else ("", "")
    words = f"{MARKS[finding.outcome]} {say(finding.sentence, _)}"
    if finding.outcome != "agrees":
        words += _(" ({outcome})").format(outcome=name_outcome(finding.outcome, _))
    lines = [f"{paint}{line}{end}" for line in fold(words)]
    if finding.outcome == "agrees":
        return lines
    where = f"{finding.file}:{finding.line}"
    expected = _("expected: {value}").format(value=tell_value(finding.expected, _))
    lines += fold(f"{where}  {expected}", "    ")
    for source, value in finding.observed.items():
        lines += fold(f"{source}: {tell_value(value, _)}", "    ")
    if finding.reason and not finding.observed:
        lines += fold(say(finding.reason, _), "    ")
    return lines


def tell_rest(record: Record, _: Translate) -> Iterator[str]:
    """Tell counters, contradictions and sources; the report tells their caveats."""
    moved = list_moved(record).items()
    pairs = ", ".join(f"{plain(name)} {by:+}" for name, by in moved)
    if pairs:
        yield from fold(_("Counters that moved: {counters}").format(counters=pairs))
    for conflict in record.conflicts:
        yield from fold(f"! {say(conflict.sentence, _)}")
    used = [name for name, said in record.sources.items() if said == USED]
    names = ", ".join(used) or "-"
    yield from fold(_("Sources: {names}").format(names=names))
    for name, said in record.sources.items():
        if said != USED:
            reason = _(said)
            line = _("Not used: {name}: {reason}").format(name=name, reason=reason)
            yield from fold(line)
    yield from fold(_("What each source cannot see is told in the report."))
    yield ""
