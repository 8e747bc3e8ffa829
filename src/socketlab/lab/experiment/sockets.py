"""The sockets of a page: their words are system calls."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from socketlab.lab.experiment.hosts import Host


class Subject(Protocol):
    """What an expectation can speak of."""

    @property
    def host(self) -> "Host":
        """The host it lives on."""


class Connection(Subject, Protocol):
    """One end of a connection that the page holds. Its words are system calls."""

    @property
    def far(self) -> "Subject":
        """The other end, for expectations; it need not be held by anyone."""

    def send(self, data: bytes, *, wait: bool = True, may_fail: bool = False) -> int:
        """send(2): the number of bytes the kernel took; 0 where it failed.

        Without `wait` it takes nothing where there is no room (MSG_DONTWAIT).
        """

    def send_to(self, to: Subject, data: bytes, *, may_fail: bool = False) -> int:
        """sendto(2): a datagram to the place of another socket."""

    def receive(
        self, size: int = 65536, *, wait: bool = True, may_fail: bool = False
    ) -> bytes:
        """recv(2): waits for data; empty at end of input, and where it failed.

        Without `wait` it gives nothing where nothing is there (MSG_DONTWAIT).
        """

    def set(self, option: str, value: int) -> None:
        """setsockopt(2): `near.set("TCP_NODELAY", 1)`."""

    def shutdown(self) -> None:
        """shutdown(2) with SHUT_WR: the half-close."""

    def close(self) -> None:
        """close(2)."""

    def measure(self) -> int:
        """How long the next datagram is, which stays there; recv(2) with MSG_TRUNC."""

    def forget(self) -> None:
        """Be gone without a FIN or a RST, as a machine that loses its power is."""

    def deafen(self, *, flags: str = "") -> None:
        """From now on drop what arrives: all of it, or segments with these flags."""

    def hear(self) -> None:
        """Hear again; the other side's retransmission carries on from here."""


class Listener(Subject, Protocol):
    """A listening socket that the page holds."""

    def accept(self) -> Connection:
        """accept(2): waits for a connection."""

    def send(self, data: bytes, *, may_fail: bool = False) -> int:
        """send(2), on the listening socket itself."""

    def connect(self, to: Subject, *, may_fail: bool = False) -> Connection:
        """connect(2), on the listening socket itself."""

    def shutdown(self) -> None:
        """shutdown(2) with SHUT_RD: it stops listening and keeps its port."""

    def deafen(self, *, flags: str = "") -> None:
        """From now on drop what arrives, for unfinished handshakes too.

        With `flags="ACK"` a handshake is begun but never finished. Connections
        that are complete do not notice.
        """

    def hear(self) -> None:
        """Hear again."""

    def close(self) -> None:
        """close(2)."""
