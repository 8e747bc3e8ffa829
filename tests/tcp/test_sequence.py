"""Sequence numbers that wrap."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.tcp.sequence import after, ahead

numbers = st.integers(0, 2**32 - 1)
steps = st.integers(-(2**31), 2**31 - 1)


@given(numbers, steps)
def test_a_number_is_as_far_ahead_as_one_has_stepped(
    number: int, distance: int
) -> None:
    """Across the wrap too, in both directions."""
    assert distance == ahead(after(number, distance), number)


@given(numbers, steps, st.integers(0, 5))
def test_numbers_counted_on_beyond_32_bits_compare_alike(
    number: int, distance: int, rounds: int
) -> None:
    """Whole rounds make no difference."""
    assert distance == ahead(number + distance + rounds * 2**32, number)


@given(numbers, st.integers())
def test_a_sequence_number_has_32_bits(number: int, distance: int) -> None:
    """However far one steps."""
    assert 0 <= after(number, distance) < 2**32
