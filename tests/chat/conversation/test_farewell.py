"""Words that leave."""

import pytest

from socketlab.chat.conversation.farewell import read_farewell


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("EXIT", ""),
        (" exit\n", ""),
        ("/exit", ""),
        ("/quit", ""),
        ("/QUIT see you ", "see you"),
        ("EXIT now", None),
        ("exits", None),
        ("/quite", None),
        ("", None),
    ],
)
def test_only_these_words_leave(text: str, reason: str | None) -> None:
    """EXIT alone and /quit leave; a sentence with such a word is said."""
    assert reason == read_farewell(text)
