"""Which figures a record has, and what their files are called."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from socketlab.lab.record import Record
from socketlab.report.ladder import ladder
from socketlab.report.moments import Group, group
from socketlab.report.palette import Theme
from socketlab.report.state_diagram import state_diagram
from socketlab.report.wording import Translate, name_ways

MOST_LADDERS = 6


@dataclass(frozen=True)
class Figure:
    """A picture: the stem of its files, what it shows, and how it is drawn."""

    stem: str
    caption: str
    draw: Callable[[Theme], str]


def name_files(records: Sequence[Record]) -> list[str]:
    """Give each record the stem of its files: its name, numbered if taken."""
    stems: list[str] = []
    for record in records:
        plain = "".join(
            character if character.isalnum() or character in "-_" else "_"
            for character in record.name
        )
        stem, count = plain, 1
        while stem in stems:
            count += 1
            stem = f"{plain}-{count}"
        stems.append(stem)
    return stems


def list_ladders(record: Record, stem: str, _: Translate) -> list[Figure]:
    """Give a ladder for each way that connections went, the first few of them."""
    groups = group(record)
    return [
        Figure(
            f"{stem}.ladder" + (f"-{index + 1}" if index else ""),
            name_ways(len(one.stories), len(groups), _),
            draw_ladder(record, one, _),
        )
        for index, one in enumerate(groups[:MOST_LADDERS])
    ]


def draw_ladder(record: Record, one: Group, _: Translate) -> Callable[[Theme], str]:
    """Bind a ladder to its story."""
    return lambda theme: ladder(record, one.story, theme, _)


def list_figures(record: Record, stem: str, _: Translate) -> list[Figure]:
    """Give all figures of a record: the ladders, then the state diagram."""
    figures = list_ladders(record, stem, _)
    if record.stories:
        figures.append(
            Figure(
                f"{stem}.states",
                _("The states both ends went through, in the diagram of RFC 9293."),
                lambda theme: state_diagram(record, theme, _),
            )
        )
    return figures
