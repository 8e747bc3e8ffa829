"""Bytes from others as text that a terminal shows and never obeys."""

from codecs import getincrementaldecoder
from unicodedata import category

UTF_8 = getincrementaldecoder("utf-8")
KEPT = "\n\t"


class Visible:
    """Decodes a stream piece by piece."""

    def __init__(self) -> None:
        """Start at a character boundary."""
        self._decoder = UTF_8("backslashreplace")

    def receive_data(self, data: bytes) -> str:
        r"""Give their text: control characters as `\x1b`, bad bytes as `\xff`.

        A character cut in two is given once it is whole.
        """
        return show(self._decoder.decode(data))

    def receive_eof(self) -> str:
        """Give what is left of a character that never became whole."""
        return show(self._decoder.decode(b"", final=True))


def show(text: str) -> str:
    """Replace every character that could move the cursor or reorder the line."""
    return "".join(
        character if is_harmless(character) else escape(character) for character in text
    )


def is_harmless(character: str) -> bool:
    """Tell characters that have a place of their own on the line, spaces included."""
    return character.isprintable() or character in KEPT or category(character) == "Zs"


def escape(character: str) -> str:
    r"""Spell a character as Python does: `\x1b`, `\u202e`."""
    return character.encode("unicode_escape").decode("ascii")
