"""Which figures a record has, and what their files are called."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import Literal, TypeAlias

from socketlab.lab.record import Chart, Record, Sentence
from socketlab.report.chart import chart
from socketlab.report.diagram.picture import whole_diagram
from socketlab.report.ladder.focus import focus
from socketlab.report.ladder.layout import Layout, lay_out
from socketlab.report.ladder.picture import draw
from socketlab.report.moments import Group, group, is_tcp
from socketlab.report.palette import Theme, recolour
from socketlab.report.state_diagram import state_diagram
from socketlab.report.wording import Translate, name_ways, say

MOST_LADDERS, FEW_LADDERS = 6, 2
MOST_PAGES = 6
"""A document of more is brief: few ladders of each page, one diagram of all."""

Kind: TypeAlias = Literal["chart", "ladder", "states", "whole"]

WHOLE = "state_machine"
"""The stem of the diagram with the evidence of all records of a document."""


@dataclass(frozen=True)
class Figure:
    """A picture: the stem of its files, what it shows, and how it is drawn.

    `number` counts through a whole document; 0 where nothing is numbered.
    """

    stem: str
    kind: Kind
    caption: str
    draw: Callable[[Theme], str]
    number: int = 0

    def name(self, _: Translate) -> str:
        """Give its number and what it shows."""
        return _("Figure {number}. {caption}").format(
            number=self.number, caption=self.caption
        )


def name_files(records: Sequence[Record]) -> list[str]:
    """Give each record the stem of its files: its name, numbered if taken."""
    stems: list[str] = []
    for record in records:
        stems.append(name_file(record, stems))
    return stems


def name_file(record: Record, taken: Collection[str]) -> str:
    """Give a record a stem that no other has."""
    plain = "".join(
        character if character.isalnum() or character in "-_" else "_"
        for character in record.name
    )
    stem, count = plain, 1
    while stem in taken:
        count += 1
        stem = f"{plain}-{count}"
    return stem


def number_figures(
    records: Sequence[Record],
    stems: Sequence[str],
    _: Translate,
    *,
    brief: bool = False,
) -> list[list[Figure]]:
    """Give the figures of each record of a document, numbered through it.

    The diagram of all records comes after them: `draw_together`.
    """
    numbers = count(1)
    return [
        [
            replace(figure, number=next(numbers))
            for figure in list_figures(record, stem, _, brief=brief)
        ]
        for record, stem in zip(records, stems, strict=True)
    ]


def draw_together(
    records: Sequence[Record], _: Translate, number: int = 0
) -> Figure | None:
    """Give the one diagram of all records, if several of them have TCP states.

    Args:
        records: of one document.
        _: the translator.
        number: of the figure; it comes after those of the records.

    """
    if sum(any(map(is_tcp, record.stories)) for record in records) < 2:  # noqa: PLR2004 several
        return None
    return Figure(
        WHOLE,
        "whole",
        _("The state diagram of RFC 9293, with the evidence behind every arrow."),
        draw_whole(records, _),
        number=number,
    )


def list_figures(
    record: Record, stem: str, _: Translate, *, brief: bool = False
) -> list[Figure]:
    """Give all figures of a record: charts, ladders, the state diagram.

    Args:
        record: what the run found.
        stem: of its files.
        _: the translator.
        brief: it is one of many; see `MOST_PAGES`.

    """
    figures = [
        Figure(
            number_stem(f"{stem}.chart", index),
            "chart",
            say(one.title, _),
            draw_chart(record, one, _),
        )
        for index, one in enumerate(record.charts)
    ]
    groups = group(record)
    figures += [
        Figure(
            number_stem(f"{stem}.ladder", index),
            "ladder",
            caption(record, one, len(groups), _),
            draw_ladder(record, one, _),
        )
        for index, one in enumerate(
            choose(record, FEW_LADDERS if brief else MOST_LADDERS)
        )
    ]
    if any(map(is_tcp, record.stories)) and not brief:
        figures.append(
            Figure(
                f"{stem}.states",
                "states",
                _("The states both ends went through, in the diagram of RFC 9293."),
                lambda theme: state_diagram(record, theme, _),
            )
        )
    return figures


def choose(record: Record, most: int) -> list[Group]:
    """Choose the ways that are drawn: first one of each variant, then others."""
    groups = group(record)
    if len(groups) <= most:
        return list(groups)
    seen: set[str] = set()
    firsts: list[int] = []
    others: list[int] = []
    for place, one in enumerate(groups):
        variant = str(name_variant(record, one))
        (others if variant in seen else firsts).append(place)
        seen.add(variant)
    return [groups[place] for place in sorted([*firsts, *others][:most])]


def name_variant(record: Record, one: Group) -> Sentence | None:
    """Give the variant in which a way was gone; None outside any."""
    if not any(step.variant for step in record.steps):
        return None
    shown = (step.variant for step in focus(record, one.story).steps)
    return next((variant for variant in shown if variant), None)


def caption(record: Record, one: Group, ways: int, _: Translate) -> str:
    """Say what a ladder shows: which variant, and for how many it stands."""
    words = name_ways(len(one.stories), ways, _)
    variant = name_variant(record, one)
    return f"{say(variant, _)} · {words}" if variant else words


def number_stem(stem: str, index: int) -> str:
    """Give the stem of one of several figures of a kind."""
    return f"{stem}-{index + 1}" if index else stem


def draw_chart(record: Record, one: Chart, _: Translate) -> Callable[[Theme], str]:
    """Bind a chart to what it shows."""
    return lambda theme: chart(record, one, theme, _)


def draw_ladder(record: Record, one: Group, _: Translate) -> Callable[[Theme], str]:
    """Bind a ladder to its story; it is laid out once for all themes."""

    @cache
    def lay() -> tuple[Record, Layout]:
        shown = focus(record, one.story)
        return shown, lay_out(shown, one.story, _)

    def draw_it(theme: Theme) -> str:
        shown, layout = lay()
        return draw(record, shown, one.story, layout, theme, _)

    return draw_it


def draw_whole(records: Sequence[Record], _: Translate) -> Callable[[Theme], str]:
    """Bind the diagram of all records; its evidence is gathered once."""

    @cache
    def drawn() -> str:
        return whole_diagram(records, "page", _)

    return lambda theme: recolour(drawn(), theme)
