"""Which figures a record has, and what their files are called."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal, TypeAlias

from socketlab.lab.record import Chart, Record
from socketlab.report.chart import chart
from socketlab.report.diagram.picture import whole_diagram
from socketlab.report.ladder import ladder
from socketlab.report.moments import Group, group, is_tcp
from socketlab.report.palette import Theme
from socketlab.report.state_diagram import state_diagram
from socketlab.report.wording import Translate, name_ways, say

MOST_LADDERS = 6
FEW_LADDERS = 3

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
    records: Sequence[Record], stems: Sequence[str], _: Translate
) -> list[list[Figure]]:
    """Give the figures of each record of a document, numbered through it.

    The diagram of all records, where there is one, has the first number.
    """
    numbers = count(2 if draw_together(records, _) else 1)
    return [
        [
            replace(figure, number=next(numbers))
            for figure in list_figures(record, stem, _, most_ladders(len(records)))
        ]
        for record, stem in zip(records, stems, strict=True)
    ]


def draw_together(records: Sequence[Record], _: Translate) -> Figure | None:
    """Give the one diagram of all records, if several of them have TCP states."""
    if sum(any(map(is_tcp, record.stories)) for record in records) < 2:  # noqa: PLR2004 several
        return None
    return Figure(
        WHOLE,
        "whole",
        _("The state diagram of RFC 9293, with the evidence behind every arrow."),
        lambda theme: whole_diagram(records, theme, _),
        number=1,
    )


def most_ladders(records: int) -> int:
    """Tell how many ladders a record has in a document of so many."""
    return MOST_LADDERS if records == 1 else FEW_LADDERS


def list_figures(
    record: Record, stem: str, _: Translate, most: int = MOST_LADDERS
) -> list[Figure]:
    """Give all figures of a record: charts, ladders, the state diagram."""
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
            name_ways(len(one.stories), len(groups), _),
            draw_ladder(record, one, _),
        )
        for index, one in enumerate(groups[:most])
    ]
    if any(map(is_tcp, record.stories)):
        figures.append(
            Figure(
                f"{stem}.states",
                "states",
                _("The states both ends went through, in the diagram of RFC 9293."),
                lambda theme: state_diagram(record, theme, _),
            )
        )
    return figures


def number_stem(stem: str, index: int) -> str:
    """Give the stem of one of several figures of a kind."""
    return f"{stem}-{index + 1}" if index else stem


def draw_chart(record: Record, one: Chart, _: Translate) -> Callable[[Theme], str]:
    """Bind a chart to what it shows."""
    return lambda theme: chart(record, one, theme, _)


def draw_ladder(record: Record, one: Group, _: Translate) -> Callable[[Theme], str]:
    """Bind a ladder to its story."""
    return lambda theme: ladder(record, one.story, theme, _)
