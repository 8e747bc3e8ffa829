"""What a slice is, who may read it, and what members are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.channel import Channel
from socketlab.chat.entry import Author, Entry, Kind
from socketlab.chat.log import Turn
from socketlab.chat.log.history import (
    OPEN,
    PASSING,
    Anchor,
    Change,
    Slice,
    Trouble,
    belongs,
    circle_of,
    is_kept,
    shorten,
    tell_change,
    tell_rules,
    tell_trouble,
)


def said(number: int, time: int, kind: Kind = Kind.SAY, channel: str = "#a") -> Entry:
    """Give an entry."""
    return Entry(number, time, kind, channel, Author("alice"))


@pytest.mark.parametrize(
    ("entry", "circle", "wanted", "expected"),
    [
        (said(1, 5), OPEN, Slice("#A", OPEN, 1), True),
        (said(1, 5), OPEN, Slice("#b", OPEN, 1), False),
        (said(1, 5), OPEN, Slice("#a", 7, 1), True),
        (said(1, 5), 7, Slice("#a", 7, 1), True),
        (said(1, 5), 7, Slice("#a", 8, 1), False),
        (said(1, 5), 7, Slice("#a", OPEN, 1), False),
        (said(1, 5, Kind.JOIN), OPEN, Slice("#a", OPEN, 1), False),
        (said(1, 5, Kind.JOIN), OPEN, Slice("#a", OPEN, 1, events=True), True),
        (said(2, 5), OPEN, Slice("#a", OPEN, 1, after=Anchor(5, 1)), True),
        (said(2, 5), OPEN, Slice("#a", OPEN, 1, after=Anchor(5, 2)), False),
        (said(2, 5), OPEN, Slice("#a", OPEN, 1, before=Anchor(5, 3)), True),
        (said(2, 5), OPEN, Slice("#a", OPEN, 1, before=Anchor(5, 2)), False),
    ],
)
def test_a_slice_has_bounds_that_are_outside_it(
    entry: Entry, circle: int, wanted: Slice, *, expected: bool
) -> None:
    """Channel, circle, kind, after, before: each alone can exclude an entry."""
    assert belongs(entry, circle, wanted) is expected


@given(
    entries=st.lists(
        st.builds(said, st.integers(1, 9), st.integers(1, 5)), max_size=12
    ),
    most=st.integers(1, 12),
    newest=st.booleans(),
)
def test_a_slice_is_in_order_and_has_each_entry_once(
    entries: list[Entry], most: int, *, newest: bool
) -> None:
    """Whatever comes in which order: sorted, without doubles, one end of it."""
    places = sorted({(entry.time, entry.number) for entry in entries})
    kept = shorten(entries, Slice("#a", OPEN, most, newest=newest))

    expected = places[-most:] if newest else places[:most]
    assert expected == [(entry.time, entry.number) for entry in kept]


@pytest.mark.parametrize("mode", ["i", "k", "s"])
def test_what_not_everybody_may_hear_has_a_circle(mode: str) -> None:
    """It is the channel's creation: a later one of the same name has another."""
    channel = Channel("#a", Turn(), 1234)
    before = circle_of(channel)
    channel.modes[mode] = ""

    assert (OPEN, 1234) == (before, circle_of(channel))
    assert OPEN == circle_of(None)


def test_what_matters_only_now_is_not_kept() -> None:
    """Words and changes of the channel are kept, moods are not."""
    assert PASSING == {kind for kind in Kind if not is_kept(said(1, 1, kind))}
    assert {Kind.SAY, Kind.JOIN, Kind.TOPIC}.isdisjoint(PASSING)


def test_members_are_told_how_long_it_is_kept() -> None:
    """With a number of days, or without an end."""
    assert "for 7 days" in tell_rules(7.0, str)
    assert "days" not in tell_rules(0.0, str)


def test_every_change_is_a_sentence() -> None:
    """Suspended for a reason, kept again with or without a gap."""
    assert "nothing is missing" in tell_change(Change(None), str)
    assert "3 entries are missing" in tell_change(Change(None, 3), str)
    for trouble in Trouble:
        assert tell_trouble(trouble, str) in tell_change(Change(trouble), str)
