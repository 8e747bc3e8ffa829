"""The one rule for nicknames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.nickname import Flaw, MalformedError, fold, parse, skeleton


@pytest.mark.parametrize(
    ("text", "nick"),
    [
        ("alice", "alice"),
        ("张三", "张三"),
        ("[w]{e}|ird`_^\\", "[w]{e}|ird`_^\\"),
        ("3com", "3com"),
        ("😀", "😀"),
        ("Rene\u0301", "Ren\u00e9"),
        ("x" * 30, "x" * 30),
    ],
)
def test_these_are_nicknames(text: str, nick: str) -> None:
    """Letters, numbers, symbols of any script, up to 30, composed."""
    assert parse(text) == nick


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.EMPTY),
        ("x" * 31, Flaw.LONG),
        ("alice : hi", Flaw.CHARACTER),
        ("al ice", Flaw.CHARACTER),
        ("al\u00a0ice", Flaw.CHARACTER),
        ("al,ice", Flaw.CHARACTER),
        ("ali*", Flaw.CHARACTER),
        ("al?ce", Flaw.CHARACTER),
        ("a!b@c", Flaw.CHARACTER),
        ("#room", Flaw.CHARACTER),
        ("@alice", Flaw.CHARACTER),
        ("\x01", Flaw.CHARACTER),
        ("al\x1b[2Jice", Flaw.CHARACTER),
        ("al\u202eice", Flaw.CHARACTER),
        ("al\u200bice", Flaw.CHARACTER),
        ("\u0301alice", Flaw.CHARACTER),
        ("\u3164", Flaw.CHARACTER),
        ("al\ue000ice", Flaw.CHARACTER),
        ("al\ud800ice", Flaw.CHARACTER),
        ("al\ufe0fice", Flaw.CHARACTER),
    ],
)
def test_these_are_none(text: str, flaw: Flaw) -> None:
    """What is empty, long, divides names, marks channels or is not seen is refused."""
    with pytest.raises(MalformedError) as caught:
        parse(text)

    assert caught.value.flaw is flaw


def test_the_length_is_a_setting() -> None:
    """A shorter limit refuses what the default allows."""
    with pytest.raises(MalformedError) as caught:
        parse("alice", 4)

    assert caught.value.flaw is Flaw.LONG


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alice", "aLICE"),
        ("STRASSE", "stra\u00dfe"),
        ("\uff21", "a"),
        ("\u00c9", "\u00e9"),
    ],
)
def test_names_are_compared_without_case(one: str, other: str) -> None:
    """Names that differ in case or width only are the same."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bob", "\u0412\u043eb"),  # Cyrillic
        ("alice", "a1ice"),
        ("modern", "modem"),
        ("paypal", "\u0440\u0430\u0443\u0440\u0430l"),
        ("\u53e3", "\u30ed"),  # a mouth, and the kana ro
        ("O0O", "ooo"),
    ],
)
def test_names_that_look_alike_share_a_skeleton(one: str, other: str) -> None:
    """What a reader would take for each other is the same."""
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("alice", "alina"), ("n00010", "n00011"), ("\u5f20", "\u674e")]
)
def test_names_that_differ_have_their_own(one: str, other: str) -> None:
    """Different names stay different."""
    assert fold(one) != fold(other)
    assert skeleton(one) != skeleton(other)


@given(st.text(max_size=32))
def test_a_nickname_stays_itself(text: str) -> None:
    """What was parsed parses to itself, and holds nothing that divides a line."""
    try:
        nick = parse(text)
    except MalformedError:
        return

    assert parse(nick) == nick
    assert not set(nick) & set(" :,*?!@\r\n\0")
    assert fold(fold(nick)) == fold(nick)
