"""What the clients need of a conversation, over whatever it is held."""

from typing import Protocol

from socketlab.chat.conversation.windows import Windows


class Dialogue(Protocol):
    """One person's side; each call gives what to send, in pieces that belong apart.

    Attributes:
        lines: it is a stream of lines; otherwise one datagram after the other.
        windows: what the person sees.
        ready: what is typed can be sent.
        settled: the server has taken us, so that the next loss is a new one.
        closed: the server has said that it ends, where no connection would tell.
        ended: why it is no use to connect again; "" while it is.

    """

    lines: bool
    windows: Windows
    ready: bool
    settled: bool
    closed: bool
    ended: str

    def open(self) -> list[bytes]:
        """Begin on a new connection."""

    def receive(self, line: bytes, /) -> list[bytes]:
        """Take a line without its end, or a datagram."""

    def type(self, text: str, /) -> list[bytes]:
        """Take a line that was typed."""

    def check(self) -> list[bytes] | None:
        """Ask a silent server whether it is there; None: it did not answer."""

    def leave(self, reason: str = "", /) -> list[bytes]:
        """Tell the server that this person leaves."""

    def lose(self, sentence: str, /) -> None:
        """Note that the connection is lost."""
