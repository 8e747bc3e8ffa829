"""What a sweep measured, as a table of numbers beside its chart."""

from collections.abc import Iterable

from socketlab.lab.record import Chart
from socketlab.report.document.table import Cell, Row, Table
from socketlab.report.scale import name_value
from socketlab.report.wording import Translate, say


def tabulate(drawn: Chart, _: Translate) -> Table:
    """Put the series of a chart side by side, a row for each value of x."""
    known = [dict(series.points) for series in drawn.series]
    return Table(
        (say(drawn.x, _), *(say(series.name, _) for series in drawn.series)),
        tuple(
            Row(
                (
                    Cell(name_value(x)),
                    *(Cell(name_point(points.get(x), _)) for points in known),
                )
            )
            for x in list_values(drawn)
        ),
    )


def list_values(drawn: Chart) -> Iterable[float]:
    """Give every x that any series has a point at, in order."""
    return sorted({x for series in drawn.series for x, _y in series.points})


def name_point(value: float | None, _: Translate) -> str:
    """Write a value; one below zero says that nobody could look."""
    if value is None:
        return "—"
    return name_value(value) if value >= 0 else _("not observed")
