"""The page: one HTML file that opens offline, on a screen, a phone, on paper."""

from collections.abc import Collection, Sequence

from jinja2 import DictLoader, Environment, StrictUndefined

from socketlab.lab.record import Finding, Outcome, Record, Step
from socketlab.report.document.socket_table import socket_table
from socketlab.report.document.template import FIGURE, STYLE, TEMPLATE
from socketlab.report.figures import (
    MOST_LADDERS,
    Figure,
    list_figures,
    list_ladders,
    name_files,
)
from socketlab.report.moments import group, list_moved
from socketlab.report.palette import DARK, LIGHT, list_colours
from socketlab.report.wording import (
    USED,
    Translate,
    call_it,
    duration,
    name_expectation,
    name_outcome,
    name_source,
    name_value,
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
TAGS = {"en": "en", "zh": "zh-Hans"}

Part = dict[str, object]


def page(
    records: Sequence[Record],
    _: Translate,
    language: str,
    *,
    linked: bool = False,
    captured: Collection[str] = (),
) -> str:
    """Write records as one self-contained HTML page.

    Args:
        records: what the runs found, in the order of the page.
        _: the translator into `language`.
        language: `en` or `zh`.
        linked: the files of the report lie beside the page; link them.
        captured: the names of the records that have a capture file.

    """
    environment = Environment(
        loader=DictLoader({"page": FIGURE + TEMPLATE}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    articles = [
        describe(record, stem, _, linked=linked, captured=record.name in captured)
        for record, stem in zip(records, name_files(records), strict=True)
    ]
    title = _("Experiments on sockets: {count}").format(count=len(records))
    if len(records) == 1:
        title = visible(_(records[0].question))
    return environment.get_template("page").render(
        language=TAGS.get(language, language),
        title=title,
        version=records[0].socketlab if records else "",
        colours=write_colours(),
        style=STYLE,
        words=list_words(_),
        articles=articles,
    )


def write_colours() -> str:
    """Write both palettes as CSS variables: paper is always light."""

    def block(colours: dict[str, str]) -> str:
        inside = "".join(f"{name}:{value};" for name, value in colours.items())
        return f":root{{{inside}}}"

    dark = block(list_colours(DARK))
    return (
        block(list_colours(LIGHT))
        + f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
    )


def list_words(_: Translate) -> dict[str, str]:
    """Give the page's own words."""
    return {
        "motto": _("see what your sockets really do"),
        "contents": _("Contents"),
        "kept": _(
            "A refuted hypothesis, kept on purpose: the kernel does something else."
        ),
        "hypothesis": _("Hypothesis"),
        "happened": _("What happened"),
        "steps": _("Step by step"),
        "table": _("The socket table after this step"),
        "findings": _("Expectations"),
        "step": _("step"),
        "expected": _("expected"),
        "observed": _("observed"),
        "nobody": _("no source could see it"),
        "decided": _("decides"),
        "conflicts": _("Where the sources contradict each other"),
        "counters": _("Counters that moved"),
        "diagram": _("The way through the state diagram"),
        "sources": _("Sources, and what they cannot see"),
        "environment": _("Where it ran"),
        "files": _("Files"),
    }


def describe(
    record: Record, stem: str, _: Translate, *, linked: bool, captured: bool
) -> Part:
    """Prepare one record for the template."""
    ladders = list_ladders(record, stem, _)
    figures = list_figures(record, stem, _)
    undrawn = len(group(record)) - MOST_LADDERS
    ways = _("Ways not drawn here: {count}.").format(count=undrawn)
    return {
        "stem": stem,
        "name": visible(record.name),
        "question": visible(_(record.question)),
        "hypothesis": visible(_(record.hypothesis)),
        "kind": KINDS[record.verdict],
        "outcome": name_outcome(record.verdict, _),
        "verdict": name_verdict(record, _),
        "counts": count_outcomes(record, _),
        "kept": record.kept and record.verdict == "disagrees",
        "refutation": visible(_(record.refutation)) if record.refutation else "",
        "parameters": [
            (visible(name), visible(str(value)))
            for name, value in record.parameters.items()
        ],
        "took": _("it took {time}").format(time=duration(record.ended - record.began)),
        "ladders": [show(figure, _, linked=linked) for figure in ladders],
        "undrawn": ways if undrawn > 0 else "",
        "states": [show(one, _, linked=linked) for one in figures[len(ladders) :]],
        "steps": [describe_step(record, step, _) for step in record.steps],
        "findings": [describe_finding(record, one, _) for one in record.findings],
        "conflicts": [
            f"{duration(one.time - record.began)}: {say(one.sentence, _)}"
            for one in record.conflicts
        ],
        "counters": [
            (plain(name), f"{by:+}") for name, by in list_moved(record).items()
        ],
        "sources": [
            {
                "name": visible(name),
                "meaning": name_source(name, _),
                "said": _("used") if said == USED else visible(_(said)),
                "caveats": [visible(_(one)) for one in record.caveats.get(name, ())],
            }
            for name, said in record.sources.items()
        ],
        "environment": describe_environment(record, _),
        "files": list_files(stem, _, captured=captured) if linked else [],
    }


def show(figure: Figure, _: Translate, *, linked: bool) -> Part:
    """Draw a figure into the page, and name its files."""
    dark = _("dark")
    endings = {
        "light.svg": "SVG",
        "dark.svg": f"SVG, {dark}",
        "light.png": "PNG",
        "dark.png": f"PNG, {dark}",
    }
    return {
        "caption": figure.caption,
        "svg": figure.draw("page"),
        "files": [
            (f"{figure.stem}.{ending}", words)
            for ending, words in endings.items()
            if linked
        ],
    }


def count_outcomes(record: Record, _: Translate) -> str:
    """Count the expectations by outcome; those that there are."""
    outcomes: tuple[Outcome, ...] = ("agrees", "disagrees", "not observed")
    counts = {
        outcome: sum(finding.outcome == outcome for finding in record.findings)
        for outcome in outcomes
    }
    return " · ".join(
        f"{name_outcome(outcome, _)}: {count}"
        for outcome, count in counts.items()
        if count
    )


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
        "table": "\n".join(socket_table(step.table)) if step.table else "",
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
        "expected": name_value(finding.expected),
        "observed": [
            (visible(source), name_value(value), source == finding.source)
            for source, value in finding.observed.items()
        ],
        "where": f"{visible(finding.file)}:{finding.line}",
        "when": looked,
    }


def describe_environment(record: Record, _: Translate) -> list[tuple[str, str]]:
    """Name what the run stood on."""
    environment = record.environment
    facts = [
        (_("kernel"), environment.kernel),
        ("Python", environment.python),
        (_("machine"), environment.machine),
        (_("processors"), str(environment.processors)),
        (_("privilege"), _(environment.privilege)),
        (_("started"), environment.started),
        *((call_it(host.name, _), host.address) for host in record.hosts),
        *environment.sysctls.items(),
    ]
    return [(visible(name), visible(value)) for name, value in facts]


def list_files(stem: str, _: Translate, *, captured: bool) -> list[tuple[str, str]]:
    """Name the files beside the page that are no figures."""
    files = [
        (f"{stem}.record.json", _("the record: everything that was observed")),
        (f"{stem}.md", _("this story as Markdown")),
    ]
    if captured:
        capture = _("the packets, for Wireshark; the steps are comments on them")
        files.insert(1, (f"{stem}.pcapng", capture))
    return files
