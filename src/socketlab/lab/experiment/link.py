"""The words of a page for what becomes of packets between its two hosts."""

from typing import Protocol


class Link(Protocol):
    """The lossy link between the two hosts of a page."""

    def lose(self, text: str) -> None:
        """Lose the next packet that carries this text, once.

        What is looked at is the first 64 bytes of a payload.
        """

    def reorder(self, text: str, by: str) -> None:
        """Keep the next packet with one text back until one with the other passes."""

    def duplicate(self, text: str) -> None:
        """Let the next packet that carries this text arrive twice, once."""

    def hold(self) -> None:
        """Keep whatever is sent from now on on the wire."""

    def pass_on(self, count: int) -> None:
        """Wait until so many packets are on the wire, and let them arrive.

        What is sent after that stays on the wire again.
        """

    def release(self) -> None:
        """Let what is on the wire arrive, and hold nothing any more."""
