"""Bytes from others are shown, never obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.echo.visible import Visible, show


def seen(pieces: list[bytes]) -> str:
    """Give the text of a stream that came in these pieces."""
    visible = Visible()
    return (
        "".join(visible.receive_data(piece) for piece in pieces) + visible.receive_eof()
    )


@given(data=st.binary(), place=st.integers(0, 1000))
def test_it_does_not_matter_where_the_stream_is_cut(data: bytes, place: int) -> None:
    """A character cut in two is one character."""
    cut = place % (len(data) + 1)

    assert seen([data]) == seen([data[:cut], data[cut:]])


@given(data=st.binary())
def test_nothing_a_terminal_would_obey_is_left(data: bytes) -> None:
    """Control, format and unassigned characters are spelled out; LF and TAB stay."""
    left = {unicodedata.category(c) for c in seen([data]) if c not in "\n\t"}

    assert not left & {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


@given(text=st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_text_is_shown_as_it_is(text: str) -> None:
    """Letters of all scripts, signs and spaces are not touched."""
    assert text == seen([text.encode()])


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x1b[2J", r"\x1b[2J"),
        (b"a\rb\x07\x7f", r"a\rb\x07\x7f"),
        (b"\xff\xc3", r"\xff\xc3"),
        ("\u202eabc\u200b".encode(), r"\u202eabc\u200b"),
        ("\x9b31m".encode(), r"\x9b31m"),
        (b"nul\0", r"nul\x00"),
        ("全角\u3000空格\n".encode(), "全角\u3000空格\n"),
    ],
)
def test_escapes_are_spelled_out(data: bytes, text: str) -> None:
    """An escape sequence, a return, a reordering: each becomes something to read."""
    assert text == seen([data])


def test_a_string_can_be_shown_too() -> None:
    """`show` takes text that is decoded already."""
    assert r"\x1b]0;title\x07" == show("\x1b]0;title\x07")
