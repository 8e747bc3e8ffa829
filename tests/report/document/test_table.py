"""Tables as text."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.report.document.table import Cell, Row, Table, share, write_table
from socketlab.report.lettering import columns


def test_a_table_is_laid_out_in_columns() -> None:
    """Outcomes have their marks; a heading of rows has a line of its own."""
    table = Table(
        ("what", "one"),
        (
            Row((Cell("A step."),)),
            Row((Cell("is it?"), Cell("yes", "agrees"))),
            Row((Cell("was it?"), Cell("", "not observed"))),
        ),
    )

    assert [
        "what     one",
        "───────  ─────",
        "A step.",
        "is it?   ✓ yes",
        "was it?  ?",
    ] == write_table(table, 79)


def test_what_is_too_wide_is_broken_in_its_cell() -> None:
    """The widest column gives way."""
    table = Table(
        ("expectation", "a"),
        (Row((Cell("the server listens on port 7"), Cell("b"))),),
    )

    assert [
        "expectation      a",
        "───────────────  ─",
        "the server       b",
        "listens on port",
        "7",
    ] == write_table(table, 18)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_columns_share_the_room(sizes: list[int]) -> None:
    """They fit side by side, or are as narrow as they may be."""
    shared = share(sizes, 79)

    assert all(new <= old for new, old in zip(shared, sizes, strict=True))
    assert sum(shared) + 2 * (len(sizes) - 1) <= 79


@given(st.text("ab 中文，", max_size=40), st.text("x y中", max_size=40))
def test_no_line_is_too_wide(one: str, other: str) -> None:
    """Chinese counts two columns a character."""
    table = Table(("head", one), (Row((Cell(other), Cell(one, "agrees"))),))

    assert all(columns(line) <= 30 for line in write_table(table, 30))


def test_what_a_row_is_about_gives_way_last() -> None:
    """The first column keeps its room as long as the others have some to give."""
    assert [28, 10, 10] == share([40, 30, 30], 52)
    assert [20, 8, 8] == share([40, 30, 30], 40)
