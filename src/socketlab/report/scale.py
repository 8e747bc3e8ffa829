"""From values to places on an axis, with round numbers beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

STEPS = (1, 2, 5, 10)
MOST_OWN = 12


def name_value(value: float) -> str:
    """Write a value as short as it can be told: `3`, `0.25`, `1.5e+09`."""
    return f"{value:.0f}" if value == round(value) else f"{value:.4g}"


def find_step(span: float, count: int) -> float:
    """Give the round step that divides a span into at most `count` parts."""
    if span <= 0:
        return 1
    raw = span / count
    power = 10.0 ** floor(log10(raw))
    return next(step * power for step in STEPS if step * power >= raw * 0.999)


@dataclass(frozen=True)
class Scale:
    """An axis: values from `low` to `high` lie between two places in pixels."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Give the place of a value."""
        part = (value - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * part


def count_up(values: Iterable[float], start: float, end: float, count: int) -> Scale:
    """Make an axis from zero up to a round number not below any of the values."""
    high = max([0.0, *values])
    step = find_step(high, count)
    if step < 1 and high == round(high):
        step = 1  # what is counted has no halves
    ticks = [0.0]
    while ticks[-1] < high or len(ticks) == 1:
        ticks.append(ticks[-1] + step)
    return Scale(0.0, ticks[-1], start, end, tuple(ticks))


def spread(values: Iterable[float], start: float, end: float) -> Scale:
    """Make an axis from the least to the greatest value, a little room around.

    Few values are their own ticks; many have round ones.
    """
    own = sorted(set(values)) or [0.0]
    low, high = own[0], own[-1]
    step = find_step(high - low, MOST_OWN - 2)
    ticks = own
    if len(own) > MOST_OWN:
        first = floor(low / step) * step
        ticks = [first + step * index for index in range(2 * MOST_OWN)]
        ticks = [tick for tick in ticks if low <= tick <= high]
    room = (high - low or 1) * 0.04
    return Scale(low - room, high + room, start, end, tuple(ticks))
