"""Nicknames: the one rule for all transports, and what looks alike."""

from socketlab.chat.nickname.rule import (
    LONGEST,
    Flaw,
    MalformedError,
    fold,
    parse,
    skeleton,
)

__all__ = ["LONGEST", "Flaw", "MalformedError", "fold", "parse", "skeleton"]
