"""What a page can expect of a socket that is not there."""

from typing import ClassVar

from msgspec import Struct

from socketlab.evidence.observation import SOCK_DIAG
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import Whom, Window, Witness, tally
from socketlab.lab.record import Sentence
from socketlab.tcp.states import State

ABSENT = "no socket"


class Absent(Struct, frozen=True, tag=True):
    """The kernel has no socket for any end of the subject.

    Segments cannot tell: a server that answers with a SYN cookie looks as if it
    were in SYN-RECEIVED, and keeps nothing.
    """

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
        looks = [seen.look(end, window.step, window.until) for end in whom.ends]
        found = [look.state for look in looks if look is not None]
        if not found or len(found) < len(looks):
            return {}
        words = [ABSENT if one is State.CLOSED else one.value for one in found]
        return {SOCK_DIAG: (tally(words), set(found) == {State.CLOSED})}
