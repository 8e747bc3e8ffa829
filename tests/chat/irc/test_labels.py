"""One logical message for each labelled line ("labeled-response")."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.irc.labels import add_tag, label_response, read_label

BOTH = frozenset({"labeled-response", "batch"})


def test_a_label_needs_both_capabilities_and_64_bytes_at_most() -> None:
    """Without "batch", without "labeled-response" or too long it does not count."""
    assert "a\\s1" == read_label("a 1", BOTH)
    assert "x" * 64 == read_label("x" * 64, BOTH)
    assert "" == read_label("x" * 65, BOTH)
    assert "" == read_label("a", frozenset({"labeled-response"}))
    assert "" == read_label("a", frozenset({"batch"}))
    assert "" == read_label("", BOTH)


@pytest.mark.parametrize(
    ("response", "labelled"),
    [
        (b"", b"@label=x :s ACK\r\n"),
        (b":s PONG s :a\r\n", b"@label=x :s PONG s :a\r\n"),
        (b"@a=b :s PONG\r\n", b"@label=x;a=b :s PONG\r\n"),
        (
            b":s 1 a\r\n@t=1 :s 2 a\r\n",
            (
                b"@label=x :s BATCH +9 labeled-response\r\n"
                b"@batch=9 :s 1 a\r\n@batch=9;t=1 :s 2 a\r\n:s BATCH -9\r\n"
            ),
        ),
        (
            b":s BATCH +7 chathistory\r\n@batch=7 :s 1 a\r\n:s BATCH -7\r\n",
            b"@label=x :s BATCH +7 chathistory\r\n@batch=7 :s 1 a\r\n:s BATCH -7\r\n",
        ),
        (
            b":s BATCH +7 a\r\n:s BATCH -7\r\n:s BATCH +8 a\r\n:s BATCH -8\r\n",
            (
                b"@label=x :s BATCH +9 labeled-response\r\n"
                b"@batch=9 :s BATCH +7 a\r\n@batch=9 :s BATCH -7\r\n"
                b"@batch=9 :s BATCH +8 a\r\n@batch=9 :s BATCH -8\r\n:s BATCH -9\r\n"
            ),
        ),
    ],
)
def test_a_response_is_one_logical_message(response: bytes, labelled: bytes) -> None:
    """Nothing is an ACK, one line is labelled, more are a batch unless they are one."""
    assert labelled == label_response(response, "x", "s", "9")


LINES = st.lists(
    st.sampled_from([b":s 1 a\r\n", b"@t=1 :s 2\r\n", b":a BATCH +1 x\r\n"])
)


@given(LINES)
def test_the_label_stands_exactly_once(lines: list[bytes]) -> None:
    """The tag is included "in exactly one logical message"."""
    labelled = label_response(b"".join(lines), "x", "s", "9")

    assert 1 == labelled.count(b"label=x")
    assert labelled.startswith(b"@label=x")


def test_a_tag_goes_before_others() -> None:
    """A line without tags gets its first."""
    assert b"@a=b :x\r\n" == add_tag(b":x\r\n", "a=b")
    assert b"@a=b;c :x\r\n" == add_tag(b"@c :x\r\n", "a=b")
