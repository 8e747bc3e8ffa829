"""Arguments that point into the memory of the program."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.syscall.memory import (
    address,
    address_back,
    decode_endpoint,
    message,
    message_back,
    option,
    pieces,
    pieces_back,
    quote,
    text,
    text_back,
)
from socketlab.tcp.endpoint import Endpoint
from tests.evidence.syscall.calls import BASE, call, ipv4

IPV6 = pack("=H", 10) + pack("!HI", 7, 0) + bytes(15) + b"\1" + bytes(4)
MAPPED = pack("=H", 10) + pack("!HI", 7, 0) + bytes(10) + b"\xff\xff\x0a\1\2\3"
UNIX = pack("=H", 1) + b"/run/socket\0"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (ipv4(), Endpoint("10.1.2.3", 7)),
        (IPV6, Endpoint("::1", 7)),
        (MAPPED, Endpoint("10.1.2.3", 7)),
        (IPV6[:23], None),
        (ipv4()[:7], None),
        (UNIX, None),
        (b"\2", None),
        (b"", None),
    ],
)
def test_an_address_is_decoded(data: bytes, expected: Endpoint | None) -> None:
    """IPv4 and IPv6 are endpoints; other families, and cut addresses, are not."""
    assert expected == decode_endpoint(data)


@pytest.mark.parametrize(
    ("data", "length", "expected"),
    [
        (ipv4(), 16, "10.1.2.3:7"),
        (IPV6, 28, "[::1]:7"),
        (IPV6, 2**32 - 1, "[::1]:7"),
        (UNIX, 16, "AF_UNIX"),
        (pack("=H", 99), 2, "..."),
        (ipv4(), 1, "..."),
        (b"", 16, "..."),
    ],
)
def test_an_address_that_is_handed_over_is_shown(
    data: bytes, length: int, expected: str
) -> None:
    """An endpoint, or the family of what is none."""
    assert expected == address(call("connect", 3, BASE, length, data=data), 1)


def test_no_address_is_null() -> None:
    """Neither way."""
    assert "NULL" == address(call("sendto", 3, 0, 16), 1)
    assert "NULL" == address_back(call("accept", 3, 0, 0, result=4), 1)


def test_an_address_that_comes_back_has_its_length_beside_it() -> None:
    """It is known once the call has succeeded, as far as the length says."""
    data = ipv4() + pack("=I", 16)
    given_ = (3, BASE, BASE + 16)

    assert "10.1.2.3:7" == address_back(call("accept", *given_, data=data, result=4), 1)
    for result in (None, -11):
        early = call("accept", *given_, data=data, result=result)
        assert "..." == address_back(early, 1)
    lost = call("accept", 3, BASE, 1, data=data, result=4)
    assert "..." == address_back(lost, 1)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", '""'),
        (b"hello\n", r'"hello\n"'),
        (b'\0\x1b[2J\r\t"\\\x7f\xff', r'"\x00\x1b[2J\r\t\"\\\x7f\xff"'),
        (b"x" * 32, f'"{"x" * 32}"'),
        (b"x" * 33, f'"{"x" * 32}"...'),
    ],
)
def test_bytes_are_quoted(data: bytes, expected: str) -> None:
    """A terminal can do nothing but show them, and there are not many."""
    assert expected == quote(data)


@given(st.binary(max_size=64))
def test_quoted_bytes_are_printable(data: bytes) -> None:
    """What is quoted can be read back, as far as it goes."""
    shown = quote(data)

    assert shown.isascii()
    assert shown.isprintable()
    assert repr(data[:32]) == repr(eval("b" + shown.removesuffix("...")))  # noqa: S307


def test_what_is_sent_is_shown_at_once() -> None:
    """As long as the size says; `...` where it cannot be read."""
    data = b"hello\n" + bytes(94)

    assert r'"hello\n"' == text(call("send", 3, BASE, 6, data=data), 1)
    assert text(call("send", 3, BASE, 100, data=data), 1).endswith('"...')
    assert '""' == text(call("send", 3, 0, 0), 1)
    assert "..." == text(call("send", 3, BASE + 98, 6, data=data), 1)


def test_what_is_received_is_shown_as_far_as_it_came() -> None:
    """The result is the length, but never more than the buffer (MSG_TRUNC)."""
    buffer = (3, BASE, 4)

    assert '"hell"' == text_back(call("recv", *buffer, data=b"hello", result=9), 1)
    assert '"he"' == text_back(call("recv", *buffer, data=b"hello", result=2), 1)
    assert '""' == text_back(call("recv", *buffer, data=b"hello", result=0), 1)
    assert "..." == text_back(call("recv", *buffer, data=b"hello"), 1)
    assert "..." == text_back(call("recv", *buffer, data=b"hello", result=-11), 1)


def scatter(*parts: bytes) -> bytes:
    """Give an array of struct iovec and the buffers behind it."""
    at = BASE + 16 * len(parts)
    vectors = buffers = b""
    for part in parts:
        vectors += pack("=QQ", at + len(buffers), len(part))
        buffers += part
    return vectors + buffers


def test_pieces_that_are_sent_are_all_shown() -> None:
    """Four at most, and no half of one."""
    two, five = scatter(b"one", b"two"), scatter(*[b"x"] * 5)

    assert '["one", "two"]' == pieces(call("writev", 3, BASE, 2, data=two), 1)
    assert '["x", "x", "x", "x", ...]' == pieces(
        call("writev", 3, BASE, 5, data=five), 1
    )
    assert "[...]" == pieces(call("writev", 3, BASE, 1, data=two[:15]), 1)
    assert "[]" == pieces(call("writev", 3, BASE, 0), 1)


def test_pieces_that_are_received_are_shown_as_far_as_they_came() -> None:
    """The result counts through all of them."""
    vector, data = (3, BASE, 2), scatter(b"one", b"two")

    assert '["one", "t"]' == pieces_back(call("readv", *vector, data=data, result=4), 1)
    assert "..." == pieces_back(call("readv", *vector, data=data), 1)


def envelope(who: int, who_length: int, parts: bytes, count: int) -> bytes:
    """Give a struct msghdr (recvmsg(2)) with an address and pieces behind it."""
    header = pack("=QI4xQQQQi4x", who, who_length, BASE + 72, count, 0, 0, 0)
    vectors = b"".join(
        pack("=QQ", BASE + 72 + 16 * count + 3 * place, 3) for place in range(count)
    )
    return header + ipv4() + vectors + parts


def test_a_message_has_an_address_and_pieces() -> None:
    """Both are shown, also when they come back."""
    data = envelope(BASE + 56, 16, b"onetwo", 2)

    assert '10.1.2.3:7, ["one", "two"]' == message(call("x", 3, BASE, data=data), 1)
    assert '10.1.2.3:7, ["one", "t"]' == message_back(
        call("x", 3, BASE, data=data, result=4), 1
    )
    assert "..." == message_back(call("x", 3, BASE, data=data), 1)
    assert "..." == message(call("x", 3, BASE, data=data[:50]), 1)


def test_a_message_without_address_has_none() -> None:
    """A connected socket fills in a length of zero."""
    data = envelope(BASE + 56, 0, b"one", 1)

    assert 'NULL, ["one"]' == message(call("recvmsg", 3, BASE, data=data), 1)


@pytest.mark.parametrize(
    ("level", "code", "data", "expected"),
    [
        (1, 2, pack("=i", 1), "SO_REUSEADDR=1"),
        (6, 1, pack("=i", 0), "TCP_NODELAY=0"),
        (1, 13, pack("=ii", 1, 5), "SO_LINGER=1/5"),
        (1, 20, pack("=qq", 5, 0), "SO_RCVTIMEO=5/0"),
        (6, 13, b"cubic", 'TCP_CONGESTION="cubic"'),
        (77, 78, pack("=i", -1), "78=-1"),
        (1, 26, b"", "SO_ATTACH_FILTER"),
    ],
)
def test_an_option_has_its_value(
    level: int, code: int, data: bytes, expected: str
) -> None:
    """An int, two numbers, or the bytes themselves."""
    made = call("setsockopt", 3, level, code, BASE, len(data), data=data)

    assert expected == option(made, 2)


def test_an_option_that_cannot_be_read_has_no_value() -> None:
    """Its name is known all the same."""
    assert "SO_REUSEADDR" == option(call("setsockopt", 3, 1, 2, 1, 4), 2)


def test_an_option_that_is_asked_for_is_known_later() -> None:
    """The kernel fills in the value and its length (getsockopt(2))."""
    data = pack("=iI", 111, 4)
    asked = (3, 1, 4, BASE, BASE + 4)

    assert "SO_ERROR" == option(call("getsockopt", *asked, data=data), 2)
    assert "SO_ERROR=111" == option(call("getsockopt", *asked, data=data, result=0), 2)
    assert "SO_ERROR" == option(call("getsockopt", 3, 1, 4, BASE, 1, result=0), 2)
