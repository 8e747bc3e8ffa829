"""The page: one HTML file that opens offline, on a screen, a phone, on paper."""

from collections.abc import Collection, Mapping, Sequence

from jinja2 import DictLoader, Environment, StrictUndefined

from socketlab.lab.record import Record
from socketlab.report.document.article import KINDS, describe, show
from socketlab.report.document.front import describe_front, list_numbers
from socketlab.report.document.style import STYLE
from socketlab.report.document.template import MACROS, TEMPLATE
from socketlab.report.figures import draw_together, name_files, number_figures
from socketlab.report.palette import DARK, LIGHT, list_colours
from socketlab.report.wording import Translate, visible

FORMS = ("light.svg", "dark.svg", "light.png", "dark.png")
FEW_FORMS = FORMS[:3]
"""Pixels take time to draw: of many figures those on white paper are enough."""
TAGS = {"en": "en", "zh": "zh-Hans"}


def page(
    records: Sequence[Record],
    _: Translate,
    language: str,
    *,
    forms: Sequence[str] = (),
    brief: bool = False,
    captured: Collection[str] = (),
    svgs: Mapping[str, str] | None = None,
    stems: Sequence[str] = (),
    chapters: Sequence[str] = (),
) -> str:
    """Write records as one self-contained HTML page.

    Args:
        records: what the runs found, in the order of the page.
        _: the translator into `language`.
        language: `en` or `zh`.
        forms: the endings of the files of each figure, where these lie beside the
            page with all other files of the report; they are linked then.
        brief: few figures of each record; see `socketlab.report.figures`.
        captured: the names of the records that have a capture file.
        svgs: figures that are drawn already, by stem, in the page's colours.
        stems: for each record, the stem of its files; made of its name if left out.
        chapters: for each record, the title of its chapter; may be left out.

    """
    environment = Environment(
        loader=DictLoader({"page": MACROS + TEMPLATE}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    stems = stems or name_files(records)
    figures = number_figures(records, stems, _, brief=brief)
    articles = [
        {
            **describe(record, stem, its, svgs or {}, _, forms=forms),
            "number": number,
            "figures": list_numbers(its, _),
            "files": list_files(stem, _, captured=record.name in captured)
            if forms
            else [],
        }
        for number, (record, stem, its) in enumerate(
            zip(records, stems, figures, strict=True), 1
        )
    ]
    title = _("Experiments on sockets: {count}").format(count=len(records))
    front = None
    if len(records) == 1:
        title = visible(_(records[0].question))
    elif records:
        titles = chapters or [""] * len(records)
        front = describe_front(records, articles, titles, _)
        together = draw_together(records, _, 1 + sum(map(len, figures)))
        shown = together and show(together, svgs or {}, _, forms)
        front["together"] = shown
    return environment.get_template("page").render(
        language=TAGS.get(language, language),
        title=title,
        version=records[0].socketlab if records else "",
        style=write_colours() + STYLE + write_sheets(stems),
        words=list_words(_),
        kinds=KINDS,
        front=front,
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


def write_sheets(stems: Sequence[str]) -> str:
    """Give the sheets of each article a running head with its name."""
    return "".join(
        f'@page article-{number}{{@top-right{{content:"{stem}"}}}}'
        f"#{stem}{{page:article-{number}}}"
        for number, stem in enumerate(stems, 1)
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
        "settings": _("This page has set:"),
        "measured": _("What was measured"),
        "variants": _("Side by side"),
        "happened": _("What happened"),
        "sideways": _("Scroll sideways to see all of it."),
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
        "together": _("The whole state diagram"),
        "sources": _("Sources, and what they cannot see"),
        "environment": _("Where it ran"),
        "files": _("Files"),
    }


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
