"""IP, TCP, UDP and ICMP headers, decoded from captured packets."""

from enum import IntFlag
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from struct import Struct as Layout
from typing import Final, NamedTuple, TypeAlias

from msgspec import Struct

from socketlab.tcp.endpoint import Endpoint
from socketlab.tcp.options import NONE, Options, read_options

__all__ = [
    "KEPT_PAYLOAD",
    "Datagram",
    "Flag",
    "Options",
    "Segment",
    "Unreachable",
    "Wire",
    "decode",
    "flags_text",
]

# Bytes of payload a segment keeps: enough for a picture's caption.
KEPT_PAYLOAD: Final = 64

_ICMP, _TCP, _UDP = 1, 6, 17
_HOP_BY_HOP, _ROUTING, _FRAGMENT, _DESTINATION = 0, 43, 44, 60
_FRAGMENT_OFFSET = 0x1FFF  # of the IPv4 header's flags and offset (RFC 791, 3.1)
_MORE_FRAGMENTS = 0x2000

_TCP_HEADER = Layout("!HHIIBBH")  # checksum and urgent pointer are not read
_TCP_SIZE = 20
_UDP_HEADER = Layout("!HHH")
_UDP_SIZE = 8
_UNREACHABLE = 3  # the type of an ICMP message (RFC 792)
_ICMP_SIZE = 8
_CODES = {0: "net unreachable", 1: "host unreachable", 3: "port unreachable"}


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


class Unreachable(Struct, frozen=True, tag="unreachable"):
    """An ICMP message "destination unreachable" about a packet (RFC 792).

    It belongs to the connection of the packet it quotes: `source` is where that
    packet was to go, `destination` where it came from. So it stands among the
    packets that the far end sends, although the kernel of that host, or of one on
    the way, sends it. `code` 3 means that no socket is bound to the port.
    """

    source: Endpoint
    destination: Endpoint
    code: int
    length: int = 0
    payload: bytes = b""

    @property
    def label(self) -> str:
        """What tcpdump readers call it: `ICMP port unreachable`."""
        kind = _CODES.get(self.code, f"destination unreachable ({self.code})")
        return f"ICMP {kind}"


Wire: TypeAlias = Segment | Datagram | Unreachable
"""What travels between two endpoints."""


class _Contents(NamedTuple):
    """What an IP packet carries: where it begins and how long it is on the wire."""

    protocol: int
    start: int
    length: int
    source: bytes
    destination: bytes
    more: bool  # further fragments follow


def flags_text(flags: int) -> str:
    """Name the flags as a caption does: `SYN ACK`, `FIN PSH ACK`."""
    return " ".join(flag.name or "" for flag in Flag if flags & flag)


def decode(packet: bytes) -> Wire | None:
    """Decode an IP packet, without link header, as captured: it may be cut short.

    Never raises, whatever the bytes are. Lengths are those of the IP and UDP
    headers, not of the captured bytes. A packet whose total length is 0 (one
    too large for the field, not yet segmented) counts as captured whole.

    Returns:
        None for what is neither TCP nor UDP nor says that one of them did not
        arrive, for a fragment other than the first, and for a packet whose
        headers are cut off or contradict themselves.

    """
    version = packet[0] >> 4 if packet else 0
    if version == 4:  # noqa: PLR2004 the number is the name
        contents = _open_ipv4(packet)
    elif version == 6:  # noqa: PLR2004 the number is the name
        contents = _open_ipv6(packet)
    else:
        return None
    if contents is None:
        return None
    if contents.protocol == _TCP:
        return _decode_tcp(packet, contents)
    if contents.protocol == _UDP:
        return _decode_udp(packet, contents)
    if contents.protocol == _ICMP:
        return _decode_icmp(packet, contents)
    return None


