"""Look at the socket table again and again; write down what has changed.

Every look of a long observation would fill the memory; most of them show what the
one before showed.
"""

from time import monotonic_ns
from typing import TYPE_CHECKING

from socketlab.evidence.observation import SOCK_DIAG, StateSeen
from socketlab.lab.linux.watch import Watch
from socketlab.tcp.states import State

if TYPE_CHECKING:
    from socketlab.tcp.endpoint import End

SELDOM = 100_000_000
"""Nanoseconds between two looks at the programs: each names all their descriptors."""


class Gaze:
    """What the last look at the socket table showed."""

    def __init__(self, watch: Watch) -> None:
        """Nothing has been seen."""
        self.watch = watch
        self.looked = 0
        self.known: dict[End, tuple[State, bool]] = {}

    def look(self) -> bool:
        """Take in what is new; tell whether any socket came, went or changed."""
        self.watch.gather_packets()
        if self.watch.diag is None:
            return False
        began = monotonic_ns()
        found = self.watch.diag.sockets()
        ended = monotonic_ns()
        now = {one.end: (one.state, bool(one.inode)) for one in found}
        changed = [one for one in found if self.known.get(one.end) != now[one.end]]
        gone = self.known.keys() - now
        self.known = now
        time, doubt = (began + ended) // 2, (ended - began + 1) // 2
        self.watch.timeline.add(
            StateSeen(
                source=SOCK_DIAG,
                time=time,
                doubt=doubt,
                end=one.end,
                state=one.state,
                receive_queue=one.receive_queue,
                send_queue=one.send_queue,
                inode=one.inode,
            )
            for one in changed
        )
        self.watch.timeline.add(
            StateSeen(
                source=SOCK_DIAG, time=time, doubt=doubt, end=end, state=State.CLOSED
            )
            for end in gone
        )
        if changed and began > self.looked + SELDOM:
            self.looked = began
            self.watch.look_at_programs()
        return bool(changed or gone)

    @property
    def busy(self) -> bool:
        """Whether a connection is on its way from one state to the next."""
        resting = (State.LISTEN, State.TIME_WAIT)
        return any(state not in resting for state, _held in self.known.values())
