"""What many measurements say together."""

from dataclasses import replace

import pytest

from socketlab.bench.figures import Figures, bound_by, quantile, summarise

RUN = Figures(
    rate=100.0,
    p50_us=1.0,
    p99_us=2.0,
    cpu_us=0.5,
    rss_kb=10.0,
    wrong=0,
    lost=0,
    member_kb=1.0,
    join_s=0.1,
    join_cpu_s=0.1,
    server_busy=0.9,
    generator_busy=0.5,
)


def test_a_summary_quotes_medians_and_adds_faults() -> None:
    """One bad round moves no median, and no fault is averaged away."""
    runs = [RUN, replace(RUN, rate=1.0, lost=2, wrong=1), replace(RUN, lost=3)]

    assert replace(RUN, lost=5, wrong=1) == summarise(runs)


def test_what_was_not_seen_stays_unseen() -> None:
    """A server whose processes we cannot see has no processor time."""
    assert summarise([replace(RUN, cpu_us=None)]).cpu_us is None


@pytest.mark.parametrize(
    ("server", "bound"), [(0.9, "server"), (0.3, "generator"), (None, "generator")]
)
def test_who_had_less_to_spare_was_the_bound(server: float | None, bound: str) -> None:
    """The generator is the bound when it used more of its processor."""
    assert bound == bound_by([replace(RUN, server_busy=server)])


@pytest.mark.parametrize(("part", "value"), [(0.0, 1), (0.5, 3), (0.99, 4), (1.0, 4)])
def test_a_quantile_is_one_of_the_values(part: float, value: int) -> None:
    """It is the value that so many do not exceed."""
    assert value == quantile([1, 2, 3, 4], part)


def test_nothing_measured_has_no_quantile() -> None:
    """Without values it is nought."""
    assert quantile([], 0.5) == 0.0
