"""Lines hold nothing that a terminal obeys."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.conversation.line import calls, clean


@given(st.text())
def test_what_is_shown_can_be_printed(text: str) -> None:
    """No character of a text moves the cursor, rings, or reorders the line."""
    assert all(c.isprintable() or c.isspace() for c in clean(text))
    assert "\n" not in clean(text)


def test_formatting_is_left_out_and_controls_are_made_visible() -> None:
    """IRC's bold and colours go; an escape is spelled."""
    assert clean("\x02a\x0304,01b\x03c\x04ff0000d\x0f") == "abcd"
    assert clean("\x1b[2J\x07") == r"\x1b[2J\x07"


def test_a_name_calls_as_a_word() -> None:
    """A person is called by the whole name, in any case, and by no part of another."""
    assert calls("hi ANN!", "ann")
    assert calls("小明：你好", "小明")
    assert not calls("annual", "ann")
