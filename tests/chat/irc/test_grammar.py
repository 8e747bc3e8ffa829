"""One line of IRC, in the words of RFC 2812 section 2.3 and of "message-tags"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.irc import grammar
from socketlab.chat.irc.grammar import (
    LineTooLongError,
    MalformedLineError,
    Message,
    NotUtf8Error,
    cut,
    cut_into_lines,
    escape,
    parse,
    parse_tags,
    serialise,
    serialise_line,
    serialise_tags,
    unescape,
    wrap_words,
)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"PING", Message("PING")),
        (b"ping x", Message("PING", ("x",))),
        (b"JOIN #a,#b  key ", Message("JOIN", ("#a,#b", "key"))),
        (b"PRIVMSG #a :hello, world", Message("PRIVMSG", ("#a", "hello, world"))),
        (b"PRIVMSG #a ::-)", Message("PRIVMSG", ("#a", ":-)"))),
        (b"PRIVMSG #a :", Message("PRIVMSG", ("#a", ""))),
        (b"TOPIC #a:b", Message("TOPIC", ("#a:b",))),
        (b":bob!u@h  QUIT :bye", Message("QUIT", ("bye",), source="bob!u@h")),
        (b": QUIT", Message("QUIT")),
        (b"  QUIT", Message("QUIT")),
        (b"001 a", Message("001", ("a",))),
        (
            b"@a=b;+c=\\:\\s\\\\;d PING",
            Message("PING", (), {"a": "b", "+c": "; \\", "d": ""}),
        ),
        (b"@a  :x PING y", Message("PING", ("y",), {"a": ""}, "x")),
        (b"@x.org/k=1 PING", Message("PING", (), {"x.org/k": "1"})),
        ("PRIVMSG #课 :你好".encode(), Message("PRIVMSG", ("#课", "你好"))),
        (
            b"X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
            Message("X", (*map(str, range(1, 15)), "15 16")),
        ),
        (
            b"X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 :15 16",
            Message("X", (*map(str, range(1, 15)), "15 16")),
        ),
    ],
)
def test_a_line_is_read(line: bytes, message: Message) -> None:
    """A message is tags, a prefix, a command and up to 15 parameters."""
    assert message == parse(line)


@pytest.mark.parametrize("line", [b"", b"  ", b"   "])
def test_an_empty_line_is_nothing(line: bytes) -> None:
    """Empty messages are "silently ignored" (RFC 2812 section 2.3.1)."""
    assert parse(line) is None


@pytest.mark.parametrize(
    "line",
    [
        b"?!",
        b"12 x",
        b"1234",
        b":only.a.source",
        b"@a=b",
        b"PING \0",
        b"A\rB",
        b"@\0 A",
    ],
)
def test_what_is_no_message_is_refused(line: bytes) -> None:
    """Only letters or three digits are a command; NUL, CR and LF are no part of it."""
    with pytest.raises(MalformedLineError):
        parse(line)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (b"PRIVMSG #a :\xff", "PRIVMSG"),
        (b":src notice a :\xff", "NOTICE"),
        (b":src\xff", "*"),
        (b"\xff\xfe", "*"),
        (b"@a=\xff PING x", "PING"),
        (b"@a=\xff ", "*"),
    ],
)
def test_bytes_that_are_no_utf8_are_refused_with_their_command(
    line: bytes, command: str
) -> None:
    """Where the command can be read it is named (IRCv3 "UTF8ONLY")."""
    with pytest.raises(NotUtf8Error) as caught:
        parse(line)

    assert command == caught.value.command


def test_the_tags_of_such_a_line_are_read() -> None:
    """Its label says to which line the answer belongs."""
    with pytest.raises(NotUtf8Error) as caught:
        parse(b"@label=x;a=\xff PRIVMSG #a :\xff")

    assert {"label": "x", "a": ""} == caught.value.tags


def test_a_message_has_512_bytes_at_most() -> None:
    """510 bytes and CR LF are a message, one more is too long (RFC 2812, 2.3)."""
    head = b"PRIVMSG #a :"
    fits = head + b"x" * (510 - len(head))

    assert parse(fits) is not None
    with pytest.raises(LineTooLongError):
        parse(fits + b"x")


def test_tags_have_4096_bytes_at_most_and_do_not_count_with_the_rest() -> None:
    """4094 bytes of tag data from a client, then 510 of the rest ("Size limit")."""
    rest = b"PRIVMSG #a :" + b"x" * 498
    fits = b"@" + b"a" * 4094 + b" " + rest

    assert parse(fits) is not None
    with pytest.raises(LineTooLongError):
        parse(b"@a" + fits[1:])
    assert 8191 == grammar.TAG_BYTES
    assert 4096 + 512 == grammar.LINE_BYTES


def test_of_a_tag_that_comes_twice_the_last_counts() -> None:
    """All but the final occurrence are discarded, and so is what is no key."""
    assert {"a": "2", "b": ""} == parse_tags("a=1;b;a=2;;=x;sp ace=1;+=1")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("test\\", "test"),
        ("\\b", "b"),
        ("\\\\s", "\\s"),
        ("a\\:b\\sc\\r\\n", "a;b c\r\n"),
        ("=+:,", "=+:,"),
    ],
)
def test_a_value_is_unescaped(text: str, value: str) -> None:
    """A lone backslash at the end stands for nothing, before others for themselves."""
    assert value == unescape(text)


@given(st.text())
def test_an_escaped_value_is_whole_again(value: str) -> None:
    """Escaping leaves no character that divides, and loses nothing."""
    escaped = escape(value)

    assert not set("; \r\n") & set(escaped)
    assert value == unescape(escaped)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n "), min_size=1)
MIDDLES = WORDS.filter(lambda word: not word.startswith(":"))
KEYS = st.from_regex(r"\+?([a-z.]{1,4}/)?[a-zA-Z0-9-]{1,5}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"))


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """Give messages that the grammar allows."""
    parameters = draw(st.lists(MIDDLES, max_size=13))
    return Message(
        draw(st.from_regex(r"[A-Z]{1,8}|[0-9]{3}", fullmatch=True)),
        (*parameters, *draw(st.lists(TEXTS, max_size=1))),
        draw(st.dictionaries(KEYS, TEXTS, max_size=3)),
        draw(st.none() | MIDDLES),
    )


@given(messages())
def test_what_is_written_is_read_again(message: Message) -> None:
    """`parse` is the inverse of `serialise` on every message that is short enough."""
    data = serialise(message)
    try:
        again = parse(data.removesuffix(b"\r\n"))
    except LineTooLongError:
        return

    assert message == again


@given(st.binary() | st.binary().map(lambda data: b"@+a=b;c :x!y@z PRIVMSG " + data))
def test_any_bytes_are_a_message_or_refused(line: bytes) -> None:
    """No bytes bring anything but a message, nothing, or the one error."""
    try:
        message = parse(line)
    except MalformedLineError:
        return

    assert message is None or message.command == message.command.upper()


def test_a_colon_stands_where_it_is_needed() -> None:
    """The last parameter has a colon if it is empty, has spaces or begins with one."""
    assert ":s 001 a :b c" == serialise_line("s", "001", "a", "b c")
    assert "PING b" == serialise_line("", "PING", "b")
    assert "PING :" == serialise_line("", "PING", "")
    assert ":s LIST" == serialise_line("s", "LIST")


def test_a_client_reads_longer_tags_than_a_server() -> None:
    """A server may add 4094 bytes to the tags it relays: 8191 in all."""
    line = b"@" + b"a" * 8189 + b" PING"

    assert parse(line, grammar.TAG_BYTES) is not None
    with pytest.raises(LineTooLongError):
        parse(line)
    with pytest.raises(LineTooLongError):
        parse(b"@a" + line[1:], grammar.TAG_BYTES)


def test_no_tags_are_nothing() -> None:
    """Without tags there is no `@`."""
    assert "" == serialise_tags({})
    assert "@a;b=1 " == serialise_tags({"a": "", "b": "1"})


@given(st.text(st.characters(codec="utf-8")), st.integers(-1, 40))
def test_a_text_is_cut_between_characters(text: str, size: int) -> None:
    """What is left is a beginning of the text, as long as its bytes allow."""
    short = cut(text, size)

    assert text.startswith(short)
    assert len(short.encode()) <= max(size, 0)
    if short != text:
        rest = text[len(short)]
        assert len((short + rest).encode()) > size


@given(st.text(st.characters(codec="utf-8")), st.integers(4, 40))
def test_a_text_in_lines_is_still_the_text(text: str, size: int) -> None:
    """Nothing is lost between the lines, and each is short enough."""
    lines = cut_into_lines(text, size)

    assert text == "".join(lines)
    assert all(len(line.encode()) <= size for line in lines)


@given(st.lists(MIDDLES), st.integers(1, 40))
def test_words_are_wrapped(words: list[str], size: int) -> None:
    """Lines hold all words in order; only a single word can be longer than a line."""
    lines = wrap_words(words, size)

    assert words == [word for line in lines for word in line.split(" ")]
    assert all(len(line.encode()) <= size or " " not in line for line in lines)
