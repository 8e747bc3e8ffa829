"""The words of a page for what becomes of packets between its two hosts."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from socketlab.lab.experiment import Host


class Link(Protocol):
    """The lossy link between the two hosts of a page."""

    def carry(
        self,
        sender: "Host",
        *,
        lose: Collection[int] = (),
        reorder: Collection[int] = (),
        duplicate: Collection[int] = (),
    ) -> None:
        """Count the packets with data that a host sends from now on, from 1.

        Those in `lose` never arrive, those in `reorder` arrive behind the next one,
        those in `duplicate` arrive twice.
        """

    def hold(self) -> None:
        """Keep whatever is sent from now on on the wire."""

    def pass_on(self, count: int) -> None:
        """Wait until so many packets are on the wire, and let them arrive.

        What is sent after that stays on the wire again.
        """

    def release(self) -> None:
        """Let what is on the wire arrive, and hold nothing any more."""
