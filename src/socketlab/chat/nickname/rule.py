"""The one rule for nicknames, on every transport.

A nickname is 1 to `longest` characters, normalised (NFC), without spaces, control
and invisible characters, and without what has a meaning around names: `:` and `,`
(so that `NAME : text` is never one), the wildcards `*` and `?`, and `!`, `@`, which
divide `nick!user@host`. It does not begin with what marks a channel, a status or
a trailing parameter (modern.ircdocs.horse, "Clients").
"""

from enum import StrEnum
from unicodedata import category, normalize

from socketlab.chat.nickname.confusables import SHAPES

LONGEST = 30  # characters
FORBIDDEN = frozenset(":,*?!@")
NOT_FIRST = frozenset("#&$~%+.<-")
# Letters, numbers, marks, punctuation and symbols; not: separators, control, format
# (bidirectional overrides, zero-width joiners), private and unassigned characters.
CLASSES = frozenset("LNMPS")
# Letters and marks that show nothing (Unicode: Default_Ignorable_Code_Point).
INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800") | frozenset(
    map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
)


class Flaw(StrEnum):
    """Why a text is no nickname."""

    EMPTY = "empty"
    LONG = "long"
    CHARACTER = "character"


class MalformedError(ValueError):
    """The text is no nickname; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        """Keep the reason."""
        super().__init__(flaw.value)
        self.flaw = flaw


def parse(text: str, longest: int = LONGEST) -> str:
    """Give the nickname that a text is, normalised.

    Raises:
        MalformedError: it is none.

    """
    nick = normalize("NFC", text)
    if not nick:
        raise MalformedError(Flaw.EMPTY)
    if len(nick) > longest:
        raise MalformedError(Flaw.LONG)
    if (
        not nick.isascii()
        and not all(category(c)[0] in CLASSES and c not in INVISIBLE for c in nick)
    ) or (nick.isascii() and not (nick.isprintable() and " " not in nick)):
        raise MalformedError(Flaw.CHARACTER)
    if FORBIDDEN & set(nick) or nick[0] in NOT_FIRST or category(nick[0])[0] == "M":
        raise MalformedError(Flaw.CHARACTER)
    return nick


def fold(nick: str) -> str:
    """Give the form in which names are compared without case.

    Full case folding of compatible characters: a full-width `A` is an `a` (UAX 31).
    """
    if nick.isascii():
        lower = nick.lower()
        return nick if lower == nick else lower  # one string, not two, for most
    return normalize("NFKC", normalize("NFKC", nick).casefold())


def skeleton(nick: str) -> str:
    """Give the form that two names share when they look alike (UTS 39, section 4).

    `A1ice` has that of `Alice`, and so have its Cyrillic look-alikes.
    """
    shape = normalize("NFD", normalize("NFKC", nick)).translate(SHAPES)
    return normalize("NFD", shape).casefold()
