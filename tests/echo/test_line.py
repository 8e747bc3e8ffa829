"""The echo contract on bytes alone."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socketlab.echo.line import LineEcho, reverse
from socketlab.echo.service import Ending

# What matters to the contract, far more often than chance would bring it.
BYTES = st.lists(
    st.sampled_from([b"\n", b"\r", b"bye", b"bye\n", b"a", b"\xc3\xa9", b"\xff", b"\0"])
).map(b"".join)


def conversation(pieces: list[bytes], max_line: int) -> tuple[bytes, Ending | None]:
    """Give all that is answered to these reads and the end of input, and the ending."""
    echo = LineEcho(max_line)
    answers = b"".join(echo.receive_data(piece) for piece in pieces)
    return answers + echo.receive_eof(), echo.ending


def said_plainly(data: bytes, max_line: int) -> tuple[bytes, Ending]:
    """Say the contract once more, for input that lies there whole."""
    *lines, last = data.split(b"\n")
    lines = [line[:-1] if line.endswith(b"\r") else line for line in lines]
    answers = b""
    for line in [*lines, last] if last else lines:
        if len(line) > max_line:
            return answers, Ending.LINE_TOO_LONG
        answers += reverse(line) + b"\n"
        if line == b"bye":
            return answers, Ending.BYE
    return answers, Ending.END_OF_INPUT


@given(data=BYTES, cuts=st.lists(st.integers(0, 60)), max_line=st.integers(1, 5))
@example(data=b"abc\r\n", cuts=[4], max_line=3)
@example(data=b"abc\r", cuts=[], max_line=3)
@example(data=b"abc\r\r\n", cuts=[5], max_line=3)
def test_it_does_not_matter_where_the_input_is_cut(
    data: bytes, cuts: list[int], max_line: int
) -> None:
    """Cut anywhere, the same bytes get the same answers and the same ending."""
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    pieces = [data[a:b] for a, b in itertools.pairwise(places)]

    assert said_plainly(data, max_line) == conversation(pieces, max_line)


@pytest.mark.parametrize(
    "data", [b"hello\r\nworld\nbye\nmore\n", "é\n你好\n".encode(), b"\xff\xc3\n\n\r\nz"]
)
def test_every_cut_in_two_gives_the_same(data: bytes) -> None:
    """There is no place at which a cut in two changes anything."""
    whole = conversation([data], 8)

    for place in range(len(data) + 1):
        assert whole == conversation([data[:place], data[place:]], 8)


def test_an_answer_comes_with_the_read_that_completes_its_line() -> None:
    """A complete line is answered at once, a line that was begun is kept."""
    echo = LineEcho()

    assert b"" == echo.receive_data(b"he")
    assert b"olleh\n" == echo.receive_data(b"llo\nwor")
    assert b"dlrow\n" == echo.receive_data(b"ld\n")
    assert echo.ending is None


def test_bye_ends_the_conversation() -> None:
    """`bye` is answered; nothing behind it is, and the end of input changes nothing."""
    echo = LineEcho()

    assert b"a\neyb\n" == echo.receive_data(b"a\nbye\nb\n")
    assert echo.ending is Ending.BYE
    assert b"" == echo.receive_data(b"c\n")
    assert b"" == echo.receive_eof()
    assert echo.ending is Ending.BYE


@pytest.mark.parametrize(
    "line", [b"Bye\n", b"bye \n", b" bye\n", b"bye\r\r\n", b"byebye\n"]
)
def test_only_bye_is_bye(line: bytes) -> None:
    """A line that merely resembles `bye` is a line."""
    echo = LineEcho()
    echo.receive_data(line)

    assert echo.ending is None


def test_the_end_of_input_answers_what_was_begun() -> None:
    """A last line without LF is answered; without one there is nothing to say."""
    assert (b"cba\n", Ending.END_OF_INPUT) == conversation([b"abc"], 8)
    assert (b"cba\n", Ending.END_OF_INPUT) == conversation([b"abc\n"], 8)
    assert (b"eyb\n", Ending.BYE) == conversation([b"bye"], 8)
    assert (b"", Ending.END_OF_INPUT) == conversation([], 8)


def test_a_line_too_long_is_noticed_before_its_end() -> None:
    """The byte that is too many ends the conversation; no memory is kept for it."""
    echo = LineEcho(max_line=3)

    assert b"cba\n" == echo.receive_data(b"abc\nabcd")
    assert echo.ending is Ending.LINE_TOO_LONG
    assert b"" == echo.receive_data(b"\nabc\n")


def test_a_last_line_too_long_is_not_answered() -> None:
    """A CR without LF belongs to the line, also when it makes it too long."""
    assert (b"", Ending.LINE_TOO_LONG) == conversation([b"abc\r"], 3)


@given(text=st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])))
def test_text_is_reversed_by_code_point(text: str) -> None:
    """What is valid UTF-8 is so after the reversal too."""
    assert text[::-1] == reverse(text.encode()).decode()


@given(line=st.binary())
def test_a_reversal_keeps_every_byte(line: bytes) -> None:
    """No byte is added or lost, whatever the line holds."""
    assert sorted(line) == sorted(reverse(line))
    assert is_utf8(line) or line[::-1] == reverse(line)
    assert not is_utf8(line) or line == reverse(reverse(line))


def is_utf8(line: bytes) -> bool:
    """Tell whether it decodes."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
