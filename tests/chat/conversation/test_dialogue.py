"""What the shells need of a conversation."""

import pytest

from socketlab.chat.conversation.dialogue import Dialogue
from socketlab.chat.conversation.irc.dialogue import IrcDialogue
from socketlab.chat.conversation.plain.dialogue import PlainDialogue
from socketlab.chat.conversation.plain.phrases import Phrases
from socketlab.chat.conversation.windows import Windows


@pytest.mark.parametrize(
    "dialogue",
    [
        IrcDialogue(Windows("ann", "host:1"), "#lobby", str),
        PlainDialogue(Windows("ann", "host:1"), Phrases([str]), str),
    ],
)
def test_conversations_are_held_alike(dialogue: IrcDialogue | PlainDialogue) -> None:
    """Over IRC and over plain UDP, the shells call the same and get lines to send."""
    calls = [name for name in vars(Dialogue) if not name.startswith("_")]

    assert [] == [name for name in calls if not hasattr(dialogue, name)]
    assert dialogue.open()
    assert [] == dialogue.receive(b"")
    assert [] == dialogue.type("/help")
    assert dialogue.leave()
