"""Who is asked about an expectation, and who decides when answers differ."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct

from socketlab.evidence.observation import (
    CALLS,
    COUNTERS,
    OUTPUT,
    PACKETS,
    PROC,
    SOCK_DIAG,
    TRACEPOINT,
    TYPES,
    UDP,
    StateSeen,
)
from socketlab.evidence.timeline import Timeline
from socketlab.lab.record import Outcome
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State

Witness: TypeAlias = tuple[str, bool]
"""What a source saw, in words, and whether it is what was expected."""


class Whom(Struct, frozen=True):
    """The subject of an expectation: ends on a host, a program, the host itself."""

    host: str
    ends: tuple[End, ...] = ()
    program: str = ""
    whole: bool = False

    @property
    def nobody(self) -> bool:
        """Whether there is nobody that anything could be expected of."""
        return not self.ends and not self.program and not self.whole


class Window(Struct, frozen=True):
    """The time an expectation speaks of.

    Attributes:
        step: when the step began.
        until: when we stopped looking.

    """

    step: int
    until: int


DECIDES = (SOCK_DIAG, TRACEPOINT, CALLS, COUNTERS, PROC, OUTPUT, TYPES, PACKETS)
"""Who decides when sources differ: what the kernel said before what we infer."""

ENDED = frozenset({State.CLOSE_WAIT, State.CLOSING, State.LAST_ACK})
"""States of an end that has received a FIN and still has a receive queue."""

OPEN = (State.SYN_RECEIVED, State.ESTABLISHED, State.CLOSE_WAIT)
"""The states in which a passive opener has not closed yet."""


def judge(witnesses: dict[str, Witness]) -> tuple[Outcome, str]:
    """The outcome, and the source that decided it; empty when none could see."""
    for source in DECIDES:
        if source in witnesses:
            return ("agrees" if witnesses[source][1] else "disagrees"), source
    return "not observed", ""


def attest(said: Sequence[str], expected: str) -> Witness:
    """What every end said, in words; it agrees if all said what was expected."""
    return tally(said), all(one == expected for one in said)


def ask_looks(
    whom: Whom,
    window: Window,
    seen: Timeline,
    say: Callable[[StateSeen], str | None],
    expected: str,
) -> dict[str, Witness]:
    """Ask the last look at each end that is not older than the step.

    `say` puts what a look tells of the matter into words, None where it tells
    nothing. A socket that is not there refutes whatever is expected of it.
    """
    said = []
    for end in whom.ends:
        look = seen.look(end, window.step, window.until)
        if look is None:
            return {}
        words = State.CLOSED.value if is_gone(look) else say(look)
        if words is None:
            return {}
        said.append(words)
    return {SOCK_DIAG: attest(said, expected)} if said else {}


def is_gone(look: StateSeen) -> bool:
    """Whether there is no such socket; one of UDP has no other state than CLOSED."""
    return look.state is State.CLOSED and look.protocol != UDP


def tally(said: Sequence[str]) -> str:
    """`ESTABLISHED`, or `3 ESTABLISHED, 2 SYN_SENT` where the ends differ."""
    kinds = sorted(set(said))
    if len(kinds) == 1:
        return str(kinds[0])
    return ", ".join(f"{said.count(kind)} {kind}" for kind in kinds)


def queue_in_words(look: StateSeen) -> str | None:
    """A listener's receive queue is its accept queue (sock_diag(7))."""
    return f"queue {look.receive_queue}" if look.state is State.LISTEN else None


def waiting_in_words(look: StateSeen) -> str | None:
    """Any other receive queue counts bytes, and a FIN not yet read as one more.

    A FIN comes last: as long as anything is unread, it is. A UDP socket's queue
    counts memory, which says how many bytes wait only if none do.
    """
    if look.protocol == UDP and look.receive_queue:
        return f"datagrams in {look.receive_queue} bytes of memory"
    if look.state is State.LISTEN:
        return None
    fin = look.state in ENDED and look.receive_queue > 0
    return f"{look.receive_queue - fin} bytes"


def holder_in_words(look: StateSeen) -> str | None:
    """Without an inode no process holds it: not yet, unless it has closed."""
    if look.inode:
        return "accepted"
    return "not accepted" if look.state in OPEN else None
