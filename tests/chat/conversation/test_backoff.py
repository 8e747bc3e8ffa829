"""Waiting before the next attempt."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.conversation.backoff import FIRST, LONGEST, wait


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_a_wait_has_its_bounds(attempt: int, chance: float) -> None:
    """No attempt follows at once, and none is waited for longer than a minute."""
    assert FIRST / 2 <= wait(attempt, chance) <= LONGEST


def test_waits_double() -> None:
    """Each failure doubles the wait, up to the longest."""
    assert [1, 2, 4, 8, 16, 32, 60, 60] == [wait(n, 1) for n in range(8)]
