"""A common statement about sockets, the page that tests it, and what is true of it."""

from typing import Literal, TypeAlias

from msgspec import Struct

Verdict: TypeAlias = Literal["true", "half true", "false"]


class Claim(Struct, frozen=True, kw_only=True):
    """One statement.

    Attributes:
        statement: as people make it.
        source: where it is made or meant to come from.
        page: the experiment that tests it.
        verdict: what the page found.
        condition: when exactly it is so, and when not.

    """

    statement: str
    source: str
    page: str
    verdict: Verdict
    condition: str
