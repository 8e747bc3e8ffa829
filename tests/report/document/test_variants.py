"""Variants side by side."""

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.document.table import Cell
from socketlab.report.document.variants import compare
from tests.report.stored.stories import paired


def same(message: str) -> str:
    """Translate into English."""
    return message


def test_a_record_without_variants_has_no_table(close_order: Record) -> None:
    """There is nothing to compare."""
    assert compare(close_order, same) is None


def test_rows_are_what_was_expected_and_columns_are_variants() -> None:
    """Steps and sentences that differ in their values only are one."""
    table = compare(paired(), same)

    assert table is not None
    assert ("Expectation", "without SO_REUSEADDR", "with") == table.head
    assert [
        ("The server binds port …",),
        ("server is in …", "TIME-WAIT", "LISTEN"),
        ("client is in ESTABLISHED.", "ESTABLISHED", "—"),
        ("server is in LISTEN.", "—", "LISTEN"),
        ("It waits.",),
        ("client is in CLOSED.", "—", "not observed"),
    ] == [tuple(cell.words for cell in row.cells) for row in table.rows]


def test_cells_tell_the_outcome() -> None:
    """A refuted expectation is one even where something was seen."""
    table = compare(paired(), same)

    assert table is not None
    assert Cell("TIME-WAIT", "disagrees") == table.rows[1].cells[1]
    assert Cell("—") == table.rows[2].cells[2]


def test_a_step_done_twice_in_a_variant_is_two() -> None:
    """The second time stands below the first."""
    record = paired()
    first, one, other, *_rest = record.steps
    again = replace(one, number=4)
    twice = replace(record, steps=(first, one, other, again))
    table = compare(twice, same)

    assert table is not None
    assert ["The server binds port …", "The server binds port 7."] == [
        row.cells[0].words for row in table.rows if len(row.cells) == 1
    ]


def test_a_counter_is_named_in_its_row_only() -> None:
    """Its cells tell by how much it moved."""
    record = paired()
    moved = replace(
        record.findings[1], observed={"counters": "TcpExtX +2"}, source="counters"
    )
    table = compare(replace(record, findings=(moved,)), same)

    assert table is not None
    assert Cell("+2", "disagrees") == table.rows[1].cells[1]
