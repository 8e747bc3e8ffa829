"""How wide a text is, and where it may be broken.

Figures are laid out without a font at hand: the advance widths are those of
Noto Sans, which is wider than most fonts that may take its place, so that a text
never outgrows its box. East Asian characters are one em wide (UAX #11).
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from unicodedata import combining, east_asian_width

# Noto Sans Regular, thousandths of an em, from space to tilde.
ADVANCES = (
    *(260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372),
    *(572, 572, 572, 572, 572, 572, 572, 572, 572, 572, 268, 268, 572, 572, 572, 434),
    *(899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619, 524, 907, 760, 781),
    *(605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444),
    *(281, 561, 615, 480, 615, 564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605),
    *(615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380, 551, 380, 572),
)
OTHER = 640
MONO = 602
BOLD = 1.07
CLOSING = "，。：；！？、）」』》”’,.:;!?)"  # noqa: RUF001 Chinese has its own marks

Measure = Callable[[str], float]


def is_wide(character: str) -> bool:
    """Tell whether a character takes two columns of a terminal."""
    return east_asian_width(character) in "WF"


def advance(character: str) -> int:
    """Give the width of one character in thousandths of an em."""
    if is_wide(character):
        return 1000
    index = ord(character) - 32
    return ADVANCES[index] if 0 <= index < len(ADVANCES) else OTHER


@lru_cache(maxsize=1 << 14)
def width(text: str, size: float, *, bold: bool = False, mono: bool = False) -> float:
    """Estimate the width of a text in pixels at a font size in pixels."""
    if mono:
        total = sum(1000 if is_wide(character) else MONO for character in text)
        return total * size / 1000
    return sum(map(advance, text)) * size / 1000 * (BOLD if bold else 1)


def columns(text: str) -> int:
    """Count the columns that a text takes in a terminal."""
    return sum(
        2 if is_wide(character) else 0 if combining(character) else 1
        for character in text
    )


def split(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may be broken.

    A piece keeps the space or the closing mark that follows it.
    """
    piece = ""
    for character in text:
        may_break = piece and (
            piece[-1] == " " or is_wide(character) or is_wide(piece[-1])
        )
        if may_break and character not in CLOSING and character != " ":
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def wrap(text: str, limit: float, measure: Measure = columns) -> list[str]:
    """Break a text into lines no wider than `limit`; at least one line.

    A piece that alone is wider than the limit is cut.
    """
    lines: list[str] = []
    line = ""
    for piece in split(text):
        if line and measure((line + piece).rstrip()) > limit:
            lines.append(line.rstrip())
            line = ""
        line += piece
        while measure(line.rstrip()) > limit and len(line) > 1:
            cut = next(
                at for at in range(1, len(line) + 1) if measure(line[: at + 1]) > limit
            )
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line or not lines else lines


def shorten(text: str, limit: float, measure: Measure = columns) -> str:
    """Cut a text to `limit`, with an ellipsis where something is missing."""
    if measure(text) <= limit:
        return text
    while text and measure(text + "…") > limit:
        text = text[:-1]
    return text + "…"


def pad(text: str, size: int, *, right: bool = False) -> str:
    """Fill a text with spaces to so many columns, on its left if `right`."""
    space = " " * (size - columns(text))
    return space + text if right else text + space
