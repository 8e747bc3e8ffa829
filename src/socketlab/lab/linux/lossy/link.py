"""The lossy link as a page uses it."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from socketlab.lab.linux.lossy.carrier import Carrier
from socketlab.lab.linux.lossy.crossing import Odds, Rule
from socketlab.lab.linux.lossy.devices import connect

if TYPE_CHECKING:
    from socketlab.lab.experiment import Host
    from socketlab.lab.linux.hosts import LinuxHost


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
            OSError: this kernel has no veth.

        """
        devices = connect(first.address, second.address)
        self.wires = tuple(one.wire for one in devices)
        self.addresses = first.address, second.address
        self.carrier = Carrier(devices, odds, seed)
        self.carrier.start()

    def carry(
        self,
        sender: "Host",
        *,
        lose: Collection[int] = (),
        reorder: Collection[int] = (),
        duplicate: Collection[int] = (),
    ) -> None:
        """Count what a host sends from now on, and do this to these packets."""
        place = self.addresses.index(sender.address)
        rule = Rule(tuple(lose), tuple(reorder), tuple(duplicate))
        self.carrier.crossings[place].rule = rule

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
