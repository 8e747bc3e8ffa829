"""What stands around the articles of a document: contents, surroundings, sources."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace

from socketlab.lab.record import Environment, Outcome, Record
from socketlab.report.document.article import (
    KINDS,
    Part,
    describe_environment,
    describe_sources,
    name_standing,
)
from socketlab.report.figures import Figure
from socketlab.report.wording import USED, Translate, visible


def describe_front(
    records: Sequence[Record],
    articles: Sequence[Part],
    chapters: Sequence[str],
    _: Translate,
) -> Part:
    """Prepare what stands around several articles.

    Args:
        records: what the runs found.
        articles: the same, prepared.
        chapters: the title of the chapter that each is in; those of one chapter
            follow each other.
        _: the translator.

    """
    standings = Counter(name_standing(record, _) for record in records)
    united = unite(records)
    pairs = zip(chapters, articles, strict=True)
    return {
        "kind": KINDS[find_worst(records)],
        "counts": " · ".join(f"{name}: {n}" for name, n in standings.most_common()),
        "chapters": [
            {
                "title": visible(_(title)).rstrip(".。") if title else "",
                "articles": [part for _title, part in group],
            }
            for title, group in groupby(pairs, key=lambda pair: pair[0])
        ],
        "environment": [
            *describe_environment(united, _),
        ],
        "sources": describe_sources(united.sources, united.caveats, _),
    }


def find_worst(records: Sequence[Record]) -> Outcome:
    """Give what a reader should know first; a refutation on purpose is no fault."""
    verdicts = {
        record.verdict
        for record in records
        if not (record.kept and record.verdict == "disagrees")
    }
    if "disagrees" in verdicts:
        return "disagrees"
    return "not observed" if "not observed" in verdicts else "agrees"


def unite(records: Sequence[Record]) -> Record:
    """Give a record of what all runs stood on.

    A setting that a page has changed is its own affair, and told there; a source
    that any run used was there.
    """
    sources: dict[str, str] = {}
    caveats: dict[str, tuple[str, ...]] = {}
    sysctls: dict[str, str] = {}
    for record in records:
        for name, said in record.sources.items():
            if sources.get(name) != USED:
                sources[name] = said
        for name, known in record.caveats.items():
            told = caveats.get(name, ())
            caveats[name] = told + tuple(one for one in known if one not in told)
        for name, value in record.environment.sysctls.items():
            if name not in record.settings:
                sysctls.setdefault(name, value)
    environment: Environment = replace(records[0].environment, sysctls=sysctls)
    return replace(
        records[0],
        hosts=(),
        environment=environment,
        sources=sources,
        caveats=caveats,
    )


def list_numbers(figures: Sequence[Figure], _: Translate) -> Part | None:
    """Name the figures of one article, for the contents."""
    if not figures:
        return None
    words = _("Figure") if len(figures) == 1 else _("Figures")
    return {"words": words, "numbers": [figure.number for figure in figures]}
