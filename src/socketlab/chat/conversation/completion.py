"""Completing names: the same key again gives the next name that fits."""

from collections.abc import Iterable

from socketlab.chat.nickname import fold


class Completion:
    """One run of the key; any other change of the text ends it."""

    def __init__(self) -> None:
        """Begin with nothing completed."""
        self.result = ("", -1)  # what it gave last
        self.before = self.after = ""
        self.choices: list[str] = []
        self.place = 0

    def complete(
        self, text: str, cursor: int, names: Iterable[str], by: int = 1
    ) -> tuple[str, int]:
        """Complete the word before the cursor.

        Args:
            text: what is typed.
            cursor: characters before the cursor.
            names: what a word may become; in alphabetical order they are offered.
            by: -1 goes backwards.

        Returns:
            the text and the cursor; unchanged if nothing fits.

        """
        if (text, cursor) == self.result and self.choices:
            self.place += by
        else:
            word = text[:cursor].rpartition(" ")[2]
            self.before = text[: cursor - len(word)]
            self.after = text[cursor:]
            self.choices = fitting(word, names)
            self.place = 0 if by > 0 else -1
        if not self.choices:
            return text, cursor
        name = self.choices[self.place % len(self.choices)]
        behind = " " if self.before or name.startswith(("/", "#")) else ": "
        head = f"{self.before}{name}{behind}"
        self.result = (head + self.after.removeprefix(" "), len(head))
        return self.result


def fitting(word: str, names: Iterable[str]) -> list[str]:
    """Give the names that begin like a word, compared without case."""
    if not word:
        return []
    return sorted(
        (name for name in names if fold(name).startswith(fold(word))), key=fold
    )