def _open_ipv4(packet: bytes) -> _Contents | None:
    """RFC 791, section 3.1."""
    start = (packet[0] & 0x0F) * 4
    if start < 20 or len(packet) < start:  # noqa: PLR2004 bytes of a bare header
        return None
    fragment = packet[6] << 8 | packet[7]
    if fragment & _FRAGMENT_OFFSET:
        return None
    total = packet[2] << 8 | packet[3] or len(packet)
    return _Contents(
        packet[9],
        start,
        total - start,
        packet[12:16],
        packet[16:20],
        bool(fragment & _MORE_FRAGMENTS),
    )


def _open_ipv6(packet: bytes) -> _Contents | None:
    """RFC 8200, sections 3 and 4."""
    start = 40
    if len(packet) < start:
        return None
    size = packet[4] << 8 | packet[5]
    end = start + size if size else len(packet)
    protocol = packet[6]
    more = False
    while protocol in {_HOP_BY_HOP, _ROUTING, _FRAGMENT, _DESTINATION}:
        header = packet[start : start + 8]
        if len(header) < 8:  # noqa: PLR2004 every extension has 8 bytes
            return None
        if protocol == _FRAGMENT:
            if header[2] << 8 | header[3] & 0xF8:
                return None
            more = bool(header[3] & 1)
            start += 8
        else:
            start += (header[1] + 1) * 8
        protocol = header[0]
    return _Contents(protocol, start, end - start, packet[8:24], packet[24:40], more)


def _decode_tcp(packet: bytes, contents: _Contents) -> Segment | None:
    """RFC 9293, section 3.1."""
    _, start, length, source, destination, _ = contents
    if len(packet) < start + _TCP_SIZE:
        return None
    near, far, sequence, acknowledgment, offset, flags, window = (
        _TCP_HEADER.unpack_from(packet, start)
    )
    header = (offset >> 4) * 4
    if not _TCP_SIZE <= header <= length:
        return None
    body = start + header
    options = packet[start + _TCP_SIZE : body]
    return Segment(
        _endpoint(source, near),
        _endpoint(destination, far),
        sequence,
        acknowledgment,
        flags,
        window,
        length - header,
        packet[body : min(start + length, body + KEPT_PAYLOAD)],
        read_options(options) if options else NONE,
    )


def _decode_udp(packet: bytes, contents: _Contents) -> Datagram | None:
    """RFC 768; its own length counts a datagram that IP has fragmented whole."""
    _, start, length, source, destination, more = contents
    if len(packet) < start + _UDP_SIZE:
        return None
    near, far, size = _UDP_HEADER.unpack_from(packet, start)
    if size < _UDP_SIZE or (size > length and not more):
        return None
    body = start + _UDP_SIZE
    return Datagram(
        _endpoint(source, near),
        _endpoint(destination, far),
        size - _UDP_SIZE,
        packet[body : min(start + size, body + KEPT_PAYLOAD)],
    )


def _decode_icmp(packet: bytes, contents: _Contents) -> Unreachable | None:
    """RFC 792: behind 8 bytes it quotes a packet, its ports at least."""
    message = packet[contents.start : contents.start + contents.length]
    quoted = message[_ICMP_SIZE:]
    if not quoted or message[0] != _UNREACHABLE:
        return None
    inner = _open_ipv4(quoted)
    if inner is None or inner.protocol not in {_TCP, _UDP}:
        return None
    ports = quoted[inner.start : inner.start + 4]
    if len(ports) < 4:  # noqa: PLR2004 two ports
        return None
    near, far = ports[0] << 8 | ports[1], ports[2] << 8 | ports[3]
    return Unreachable(
        _endpoint(inner.destination, far), _endpoint(inner.source, near), message[1]
    )


@lru_cache(maxsize=4096)
def _endpoint(address: bytes, port: int) -> Endpoint:
    """Both ends of a connection come back in every packet of it."""
    # Addresses of 4 bytes are IPv4, of 16 IPv6.
    known = IPv4Address(address) if len(address) == 4 else IPv6Address(address)  # noqa: PLR2004
    return Endpoint(str(known), port)
