"""Widths of texts and where they break."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.report.lettering import columns, pad, shorten, width, wrap

TEXTS = st.text(st.sampled_from("abc WX é你好，。 "), max_size=60)


def test_wider_letters_and_weights_are_wider() -> None:
    """An M is wider than an i, bold than regular, a Chinese character one em."""
    assert width("i", 10) < width("M", 10) < width("M", 10, bold=True)
    assert 10.0 == width("你", 10)
    assert 10.0 == width("你", 10, mono=True)
    assert 12.04 == width("ab", 10, mono=True)
    assert width("a", 10) < width("\N{CHECK MARK}", 10)


def test_columns_are_those_of_a_terminal() -> None:
    """Chinese takes two columns, a combining mark none."""
    assert [3, 4, 1] == [
        columns("abc"),
        columns("你好"),
        columns("e\N{COMBINING ACUTE ACCENT}"),
    ]


def test_a_text_breaks_at_its_spaces() -> None:
    """Lines end between words."""
    assert ["one two", "three"] == wrap("one two three", 8)


def test_a_chinese_text_breaks_anywhere_but_before_a_closing_mark() -> None:
    """A comma never begins a line."""
    assert ["服务器", "接受，", "然后"] == wrap("服务器接受，然后", 6)


def test_a_word_that_is_too_long_is_cut() -> None:
    """No line is wider than asked for."""
    assert ["abcd", "efgh", "ij k"] == wrap("abcdefghij k", 4)


def test_even_nothing_is_a_line() -> None:
    """An empty text is one empty line, and a text of one word stays whole."""
    assert [""] == wrap("", 5)
    assert ["word"] == wrap("word", 4)


@given(TEXTS, st.integers(2, 30))
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, limit: int) -> None:
    """Wrapping only removes spaces at line ends."""
    lines = wrap(text, limit)

    assert all(columns(line) <= limit for line in lines)
    assert text.replace(" ", "") == "".join(lines).replace(" ", "")


@given(TEXTS, st.integers(1, 30))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    """What fits is left alone; what does not ends with an ellipsis."""
    short = shorten(text, limit)

    assert columns(short) <= limit
    assert short == text or short.endswith("…")


def test_what_is_missing_is_told_by_an_ellipsis() -> None:
    """A text that fits is left alone."""
    assert ["abc", "ab…", "…"] == [
        shorten("abc", 3),
        shorten("abcd", 3),
        shorten("abc", 0),
    ]


def test_padding_counts_columns() -> None:
    """Spaces fill up to a number of columns, on either side."""
    assert ["你 ", "  a"] == [pad("你", 3), pad("a", 3, right=True)]
