"""A record as Markdown, for a ticket or a report; figures lie beside it."""

from collections.abc import Iterator, Sequence

from socketlab.lab.record import Finding, Record, Step
from socketlab.report.document.article import (
    describe_environment,
    mark_verdict,
    name_standing,
)
from socketlab.report.document.front import unite
from socketlab.report.document.measured import tabulate
from socketlab.report.document.socket_table import socket_table
from socketlab.report.document.table import Table
from socketlab.report.document.values import tell_value
from socketlab.report.document.variants import compare
from socketlab.report.figures import (
    Figure,
    draw_together,
    name_files,
    number_figures,
)
from socketlab.report.moments import list_moved
from socketlab.report.wording import (
    MARKS,
    USED,
    Translate,
    name_outcome,
    name_sources,
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


def markdown(record: Record, stem: str, _: Translate, *, brief: bool = False) -> str:
    """Tell one record as Markdown.

    Args:
        record: what the run found.
        stem: of its figures' files.
        _: the translator.
        brief: few of its figures are drawn; see `socketlab.report.figures`.

    """
    (figures,) = number_figures([record], [stem], _, brief=brief)
    lines = [
        f"# {escape(_(record.question))}\n",
        *list_lines(record, figures, _, "##"),
        f"\n## {_('Sources')}\n",
        *list_sources(record, _),
        f"\n## {_('Where it ran')}\n",
        *list_facts(record, _),
    ]
    return "\n".join(lines).rstrip() + "\n"


def markdown_document(
    records: Sequence[Record],
    _: Translate,
    *,
    stems: Sequence[str] = (),
    chapters: Sequence[str] = (),
    brief: bool = False,
) -> str:
    """Tell several records as one document, its figures numbered through.

    Args:
        records: in the order of the document.
        _: the translator.
        stems: for each record, the stem of its files; made of its name if left out.
        chapters: for each record, the title of its chapter; may be left out.
        brief: few figures of each record; see `socketlab.report.figures`.

    """
    stems = stems or name_files(records)
    figures = number_figures(records, stems, _, brief=brief)
    title = _("Experiments on sockets: {count}").format(count=len(records))
    lines = [f"# {title}\n", f"## {_('Contents')}"]
    before = ""
    titles = chapters or [""] * len(records)
    for place, (record, stem) in enumerate(zip(records, stems, strict=True)):
        if titles[place] != before:
            lines.append(f"\n### {escape(_(titles[place]).rstrip('.。'))}")
            before = titles[place]
        lines += [] if place and before == titles[place - 1] else [""]
        lines.append(list_entry(record, stem, place + 1, figures[place], _))
    together = draw_together(records, _, 1 + sum(map(len, figures)))
    whole = [("whole-diagram", _("The whole state diagram"))] if together else []
    ends = [*whole, ("where-it-ran", _("Where it ran")), ("sources", _("Sources"))]
    lines += ["", " · ".join(f"[{words}](#{place})" for place, words in ends)]
    for place, (record, stem) in enumerate(zip(records, stems, strict=True)):
        question = escape(_(record.question))
        lines += [
            f'\n## <a id="{stem}"></a>{place + 1}. {question}\n',
            *list_lines(record, figures[place], _, "###"),
            f"\n{escape(name_sources(record, _))}",
        ]
    if together:
        lines.append(head(*whole[0]))
        lines += embed(together, _)
    united = unite(records)
    lines += [head(*ends[-2]), *list_facts(united, _)]
    lines += [head(*ends[-1]), *list_sources(united, _)]
    return "\n".join(lines).rstrip() + "\n"


def head(place: str, words: str) -> str:
    """Write the heading of an end of the document, to which the contents lead."""
    return f'\n## <a id="{place}"></a>{words}\n'


def list_entry(
    record: Record, stem: str, number: int, figures: Sequence[Figure], _: Translate
) -> str:
    """Write one line of the contents."""
    question = escape(_(record.question))
    verdict = f"{MARKS[record.verdict]} {name_standing(record, _)}"
    line = f"{number}. [{question}](#{stem}) · {code(record.name)} · {verdict}"
    if figures:
        words = _("Figure") if len(figures) == 1 else _("Figures")
        links = ", ".join(f"[{one.number}](#figure-{one.number})" for one in figures)
        line += f" · {words} {links}"
    return line


def embed(figure: Figure, _: Translate) -> Iterator[str]:
    """Show a figure whose files lie beside."""
    yield f'<a id="figure-{figure.number}"></a>\n'
    yield f"![{escape(figure.name(_))}]({figure.stem}.light.svg)\n"
    yield f"{escape(figure.name(_))} ([PNG]({figure.stem}.light.png))\n"


def list_lines(
    record: Record, figures: Sequence[Figure], _: Translate, rank: str
) -> Iterator[str]:
    """Give the lines from the verdict to the counters; `rank` heads each part."""
    yield f"**{escape(mark_verdict(record, _))}**\n"
    if record.refutation:
        yield f"{escape(_(record.refutation))}\n"
    yield f"{_('Hypothesis')}: {escape(_(record.hypothesis))}\n"
    yield from list_choices(record, _)
    for figure in figures:
        yield from embed(figure, _)
    for drawn in record.charts:
        yield f"{rank} {escape(say(drawn.title, _))}\n"
        yield from list_table(tabulate(drawn, _))
    if compared := compare(record, _):
        yield f"{rank} {_('Side by side')}\n"
        yield from list_table(compared)
    yield f"{rank} {_('Step by step')}\n"
    before = None
    for step in record.steps:
        if step.variant and step.variant != before:
            yield f"*{escape(say(step.variant, _))}*\n"
        before = step.variant
        yield from list_step(record, step, _)
    yield f"{rank} {_('Expectations')}\n"
    head = (_("Step"), _("Expectation"), _("Outcome"), _("Expected"), _("Observed"))
    yield f"| {' | '.join((*head, _('Where')))} |"
    yield "| --- " * (len(head) + 1) + "|"
    for finding in record.findings:
        yield write_finding(finding, _)
    moved = list_moved(record)
    if moved:
        yield f"\n{rank} {_('Counters that moved')}\n"
        yield from (f"- {code(name)} {by:+}" for name, by in moved.items())
    yield from (f"\n{escape(say(one.sentence, _))}" for one in record.conflicts)


def list_choices(record: Record, _: Translate) -> Iterator[str]:
    """Name the parameters of the run, and what the page has set."""
    for words, values in (
        (_("Parameters:"), record.parameters),
        (_("This page has set:"), record.settings),
    ):
        if values:
            pairs = ", ".join(code(f"{name}={values[name]}") for name in values)
            yield f"{words} {pairs}\n"


def list_table(table: Table) -> Iterator[str]:
    """Write a table; a heading of some rows stands in its first column."""
    yield f"| {' | '.join(map(escape, table.head))} |"
    yield "| --- " * len(table.head) + "|"
    for row in table.rows:
        cells = [escape(cell.marked) for cell in row.cells]
        if len(cells) == 1:
            cells = [f"**{cells[0]}**", *[""] * (len(table.head) - 1)]
        yield f"| {' | '.join(cells)} |"
    yield ""


def list_sources(record: Record, _: Translate) -> Iterator[str]:
    """Name each source, whether it was used, and what it cannot see."""
    for source, said in record.sources.items():
        reason = _("used") if said == USED else _(said)
        yield f"- {code(source)}: {escape(reason)}"
        for caveat in record.caveats.get(source, ()):
            yield f"  - {escape(_(caveat))}"


def list_facts(record: Record, _: Translate) -> Iterator[str]:
    """Name what the run stood on."""
    for name, value in describe_environment(record, _):
        yield f"- {escape(name)}: {code(value)}"


def list_step(record: Record, step: Step, _: Translate) -> Iterator[str]:
    """Give a step's sentence, its verdicts and the socket table then."""
    yield f"{step.number}. **{escape(say(step.sentence, _))}**\n"
    for finding in record.findings:
        if finding.step == step.number:
            words = escape(say(finding.sentence, _))
            yield f"   - {MARKS[finding.outcome]} {words}"
    if step.table:
        yield "\n   ```text"
        yield from (f"   {line}" for line in socket_table(step.table, _))
        yield "   ```"
    yield ""


def write_finding(finding: Finding, _: Translate) -> str:
    """Write an expectation as a line of a table."""
    seen = code(
        "; ".join(
            f"{name}: {tell_value(value, _)}"
            for name, value in finding.observed.items()
        )
    )
    if finding.reason and not seen:
        seen = escape(say(finding.reason, _))
    cells = (
        str(finding.step),
        escape(say(finding.sentence, _)),
        f"{MARKS[finding.outcome]} {name_outcome(finding.outcome, _)}",
        code(tell_value(finding.expected, _)),
        seen,
        code(f"{finding.file}:{finding.line}"),
    )
    return f"| {' | '.join(cells)} |"
