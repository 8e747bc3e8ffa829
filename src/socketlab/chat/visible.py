"""Text from others: shown, never obeyed by a terminal."""

from unicodedata import category


def show(text: str) -> str:
    r"""Replace every character that could move the cursor or reorder the line.

    A control character is spelled as Python does: `\x1b`, `\n`, `\u202e`.
    """
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or category(character) == "Zs"
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
