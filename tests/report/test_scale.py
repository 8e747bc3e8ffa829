"""Axes with round numbers."""

import pytest

from socketlab.report.scale import count_up, find_step, name_value, spread


def test_values_are_as_short_as_they_can_be() -> None:
    """Whole numbers have no point, others four digits."""
    assert ["3", "0.25", "-1", "0.3333"] == [
        name_value(value) for value in (3.0, 0.25, -1, 1 / 3)
    ]


@pytest.mark.parametrize(
    ("span", "step"), [(10, 2), (9, 2), (100, 20), (0.5, 0.1), (3, 1), (0, 1), (26, 10)]
)
def test_a_step_is_round(span: float, step: float) -> None:
    """It is 1, 2 or 5 times a power of ten, and at most five make the span."""
    assert step == pytest.approx(find_step(span, 5))


def test_a_count_begins_at_zero_and_has_no_halves() -> None:
    """The last tick is not below the highest value; of nothing there is one step."""
    assert (0, 1, 2, 3) == count_up([1, 3], 0, 100, 6).ticks
    assert (0, 0.1, 0.2) == count_up([0.15], 0, 100, 2).ticks
    assert (0, 1) == count_up([], 0, 100, 6).ticks


def test_a_place_lies_between_both_ends() -> None:
    """On paper up is less: an axis may go either way."""
    scale = count_up([10], 300, 100, 5)

    assert [300, 200, 100] == [scale.place(value) for value in (0, 5, 10)]


def test_few_values_are_their_own_ticks() -> None:
    """So a sweep over 1, 2 and 50 shows just these; one value has its place, too."""
    assert (1, 2, 50) == spread([50, 1, 2, 1], 0, 100).ticks
    assert 50 == spread([7], 0, 100).place(7)
    assert (0.0,) == spread([], 0, 100).ticks


def test_many_values_have_round_ticks() -> None:
    """No tick lies outside the values."""
    assert (5, 10, 15, 20, 25, 30) == spread(range(1, 33), 0, 100).ticks
