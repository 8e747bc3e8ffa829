"""One datagram to many addresses by one system call: sendmmsg(2).

Python's sendto() reads the address anew each time, and each call enters the kernel:
for a room of a hundred that is half of the cost. sendmmsg(2) takes a vector of
messages; here all of them have one text, and each member keeps its own record.
"""

import ctypes
import socket
import struct
from collections.abc import Sequence
from errno import EAGAIN, EINTR

MOST = 1024  # messages per call: UIO_MAXIOV
LARGEST = 65536  # bytes of a text

Address = tuple[str | int, ...]


class Vector(ctypes.Structure):
    """`struct iovec`: where the text is."""

    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


class Record(ctypes.Structure):
    """`struct mmsghdr`: one message, its address and its text (sendmmsg(2))."""

    _fields_ = (
        ("name", ctypes.c_void_p),
        ("name_length", ctypes.c_uint),
        ("vectors", ctypes.c_void_p),
        ("vector_count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_length", ctypes.c_size_t),
        ("flags", ctypes.c_int),
        ("pad", ctypes.c_char * (ctypes.sizeof(ctypes.c_void_p) - 4)),
        ("sent", ctypes.c_uint),
    )


class Label:
    """A member's address, as the kernel reads it, in a record ready to be sent."""

    __slots__ = ("name", "record")

    def __init__(self, name: ctypes.Array[ctypes.c_char], record: bytes) -> None:
        """Keep the address alive for as long as the record points to it."""
        self.name = name
        self.record = record


class Mailing:
    """Sends from one socket."""

    def __init__(self, bound: socket.socket) -> None:
        """Send from a UDP socket."""
        self.descriptor = bound.fileno()
        self.family = bound.family
        self.text = (ctypes.c_char * LARGEST)()
        self.vector = Vector(ctypes.addressof(self.text), 0)
        self.sendmmsg = ctypes.CDLL(None, use_errno=True).sendmmsg

    def address(self, address: Address) -> Label:
        """Make the record of an address that recvfrom() gave."""
        packed = pack(self.family, address)
        name = ctypes.create_string_buffer(packed, len(packed))
        record = Record(
            name=ctypes.addressof(name),
            name_length=len(packed),
            vectors=ctypes.addressof(self.vector),
            vector_count=1,
        )
        return Label(name, bytes(record))

    def send(self, text: bytes, records: Sequence[bytes]) -> int:
        """Send a text to each; give how many the send buffer had room for.

        What fails for another reason is lost, as datagrams may be.
        """
        ctypes.memmove(self.text, text, len(text))
        self.vector.length = len(text)
        place = 0
        while place < len(records):
            batch = b"".join(records[place : place + MOST])
            count = len(batch) // ctypes.sizeof(Record)
            sent = self.sendmmsg(self.descriptor, batch, count, 0)
            if sent > 0:
                place += sent
            elif ctypes.get_errno() == EAGAIN:
                return place
            elif ctypes.get_errno() != EINTR:
                place += 1
        return place


def pack(family: int, address: Address) -> bytes:
    """Give `struct sockaddr_in` (ip(7)) or `sockaddr_in6` (ipv6(7))."""
    host, port = str(address[0]).partition("%")[0], int(address[1])
    name = socket.inet_pton(family, host)
    if family == socket.AF_INET:
        return struct.pack("=HH4s8x", family, socket.htons(port), name)
    flow, scope = (int(each) for each in address[2:4])
    head = struct.pack("=HH", family, socket.htons(port))
    return head + struct.pack("=I16sI", socket.htonl(flow), name, scope)
