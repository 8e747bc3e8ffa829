"""Text from others is shown, never obeyed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.visible import show


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hello 张三 😀", "hello 张三 😀"),
        ("\x1b[2J", "\\x1b[2J"),
        ("two\nlines", "two\\nlines"),
        ("a\u3000b\0", "a\u3000b\\x00"),
        ("\u202eevil", "\\u202eevil"),
    ],
)
def test_what_could_do_something_is_spelled(text: str, shown: str) -> None:
    """Control characters are spelled; everything else stays as it is."""
    assert show(text) == shown


@given(st.text())
def test_nothing_is_left_to_obey(text: str) -> None:
    """The result has one line, and is shown as it is when it is shown again."""
    shown = show(text)

    assert len(shown.splitlines()) <= 1
    assert show(shown) == shown
