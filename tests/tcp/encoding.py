"""Packets as bytes, written from what they say."""

from ipaddress import IPv4Address, ip_address
from struct import pack

from socketlab.tcp.endpoint import Endpoint
from socketlab.tcp.segment import Datagram, Options, Segment

NEAR = Endpoint("192.0.2.1", 40000)
FAR = Endpoint("192.0.2.2", 7)
NEAR6 = Endpoint("2001:db8::1", 40000)
FAR6 = Endpoint("2001:db8::2", 7)


def encode_options(options: Options) -> bytes:
    """Write the options field, filled up to whole words."""
    field = b""
    if options.mss is not None:
        field += pack("!BBH", 2, 4, options.mss)
    if options.window_scale is not None:
        field += pack("!BBB", 3, 3, options.window_scale)
    if options.sack_permitted:
        field += pack("!BB", 4, 2)
    if options.timestamp is not None:
        field += pack("!BBII", 8, 10, options.timestamp, options.timestamp_echo)
    if options.sack:
        field += pack("!BB", 5, 2 + 8 * len(options.sack))
        field += b"".join(pack("!II", *block) for block in options.sack)
    return b"\x01" * (-len(field) % 4) + field


def encode_tcp(segment: Segment) -> bytes:
    """Write a TCP header and what is kept of its payload."""
    options = encode_options(segment.options)
    header = pack(
        "!HHIIBBHHH",
        segment.source.port,
        segment.destination.port,
        segment.sequence,
        segment.acknowledgment,
        (5 + len(options) // 4) << 4,
        segment.flags,
        segment.window,
        0xBEEF,
        0,
    )
    return header + options + segment.payload


def encode_udp(datagram: Datagram) -> bytes:
    """Write a UDP header and what is kept of its payload."""
    ports = datagram.source.port, datagram.destination.port
    return pack("!HHHH", *ports, 8 + datagram.length, 0) + datagram.payload


def encode(
    fact: Segment | Datagram, ipv4_options: bytes = b"", extensions: bytes = b""
) -> bytes:
    """Write a whole IP packet; `extensions` are destination options, 8 bytes each."""
    body = encode_tcp(fact) if isinstance(fact, Segment) else encode_udp(fact)
    size = len(body) - len(fact.payload) + fact.length
    protocol = 6 if isinstance(fact, Segment) else 17
    source, destination = (
        ip_address(endpoint.address) for endpoint in (fact.source, fact.destination)
    )
    if isinstance(source, IPv4Address):
        words = 5 + len(ipv4_options) // 4
        header = pack(
            "!BBHHHBBH", 0x40 | words, 0, words * 4 + size, 1, 0, 64, protocol, 0
        )
        return header + source.packed + destination.packed + ipv4_options + body
    chain = [60] * (len(extensions) // 8) + [protocol]
    written = b"".join(
        bytes([after, 0]) + extensions[8 * at + 2 : 8 * at + 8]
        for at, after in enumerate(chain[1:])
    )
    header = pack("!IHBB", 6 << 28, len(written) + size, chain[0], 64)
    return header + source.packed + destination.packed + written + body


def encode_unreachable(quoted: bytes, code: int = 3, kind: int = 3) -> bytes:
    """Write an ICMP message from the far host about a packet of the near one."""
    source, destination = (
        IPv4Address(endpoint.address).packed for endpoint in (FAR, NEAR)
    )
    header = pack("!BBHHHBBH", 0x45, 0, 28 + len(quoted), 1, 0, 64, 1, 0)
    return header + source + destination + pack("!BBHI", kind, code, 0, 0) + quoted
