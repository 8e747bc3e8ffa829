"""Which bytes are a run of messages to one channel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.irc.grammar import MalformedLineError, parse
from socketlab.chat.irc.runs import Words, read_run

LINE = b"PRIVMSG #a :hi\r\n"


def test_equal_beginnings_are_a_run() -> None:
    """The channel as it was written, and the texts."""
    data = LINE + "PRIVMSG #a :你好 there\r\nPRIVMSG #a ::-)\r\n".encode()

    assert Words("#a", [b"hi", "你好 there".encode(), b":-)"]) == read_run(data)


@pytest.mark.parametrize(
    "data",
    [
        LINE + b"PRIVMSG #b :hi\r\n",
        LINE + b"privmsg #a :hi\r\n",
        LINE + b"PRIVMSG #a hi\r\n",
        LINE + b"QUIT\r\n",
        LINE + b"@a=b PRIVMSG #a :hi\r\n",
        LINE + b"PRIVMSG #a :hi\n",
        LINE + b"PRIVMSG #a :\r\n",
        LINE + b"PRIVMSG #a :\x01ACTION x\x01\r\n",
        LINE + b"PRIVMSG #a :\xff\r\n",
        LINE + b"PRIVMSG #a :" + b"x" * 499 + b"\r\n",
        LINE + b"PRIVMSG #a :hi",
        b"PRIVMSG #a,#b :hi\r\n",
        b"PRIVMSG #a b :hi\r\n",
        b"PRIVMSG bob :hi\r\n",
        b"PRIVMSG #a\r\n",
        b"PRIVMSG #\xff :hi\r\n",
        b"PRIVMSG #a\x1b :hi\r\n",
        b"PRIVMSG #a :\xe4\xbd\r\nPRIVMSG #a :\xa0\r\n",
        b"",
    ],
)
def test_anything_else_is_none(data: bytes) -> None:
    """Another channel, tags, control characters, half a character, a line too long."""
    assert read_run(data) is None


BODIES = st.text("ab :@\x01\n你", max_size=5).map(str.encode) | st.binary(max_size=4)
HEADS = st.sampled_from([b"PRIVMSG #a :", b"PRIVMSG #a  :", b"PRIVMSG #a", b"NOTICE "])


@given(st.lists(st.tuples(HEADS, BODIES), min_size=1, max_size=4))
def test_a_run_says_what_its_lines_say(lines: list[tuple[bytes, bytes]]) -> None:
    """The grammar reads the same from each line."""
    data = b"".join(head + body + b"\r\n" for head, body in lines)
    words = read_run(data)
    if words is None:
        return

    said = []
    for line in data.split(b"\r\n")[:-1]:
        try:
            message = parse(line)
        except MalformedLineError:
            raise AssertionError(line) from None
        assert message is not None
        assert ("PRIVMSG", words.channel) == (message.command, message.parameters[0])
        said.append(message.parameters[1].encode())
    assert words.texts == said
