"""The numbers beside a chart."""

from socketlab.report.document.measured import tabulate
from tests.report.stored.stories import sweep


def same(message: str) -> str:
    """Translate into English."""
    return message


def test_every_value_stands_in_its_row() -> None:
    """A series without a point there has a dash; what nobody saw says so."""
    table = tabulate(sweep().charts[0], same)
    rows = [[cell.words for cell in row.cells] for row in table.rows]

    assert "clients" == table.head[0]
    assert 5 == len(table.head)
    assert ["0", "0", "0", "0", "—"] == rows[0]
    assert ["1", "1", "1", "—", "not observed"] == rows[1]
    assert ["2", "2", "2", "not observed", "—"] == rows[2]
    assert 9 == len(rows)
