"""What the shells need of a conversation."""

from typing import TYPE_CHECKING

from socketlab.chat.conversation.irc.dialogue import IrcDialogue
from socketlab.chat.conversation.plain.dialogue import PlainDialogue
from socketlab.chat.conversation.plain.phrases import Phrases
from socketlab.chat.conversation.windows import Windows

if TYPE_CHECKING:
    from socketlab.chat.conversation.dialogue import Dialogue


def test_both_conversations_are_held_alike() -> None:
    """Over IRC and over plain UDP, the shells call the same and get lines to send."""
    dialogues: list[Dialogue] = [
        IrcDialogue(Windows("ann", "host:1"), "#lobby", str),
        PlainDialogue(Windows("ann", "host:1"), Phrases([str]), str),
    ]

    for dialogue in dialogues:
        assert dialogue.open()
        assert dialogue.receive(b"") == []
        assert dialogue.type("/help") == []
        assert dialogue.leave()
