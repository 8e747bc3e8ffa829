"""Names completed by one key."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.conversation.completion import Completion

NAMES = ["bob", "Bert", "小明", "#lobby"]


def test_a_name_at_the_beginning_addresses() -> None:
    """At the beginning of a line a colon follows the name, elsewhere a space."""
    assert ("小明: ", 4) == Completion().complete("小", 1, NAMES)
    assert ("hi bob ", 7) == Completion().complete("hi bo", 5, NAMES)
    assert ("#lobby ", 7) == Completion().complete("#", 1, NAMES)


def test_the_same_key_again_gives_the_next_name() -> None:
    """All names that fit come in turn, in both directions, and then the first again."""
    completion = Completion()
    seen = [("b", 1)]
    for by in (1, 1, 1, -1):
        seen.append(completion.complete(*seen[-1], NAMES, by))

    assert ["b", "Bert: ", "bob: ", "Bert: ", "bob: "] == [text for text, _ in seen]
    assert ("bob: ", 5) == Completion().complete("b", 1, NAMES, -1)


def test_nothing_fits() -> None:
    """A word that begins no name stays as it is, and so does no word."""
    assert ("xy", 2) == Completion().complete("xy", 2, NAMES)
    assert ("", 0) == Completion().complete("", 0, NAMES)


@given(st.text(), st.integers(0, 50))
def test_what_stands_behind_the_cursor_stays(text: str, cursor: int) -> None:
    """Completing changes the word before the cursor and nothing else."""
    cursor = min(cursor, len(text))
    after, place = Completion().complete(text, cursor, NAMES)

    assert after[place:].lstrip(" ") == text[cursor:].lstrip(" ")
    word = text[:cursor].rpartition(" ")[2]
    assert after.startswith(text[: cursor - len(word)])
