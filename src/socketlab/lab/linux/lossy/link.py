"""The lossy link as a page uses it.

Fact: what a veth hands on waits in a queue of the processor that sent it; on a
busy machine a sender that is moved to another processor overtakes itself.
Decision: from the link on, the page and who carries stay on one processor, so
that nothing is reordered but by the link (sched_setaffinity(2)).
"""

import os
from gettext import gettext as _
from typing import TYPE_CHECKING

from socketlab.lab.linux.lossy.carrier import Carrier
from socketlab.lab.linux.lossy.crossing import Fate, Odds, Wish
from socketlab.lab.linux.lossy.devices import connect

if TYPE_CHECKING:
    from socketlab.lab.linux.hosts import LinuxHost


class NoLinkError(Exception):
    """The link cannot be laid; the text says what is missing and how to get it."""


class LossyLink:
    """The link between two hosts; what crosses it fares as was said.

    Attributes:
        wires: the devices on which frames are carried, no host's own.

    """

    def __init__(
        self, first: "LinuxHost", second: "LinuxHost", odds: Odds, seed: int
    ) -> None:
        """Lay the link; from now on the two hosts reach each other only over it.

        Raises:
            NoLinkError: this kernel has no veth.

        """
        try:
            devices = connect(first.address, second.address)
        except OSError as error:
            raise NoLinkError(
                _(
                    "this kernel makes no link between two hosts ({reason}); "
                    "an administrator can allow it with 'modprobe veth'"
                ).format(reason=error.strerror)
            ) from error
        stay_on_one_processor(int(first.address.split(".")[2]))
        self.wires = tuple(one.wire for one in devices)
        self.carrier = Carrier(devices, odds, seed)
        self.carrier.start()

    def lose(self, text: str) -> None:
        """Lose the next packet with this in its payload."""
        self.wish(Wish(Fate.LOST, text.encode()))

    def reorder(self, text: str, by: str) -> None:
        """Let the next packet with this be overtaken by the next one with that."""
        self.wish(Wish(Fate.OVERTAKEN, text.encode(), by.encode()))

    def duplicate(self, text: str) -> None:
        """Let the next packet with this arrive twice."""
        self.wish(Wish(Fate.DOUBLED, text.encode()))

    def wish(self, wish: Wish) -> None:
        """Heed a wish in whichever direction the packet goes first."""
        for crossing in self.carrier.crossings:
            crossing.wishes.append(wish)

    def hold(self) -> None:
        """Keep what is sent from now on on the wire."""
        self.carrier.hold()

    def pass_on(self, count: int) -> None:
        """Let what is on the wire arrive; hold what it brings about."""
        self.carrier.pass_on(count, hold=True)

    def release(self) -> None:
        """Hold nothing any more."""
        self.carrier.pass_on(0, hold=False)

    def end(self) -> None:
        """Carry nothing any more."""
        self.carrier.stop()


def stay_on_one_processor(chance: int) -> None:
    """Be moved to no other one any more; runs beside each other take different ones."""
    mine = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {mine[chance % len(mine)]})
