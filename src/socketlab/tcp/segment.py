"""IP, TCP and UDP headers."""

from enum import IntFlag

from msgspec import Struct

from socketlab.tcp.endpoint import Endpoint


class Flag(IntFlag):
    """The control bits of the TCP header (RFC 9293, section 3.1)."""

    FIN = 0x01
    SYN = 0x02
    RST = 0x04
    PSH = 0x08
    ACK = 0x10
    URG = 0x20
    ECE = 0x40
    CWR = 0x80


class Options(Struct, frozen=True, omit_defaults=True):
    """The TCP options this laboratory reads (RFC 9293, RFC 7323, RFC 2018)."""

    mss: int | None = None
    window_scale: int | None = None
    sack_permitted: bool = False
    timestamp: int | None = None
    timestamp_echo: int | None = None
    sack: tuple[tuple[int, int], ...] = ()


class Segment(Struct, frozen=True, tag="tcp"):
    """One TCP segment: the header's numbers and its first bytes of payload.

    `length` counts all payload bytes; `payload` holds what was captured of them.
    """

    source: Endpoint
    destination: Endpoint
    sequence: int
    acknowledgment: int
    flags: int
    window: int
    length: int
    payload: bytes = b""
    options: Options = Options()


class Datagram(Struct, frozen=True, tag="udp"):
    """One UDP datagram (RFC 768); `length` counts all payload bytes."""

    source: Endpoint
    destination: Endpoint
    length: int
    payload: bytes = b""
