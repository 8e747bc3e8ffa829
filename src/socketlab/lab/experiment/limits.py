"""Limits of a page's parameters, and the times that it states."""

from msgspec import Struct


class Between(Struct, frozen=True):
    """A parameter's range, both ends included: `Annotated[int, Between(0, 9)]`."""

    low: int
    high: int


class OneOf(Struct, frozen=True):
    """A parameter's choices: `Annotated[str, OneOf(("client", "server"))]`."""

    choices: tuple[str, ...]


def ms(count: float) -> int:
    """Milliseconds, as the laboratory counts time: in nanoseconds."""
    return round(count * 1_000_000)


def seconds(count: float) -> int:
    """Seconds, as the laboratory counts time: in nanoseconds."""
    return round(count * 1_000_000_000)
