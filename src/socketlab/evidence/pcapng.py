"""The capture file that Wireshark opens (draft-ietf-opsawg-pcapng).

One section, one interface, one block for each packet. Packets begin with the IP
header (link type RAW), times are in nanoseconds, and a packet may carry
comments: Wireshark shows them above its details, filters by `frame.comment`.
"""

from collections.abc import Iterable
from struct import pack
from typing import NamedTuple

SECTION_HEADER = 0x0A0D0D0A
INTERFACE_DESCRIPTION = 1
ENHANCED_PACKET = 6

BYTE_ORDER_MAGIC = 0x1A2B3C4D
UNKNOWN_LENGTH = 2**64 - 1
LINKTYPE_RAW = 101
UNLIMITED = 0

END_OF_OPTIONS = 0
COMMENT = 1
USER_APPLICATION = 4
INTERFACE_NAME = 2
TIME_RESOLUTION = 9
PACKET_FLAGS = 2

NANOSECONDS = bytes([9])
INBOUND, OUTBOUND = 1, 2
LONGEST_OPTION = 2**16 - 1


class Packet(NamedTuple):
    """One packet.

    Attributes:
        time: nanoseconds on CLOCK_REALTIME.
        outgoing: the sender's copy; otherwise the receiver's.
        data: the bytes from the IP header on, perhaps cut short.
        length: how many bytes the packet had.
        comment: what is to be said of it.

    """

    time: int
    outgoing: bool
    data: bytes
    length: int
    comment: str | None = None


def encode(
    packets: Iterable[Packet],
    application: str = "socketlab",
    interface: str = "socketlab",
) -> bytes:
    """Write the file's bytes.

    Args:
        packets: in the order of their numbers.
        application: what made the capture, and its version.
        interface: what to call the interface they were captured on.

    """
    section = block(
        SECTION_HEADER,
        pack("<IHHQ", BYTE_ORDER_MAGIC, 1, 0, UNKNOWN_LENGTH),
        (USER_APPLICATION, application.encode()),
    )
    description = block(
        INTERFACE_DESCRIPTION,
        pack("<HHI", LINKTYPE_RAW, 0, UNLIMITED),
        (INTERFACE_NAME, interface.encode()),
        (TIME_RESOLUTION, NANOSECONDS),
    )
    return b"".join([section, description, *map(encode_packet, packets)])


def encode_packet(packet: Packet) -> bytes:
    """Write one packet and what is said of it."""
    high, low = divmod(packet.time, 2**32)
    head = pack("<5I", 0, high, low, len(packet.data), packet.length)
    options = [(PACKET_FLAGS, pack("<I", OUTBOUND if packet.outgoing else INBOUND))]
    if packet.comment is not None:
        text = packet.comment.encode(errors="backslashreplace")
        options.insert(0, (COMMENT, text))
    return block(ENHANCED_PACKET, head + pad(packet.data), *options)


def block(kind: int, body: bytes, *options: tuple[int, bytes]) -> bytes:
    """Write a block: its length stands before and behind it."""
    for code, value in options:
        kept = cut(value)
        body += pack("<HH", code, len(kept)) + pad(kept)
    body += pack("<HH", END_OF_OPTIONS, 0)
    length = pack("<I", len(body) + 12)
    return pack("<I", kind) + length + body + length


def cut(value: bytes) -> bytes:
    """Shorten a value to what an option can hold, between two characters."""
    if len(value) <= LONGEST_OPTION:
        return value
    return value[:LONGEST_OPTION].decode("utf-8", "ignore").encode()


def pad(value: bytes) -> bytes:
    """Fill up to a multiple of 32 bits."""
    return value + bytes(-len(value) % 4)
