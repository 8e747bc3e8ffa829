"""From times to heights."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.report.ladder.placing import LONG_GAP, Placing, give_room

TIMES = st.lists(st.integers(0, 10_000_000_000), min_size=1, max_size=20)


def test_a_long_time_takes_more_room_but_not_in_proportion() -> None:
    """Microseconds stand together, seconds apart."""
    gaps = [50_000, 500_000, 5_000_000, 50_000_000, 10**9, 10**12]

    assert [0.0, 4.0, 10.0, 16.0, LONG_GAP, LONG_GAP] == [
        give_room(gap) for gap in gaps
    ]


@given(TIMES)
def test_heights_follow_the_order_of_times(times: list[int]) -> None:
    """What comes later never stands higher."""
    placing = Placing()
    for index, time in enumerate(times):
        placing.add(("point", index), time)
    heights = placing.solve()
    order = sorted(range(len(times)), key=times.__getitem__)
    sorted_heights = [heights["point", index] for index in order]

    assert sorted(sorted_heights) == sorted_heights
    assert 0.0 == sorted_heights[0]


def test_demands_are_kept_in_the_order_of_time() -> None:
    """A demand between points in the other order, or on a missing one, is void."""
    placing = Placing()
    placing.add(("b", 0), 20)
    placing.add(("a", 0), 10)
    placing.keep_apart(("a", 0), ("b", 0), 30)
    placing.keep_apart(("b", 0), ("a", 0), 99)
    placing.keep_apart(("missing", 0), ("b", 0), 99)

    assert {("a", 0): 0.0, ("b", 0): 30.0} == placing.solve()


def test_heads_and_tails_keep_neighbours_away() -> None:
    """At one time the order decides; the greater of tail and head is the room."""
    placing = Placing()
    placing.add(("label", 0), 5)
    placing.add(("band", 0), 5, order=0, tail=40)
    placing.add(("band", 1), 6, order=0, head=18)

    assert [0.0, 40.0, 58.0] == list(placing.solve().values())
