"""Lines as sentences."""

import pytest

from socketlab.chat.conversation.line import Line
from socketlab.chat.conversation.wording import word
from socketlab.chat.entry import Kind


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (Kind.SAY, "hi", "ann : hi"),
        (Kind.ACTION, "waves", "* ann waves"),
        (Kind.NOTICE, "hi", "-ann- hi"),
        (Kind.SYSTEM, "so it is", "so it is"),
        (Kind.JOIN, "", "ann has joined the chat room..."),
        (Kind.LEAVE, "", "ann has left the chat room..."),
        (Kind.QUIT, "bye", "ann has left the chat room: bye"),
        (Kind.NICK, "eve", "ann is now called eve."),
        (Kind.TOPIC, "birds", "ann has set the topic: birds"),
        (Kind.TOPIC, "", "ann has taken the topic away."),
        (Kind.KICK, "why", "ann has put bob out of the chat room: why"),
        (Kind.MODE, "+o bob", "ann has set the mode +o bob."),
    ],
)
def test_each_kind_has_its_sentence(kind: Kind, text: str, sentence: str) -> None:
    """What is said reads as on plain UDP; what happens is a sentence."""
    assert sentence == word(Line(0, kind, "ann", text, "bob"), str)
