"""One window's lines and members."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.conversation.line import Line
from socketlab.chat.conversation.window import MOST, Window
from socketlab.chat.entry import Kind


def said(text: str, identity: str = "") -> Line:
    """Give a line that someone said."""
    return Line(0, Kind.SAY, "ann", text, identity=identity)


def filled(*texts: str) -> Window:
    """Give a window with lines whose ids are their texts."""
    window = Window("#a", channel=True)
    for text in texts:
        window.add(said(text, text))
    return window


def test_numbers_of_lines_stay_when_old_ones_are_dropped() -> None:
    """A window keeps its last lines, each under the number it was given."""
    window = Window("#a")
    for number in range(MOST + 1):
        window.add(said(str(number)))

    assert window.lines[0].text == str(window.start)
    assert MOST + 1 == window.end
    assert window.changed == 1


def test_what_was_missed_goes_into_the_gap_once() -> None:
    """Lines that are known already are not inserted; marks behind move along."""
    window = filled("one", "two", "four")
    window.read, window.gap = 3, 2
    fresh = window.insert(2, [said("two", "two"), said("three", "three")])

    assert ["one", "two", "three", "four"] == [line.text for line in window.lines]
    assert ["three"] == [line.text for line in fresh]
    assert (4, 2) == (window.read, window.gap)


def test_the_ids_around_a_place_are_found() -> None:
    """History is asked for from the first line here, or from the last before a gap."""
    window = filled("one", "two")
    window.add(said("nameless"))

    assert ("one", "two", "one") == (
        window.first_identity(),
        window.identity_before(3),
        window.identity_before(1),
    )
    assert ("", "") == (Window("#b").first_identity(), window.identity_before(0))


def test_an_emptied_window_goes_on_counting() -> None:
    """Clearing shows nothing of what was, and leaves no mark."""
    window = filled("one", "two")
    window.gap = 1
    window.clear()

    assert not window.lines
    assert (2, 2) == (window.start, window.read)
    assert window.gap is None


def test_a_line_repeats_another() -> None:
    """The same words of the same person are known again, whatever their time."""
    window = filled("one")

    assert window.repeats(Line(5, Kind.SAY, "ann", "one"))
    assert not window.repeats(Line(5, Kind.SAY, "bob", "one"))


def test_members_are_listed_by_rank_and_name() -> None:
    """Operators come first; a new name keeps its seat; who is not here is told."""
    window = Window("#a")
    for nick, status in [("zoe", "@"), ("bob", ""), ("Ann", ""), ("eve", "+")]:
        window.seat(nick, status)
    renamed = window.rename("zoe", "yan"), window.rename("nobody", "x")
    gone = window.unseat("BOB"), window.unseat("bob")

    assert ["@yan", "+eve", "Ann"] == window.roster()
    assert ((True, False), (True, False)) == (renamed, gone)
    assert window.has("ANN")


@given(st.lists(st.text(max_size=3), max_size=8), st.integers(0, 8))
def test_inserting_twice_is_inserting_once(texts: list[str], place: int) -> None:
    """The same history, asked for again, changes nothing."""
    window = filled("one", "two")
    lines = [said(text, text) for text in dict.fromkeys(texts) if text]
    window.insert(min(place, 2), lines)
    before = list(window.lines)
    window.insert(min(place, 2), lines)

    assert before == window.lines
