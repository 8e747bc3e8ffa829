"""Who is asked about an expectation, and who decides when answers differ."""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from socketlab.evidence.observation import (
    CALLS,
    COUNTERS,
    OUTPUT,
    PACKETS,
    SOCK_DIAG,
    TRACEPOINT,
    StateSeen,
)
from socketlab.evidence.timeline import Timeline
from socketlab.lab.record import Outcome
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State

Witness: TypeAlias = tuple[str, bool]
"""What a source saw, in words, and whether it is what was expected."""


class Whom(Struct, frozen=True):
    """The subject of an expectation: ends on a host, or a program there."""

    host: str
    ends: tuple[End, ...] = ()
    program: str = ""


class Window(Struct, frozen=True):
    """The time an expectation speaks of.

    Attributes:
        step: when the step began.
        until: when we stopped looking.

    """

    step: int
    until: int


DECIDES = (SOCK_DIAG, TRACEPOINT, CALLS, COUNTERS, OUTPUT, PACKETS)
"""Who decides when sources differ: what the kernel said before what we infer."""


def judge(witnesses: dict[str, Witness]) -> tuple[Outcome, str]:
    """The outcome, and the source that decided it; empty when none could see."""
    for source in DECIDES:
        if source in witnesses:
            return ("agrees" if witnesses[source][1] else "disagrees"), source
    return "not observed", ""


def last_look(whom: Whom, window: Window, seen: Timeline) -> StateSeen | None:
    """The last look at the subject's first end, not older than the step."""
    return seen.look(whom.ends[0], window.step, window.until)


def tally(states: Sequence[State]) -> str:
    """`ESTABLISHED`, or `3 ESTABLISHED, 2 SYN_SENT` where the ends differ."""
    kinds = sorted(set(states))
    if len(kinds) == 1:
        return kinds[0].value
    return ", ".join(f"{states.count(kind)} {kind}" for kind in kinds)


def accepted_in_words(*, yes: bool) -> str:
    """The short form."""
    return "accepted" if yes else "not accepted"
