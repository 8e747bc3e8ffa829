"""Figures on sheets of paper."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from socketlab.report.document.sheets import MOST, cut, list_boxes

PLACES = st.lists(st.integers(1, 4999), unique=True, max_size=12).map(sorted)


def test_a_figure_is_parted_between_its_steps() -> None:
    """The first part keeps the head of the figure."""
    assert [(0.0, 500), (500, 300), (800, 200)] == cut(1000, 1000, [90, 500, 800], [])


def test_a_step_taller_than_a_sheet_is_parted_at_gaps() -> None:
    """As late as possible; without a gap the sheet's end must do."""
    assert [(0.0, 1200), (1200, 800)] == cut(1000, 2000, [90], [700, 1200, 1400])
    assert [(0.0, 1300), (1300.0, 700)] == cut(1000, 2000, [90], [])


@given(st.integers(10, 5000), PLACES, PLACES)
def test_nothing_is_lost_and_everything_fits(
    down: int, cuts: list[int], gaps: list[int]
) -> None:
    """The parts follow each other, and none is taller than a sheet."""
    parts = cut(500, down, [each for each in cuts if each < down], gaps)

    assert 0 == parts[0][0]
    assert down == sum(height for _top, height in parts)
    assert all(
        top + height == after for (top, height), (after, _height) in pairwise(parts)
    )
    assert all(height <= 500 * MOST + 1e-6 for _top, height in parts)


def test_boxes_are_read_off_the_figure() -> None:
    """What tells no cuts is printed in one piece."""
    head = '<svg viewBox="0 0 100 50"'

    assert ["0 0 100 20", "0 20 100 30"] == list_boxes(
        f'{head} data-cuts="5 20" data-gaps="30">'
    )
    assert ["0 0 100 50"] == list_boxes(f'{head} data-cuts="5">')
    assert [] == list_boxes(f"{head}>")
    assert [] == list_boxes("<svg>")
