"""How entries look on the wire: what a wire form must know."""

from typing import Protocol

from socketlab.chat.entry import Entry, Run

Piece = bytes | memoryview


class Form(Protocol):
    """How entries look on the wire to some members; equal forms share a stream."""

    @property
    def framed(self) -> bool:
        """Whether each entry travels alone, as a datagram does."""

    @property
    def hears_itself(self) -> bool:
        """Whether a member is shown its own joins, leaves and renamings."""

    def encode(self, entry: Entry, /) -> bytes:
        """Give the entry's bytes; none if this form does not show it."""

    def encode_run(self, run: Run, /) -> list[bytes]:
        """Give the bytes of a run, in one piece; one per entry if it is framed."""
