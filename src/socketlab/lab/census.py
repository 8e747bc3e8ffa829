"""What a page can expect of the kernel's own memory: its sockets, its structures.

Segments cannot tell what the kernel keeps: a server that answers with a SYN cookie
looks as if it were in SYN-RECEIVED, and keeps nothing.
"""

from typing import ClassVar

from msgspec import Struct

from socketlab.evidence.observation import SOCK_DIAG, TYPES, StructureSeen
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import Whom, Window, Witness, tally
from socketlab.lab.record import Sentence
from socketlab.tcp.states import State

ABSENT = "no socket"


class Absent(Struct, frozen=True, tag=True):
    """The kernel has no socket for any end of the subject."""

    sources: ClassVar[tuple[str, ...]] = (SOCK_DIAG,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        if len(whom.ends) == 1:
            template = "The {host} has no socket for this connection."
        else:
            template = "The {host} has no socket for any of {count} connections."
        return Sentence(template, {"host": whom.host, "count": len(whom.ends)})

    def short(self) -> str:
        """The expected value."""
        return ABSENT

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Ask the last look at each end that is not older than the step."""
        found = last_states(whom, window, seen)
        if not found:
            return {}
        words = [ABSENT if one is State.CLOSED else one.value for one in found]
        return {SOCK_DIAG: (tally(words), set(found) == {State.CLOSED})}


class Count(Struct, frozen=True, tag=True):
    """So many ends of the subject, exactly and no matter which, are in a state."""

    state: State
    number: int
    sources: ClassVar[tuple[str, ...]] = (SOCK_DIAG,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        return Sentence(
            "{number} of {count} ends at the {host} are in {state}.",
            {
                "host": whom.host,
                "state": self.state.label,
                "number": self.number,
                "count": len(whom.ends),
            },
        )

    def short(self) -> str:
        """The expected value."""
        return str(self.number)

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Count among the last looks at the ends."""
        found = last_states(whom, window, seen)
        if not found:
            return {}
        number = found.count(self.state)
        return {SOCK_DIAG: (str(number), number == self.number)}


class Takes(Struct, frozen=True, tag=True):
    """A structure of the kernel takes so many bytes: `tcp_timewait_sock`."""

    structure: str
    low: int
    high: int
    sources: ClassVar[tuple[str, ...]] = (TYPES,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        return Sentence(
            "The structure {structure} of the kernel takes {low} to {high} bytes.",
            {
                "host": whom.host,
                "structure": self.structure,
                "low": self.low,
                "high": self.high,
            },
        )

    def short(self) -> str:
        """The expected value."""
        return f"{self.structure} {self.low}-{self.high} bytes"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Read what the kernel says of it; a structure does not change."""
        del whom, window  # it is the same for every host at any time
        for one in seen.others:
            if isinstance(one, StructureSeen) and one.structure == self.structure:
                words = f"{self.structure} {one.size} bytes"
                return {TYPES: (words, self.low <= one.size <= self.high)}
        return {}


def last_states(whom: Whom, window: Window, seen: Timeline) -> list[State]:
    """The state of every end when it was last looked at; none if one was not."""
    looks = [seen.look(end, window.step, window.until) for end in whom.ends]
    found = [look.state for look in looks if look is not None]
    return found if len(found) == len(looks) else []
