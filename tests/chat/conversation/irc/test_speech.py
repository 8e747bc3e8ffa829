"""What is said on IRC."""

import pytest

from socketlab.chat.conversation.irc.speech import read_line
from socketlab.chat.entry import Kind
from socketlab.chat.irc.grammar import parse


@pytest.mark.parametrize(
    ("line", "kind", "text", "called"),
    [
        (":bob!b@h PRIVMSG #a :hi ann", Kind.SAY, "hi ann", True),
        (":bob!b@h PRIVMSG ann :hi", Kind.SAY, "hi", True),
        (":bob!b@h PRIVMSG #a :\x01ACTION waves\x01", Kind.ACTION, "waves", False),
        (":bob!b@h NOTICE #a :\x02hi\x1b[2J", Kind.NOTICE, r"hi\x1b[2J", False),
        (":ANN!b@h PRIVMSG #a :ann", Kind.SAY, "ann", False),
    ],
)
def test_a_message_is_a_line(line: str, kind: Kind, text: str, called: bool) -> None:  # noqa: FBT001 a row of the table
    """Words, actions and notices are shown, and call by name or in private."""
    message = parse(line.encode())
    assert message
    found = read_line(message, "ann", 7)

    assert found
    assert (kind, text, called, 7) == (found.kind, found.text, found.called, found.time)


def test_time_and_id_are_the_server_s() -> None:
    """A message keeps the time and the id that its tags give."""
    message = parse(b"@time=1970-01-01T00:00:01.500Z;msgid=x :b!b@h PRIVMSG #a :hi")
    assert message
    found = read_line(message, "ann", 7)

    assert found
    assert (1500, "x", False) == (found.time, found.identity, found.own)


def test_a_client_is_not_questioned() -> None:
    """A CTCP query is neither shown nor answered."""
    message = parse(b":bob!b@h PRIVMSG ann :\x01VERSION\x01")
    assert message

    assert read_line(message, "ann", 7) is None
