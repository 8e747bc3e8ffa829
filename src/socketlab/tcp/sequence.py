"""Sequence numbers: 32 bits that wrap (RFC 9293, section 3.4)."""

from typing import Final

_HALF: Final = 1 << 31
_ALL: Final = (1 << 32) - 1


def ahead(number: int, other: int) -> int:
    """Say how far a sequence number is ahead of another; negative when behind.

    Numbers more than half of the space apart count as behind. Either may have
    been counted on beyond 32 bits.
    """
    return ((number - other + _HALF) & _ALL) - _HALF


def after(number: int, steps: int) -> int:
    """Give the sequence number so many steps further on."""
    return (number + steps) & _ALL
