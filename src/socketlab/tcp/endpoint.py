"""Who a fact speaks of: an endpoint, and one end of a connection."""

from msgspec import Struct


class Endpoint(Struct, frozen=True, order=True):
    """An address and a port (RFC 9293, section 4: *socket*).

    Attributes:
        address: a numeric IPv4 or IPv6 address, as text.
        port: 0 to 65535.

    """

    address: str
    port: int

    def __str__(self) -> str:
        """`192.0.2.1:7`, or `[2001:db8::1]:7` for IPv6."""
        if ":" in self.address:
            return f"[{self.address}]:{self.port}"
        return f"{self.address}:{self.port}"


class End(Struct, frozen=True, order=True):
    """One end of a connection: the 4-tuple as seen from that side.

    Attributes:
        local: the endpoint of this side.
        remote: the endpoint of the other side; None for a listener.

    """

    local: Endpoint
    remote: Endpoint | None = None

    @property
    def peer(self) -> "End":
        """The other end of the same connection.

        Raises:
            ValueError: a listener has no other end.

        """
        if self.remote is None:
            raise ValueError(f"{self.local} listens: it has no other end")
        return End(self.remote, self.local)

    def __str__(self) -> str:
        """`192.0.2.1:7 - 192.0.2.2:40000`, or the local endpoint of a listener."""
        return (
            f"{self.local}" if self.remote is None else f"{self.local} - {self.remote}"
        )
