"""What the server's sentences mean."""

import pytest

from socketlab import i18n
from socketlab.chat.conversation.plain.phrases import Meaning, Phrases

PHRASES = Phrases(map(i18n.translator, i18n.LANGUAGES))


@pytest.mark.parametrize(
    ("text", "meaning", "values"),
    [
        ("bob : a : b", Meaning.SAID, {"name": "bob", "text": "a : b"}),
        ("* bob waves", Meaning.ACTED, {"name": "bob", "text": "waves"}),
        ("-bob- hi", Meaning.NOTICED, {"name": "bob", "text": "hi"}),
        ("bob has joined the chat room...", Meaning.JOINED, {"name": "bob"}),
        ("小明 进入聊天室...", Meaning.JOINED, {"name": "小明"}),
        ("小明 离开了聊天室...", Meaning.LEFT, {"name": "小明"}),
        ("bob is now called eve.", Meaning.RENAMED, {"name": "bob", "text": "eve"}),
        ("This nickname is taken: choose another one.", Meaning.NAME_TAKEN, {}),
        ("Send 012345 to come in.", Meaning.CODE, {"code": "012345"}),
        (
            "[2026-11-22T12:00:00Z] bob : hi",
            Meaning.PAST,
            {"time": "2026-11-22T12:00:00Z", "text": "bob : hi"},
        ),
        ("* bob has joined the chat room...", Meaning.ACTED, None),
        ("a b has joined the chat room...", None, {}),
        ("welcome", None, {}),
    ],
)
def test_a_sentence_means_the_same_in_every_language(
    text: str, meaning: Meaning | None, values: dict[str, str] | None
) -> None:
    """A client reads servers of all languages; a member cannot pretend to be one."""
    found, given = PHRASES.read(text)

    assert meaning == found
    assert values in (given, None)
