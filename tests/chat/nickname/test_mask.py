"""Masks with `*` and `?` (RFC 2812 section 2.5)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.entry import Author
from socketlab.chat.nickname.mask import complete, describe, matches


@pytest.mark.parametrize(
    ("mask", "completed"),
    [
        ("bob", "bob!*@*"),
        ("u@h", "*!u@h"),
        ("bob!u", "bob!u@*"),
        ("bob!u@h", "bob!u@h"),
        ("*@h", "*!*@h"),
        ("", "*!*@*"),
        ("!@", "*!*@*"),
    ],
)
def test_a_mask_is_completed(mask: str, completed: str) -> None:
    """What is left out means anybody."""
    assert completed == complete(mask)


@pytest.mark.parametrize(
    ("mask", "text"),
    [
        ("*", ""),
        ("b?b", "bob"),
        ("*!*@h", "a!b@h"),
        ("*a*b*", "xaxbx"),
        ("BOB", "bob"),
        ("*ab", "aab"),
        ("", ""),
    ],
)
def test_a_mask_means_a_text(mask: str, text: str) -> None:
    """`*` is any number of characters, `?` one; case does not count."""
    assert matches(mask, text)


@pytest.mark.parametrize(
    ("mask", "text"),
    [("b?b", "bb"), ("?", ""), ("a", "ab"), ("*a", "ab"), ("ab*", "a"), ("", "a")],
)
def test_a_mask_does_not_mean_a_text(mask: str, text: str) -> None:
    """Everything has to fit, from the first character to the last."""
    assert not matches(mask, text)


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=10))
def test_a_mask_means_what_its_regular_expression_means(mask: str, text: str) -> None:
    """The standard library's regular expressions agree."""
    pattern = re.escape(mask).replace(r"\*", ".*").replace(r"\?", ".")

    assert bool(re.fullmatch(pattern, text)) == matches(mask, text)


def test_no_mask_takes_long() -> None:
    """Many stars take no more steps than their number times the text's length."""
    assert not matches("*a" * 60 + "b", "a" * 500)


def test_a_member_has_a_full_name() -> None:
    """Who comes from plain text has a user and a host too."""
    assert "a!u@h" == describe(Author("a", "u", "h"))
    assert "a!~plain@plain" == describe(Author("a"))
