"""Capture every packet of the namespace: packet(7).

Sees each packet twice: when it is sent, and when it arrives. On loopback too,
but only if bound to ETH_P_ALL; with ETH_P_IP the sent copies are missing.
Needs CAP_NET_RAW, which the namespace's own root has.

Misses what moves no packet: LISTEN, the end of TIME-WAIT and of an orphaned
FIN-WAIT-2, a close without a segment. It still sees a packet that the kernel
drops after the tap: a deaf socket, a full accept queue, an input filter.

Costs (Linux 6.18): a ring of 32 MiB, about 20 ms to make; about 2 us for each
copy of a packet when it is captured, and 12 us to take it out and decode it.

Facts: SO_RCVBUFFORCE is refused in a user namespace, and a plain socket buffer
drops packets that come back to back; a memory-mapped ring is not charged to
that buffer. TPACKET_V3 hands out blocks of packets after a timeout; TPACKET_V2
frames are there at once, and a packet that exceeds its frame is cut short.

Decision: TPACKET_V2, frames of 1 KiB (headers and 900 bytes), 32768 of them:
1000 short connections, some 20 copies each, fit without being read. No thread:
whoever waits for something calls `drain`.
"""

from collections import defaultdict, deque
from mmap import mmap
from socket import AF_PACKET, PACKET_OUTGOING, SOCK_DGRAM, htons, socket
from struct import Struct as Layout
from time import (
    CLOCK_REALTIME,
    clock_gettime_ns,
    monotonic_ns,
)
from types import TracebackType
from typing import NamedTuple, Self

from socketlab.evidence.observation import PACKETS, SegmentSeen
from socketlab.tcp.endpoint import End
from socketlab.tcp.segment import decode

CAVEATS: tuple[str, ...] = (
    "LISTEN, and the ends of TIME-WAIT and orphaned FIN-WAIT-2, send no packet.",
    "A packet that the kernel drops after the capture saw it looks received.",
    "Of a packet longer than about 900 bytes only the beginning is kept.",
)
DROPPED_CAVEATS: tuple[str, ...] = (
    "The capture is incomplete: the kernel dropped packets, its ring was full.",
)
TOO_MUCH_CAVEATS: tuple[str, ...] = (
    "The capture is incomplete: it was ended at its limit of memory.",
)

SOL_PACKET = 263
PACKET_RX_RING = 5
PACKET_STATISTICS = 6
PACKET_VERSION = 10
TPACKET_V2 = 1
ETH_P_ALL = 0x0003
INTERNET_PROTOCOLS = frozenset({htons(0x0800), htons(0x86DD)})
"""IPv4 and IPv6, as they stand in sockaddr_ll (linux/if_ether.h)."""

FRAME = 1 << 10
BLOCK = 1 << 18
BLOCKS = 128
RING = BLOCK * BLOCKS
MOST_BYTES = 1 << 26
"""What is kept of one capture: 64 MiB."""

KERNEL_OWNS = bytes(4)
RING_REQUEST = Layout("=4I")
STATISTICS = Layout("=2I")
FRAME_HEADER = Layout("=4xII2xHII8x2xHi2xB")
"""tpacket2_hdr, then sockaddr_ll at its offset 32 (linux/if_packet.h)."""

BILLION = 1_000_000_000


class Packet(NamedTuple):
    """One packet: `data` from the IP header on, cut short at about 900 bytes.

    Attributes:
        time: nanoseconds on CLOCK_MONOTONIC.
        doubt: nanoseconds, from converting between the clocks.
        realtime: nanoseconds on CLOCK_REALTIME, as the kernel stamped it.
        outgoing: the sender's copy; otherwise the receiver's.
        data: the bytes kept.
        length: how many bytes the packet had.

    """

    time: int
    doubt: int
    realtime: int
    outgoing: bool
    data: bytes
    length: int


class PacketSocket:
    """A capture on one interface of this namespace, or on all of them.

    Attributes:
        packets: each packet once, as it was sent; number 1 stands first. The copy
            that arrives has the same number: in a capture file it would look like
            a retransmission.
        ignored: the numbers of devices whose packets are none of a host's.

    """

    def __init__(self, interface: str = "") -> None:
        """Name an interface; capture nothing yet."""
        self.interface = interface
        self.packets: list[Packet] = []
        self.ignored: set[int] = set()
        self.under_way: defaultdict[bytes, deque[int]] = defaultdict(deque)
        self.dropped = 0
        self.kept_bytes = 0
        self.too_much = False
        self.place = 0
        self.offset = 0

    def start(self) -> None:
        """Capture from now on.

        Raises:
            PermissionError: CAP_NET_RAW is missing.
            OSError: no memory for the ring, no such interface.

        """
        # With a protocol it hears all interfaces; with 0 nothing before bind(2).
        everywhere = 0 if self.interface else htons(ETH_P_ALL)
        self.socket = socket(AF_PACKET, SOCK_DGRAM, everywhere)
        try:
            self.socket.setsockopt(SOL_PACKET, PACKET_VERSION, TPACKET_V2)
            request = RING_REQUEST.pack(BLOCK, BLOCKS, FRAME, RING // FRAME)
            self.socket.setsockopt(SOL_PACKET, PACKET_RX_RING, request)
            self.ring = mmap(self.socket.fileno(), RING)
            self.offset, _ = compare_clocks()
            if self.interface:
                self.socket.bind((self.interface, ETH_P_ALL))
        except BaseException:
            self.socket.close()
            raise

    def drain(self) -> list[SegmentSeen]:
        """Take the packets that came since the last time, decoded, in order."""
        seen = []
        for packet in self.take():
            number = self.number(packet)
            segment = decode(packet.data)
            if segment is None:
                continue
            end = End(segment.source, segment.destination)
            seen.append(
                SegmentSeen(
                    source=PACKETS,
                    time=packet.time,
                    doubt=packet.doubt,
                    end=end if packet.outgoing else end.peer,
                    number=number,
                    sent=packet.outgoing,
                    segment=segment,
                )
            )
        return seen

    def number(self, packet: Packet) -> int:
        """The number of a packet: a new one, unless it was seen being sent."""
        if not packet.outgoing and packet.data in self.under_way:
            numbers = self.under_way[packet.data]
            number = numbers.popleft()
            if not numbers:
                del self.under_way[packet.data]
            return number
        self.packets.append(packet)
        if packet.outgoing:
            self.under_way[packet.data].append(len(self.packets))
        return len(self.packets)

    def take(self) -> list[Packet]:
        """Empty the ring, and give the frames back to the kernel."""
        taken = []
        offset, doubt = compare_clocks()
        doubt += abs(offset - self.offset)
        self.offset = offset
        ring, place = self.ring, self.place
        while ring[(at := place * FRAME) : at + 4] != KERNEL_OWNS:
            length, kept, start, seconds, nanoseconds, protocol, device, kind = (
                FRAME_HEADER.unpack_from(ring, at)
            )
            heeded = protocol in INTERNET_PROTOCOLS and device not in self.ignored
            if heeded and self.has_room(kept):
                realtime = seconds * BILLION + nanoseconds
                data = ring[at + start : at + start + kept]
                taken.append(
                    Packet(
                        realtime - offset,
                        doubt,
                        realtime,
                        kind == PACKET_OUTGOING,
                        data,
                        length,
                    )
                )
            ring[at : at + 4] = KERNEL_OWNS
            place = (place + 1) % (RING // FRAME)
        self.place = place
        statistics = self.socket.getsockopt(
            SOL_PACKET, PACKET_STATISTICS, STATISTICS.size
        )
        self.dropped += STATISTICS.unpack(statistics)[1]
        return taken

    def has_room(self, more: int) -> bool:
        """Count bytes to be kept; false, for good, once there are too many."""
        self.kept_bytes += more
        self.too_much = self.too_much or self.kept_bytes > MOST_BYTES
        return not self.too_much

    def stop(self) -> list[SegmentSeen]:
        """Capture no more; take the packets that are left, as `drain` does."""
        try:
            return self.drain()
        finally:
            self.ring.close()
            self.socket.close()

    @property
    def incomplete(self) -> bool:
        """Whether packets passed that are not here."""
        return bool(self.dropped) or self.too_much

    @property
    def caveats(self) -> tuple[str, ...]:
        """What this source cannot tell, and whether packets were lost."""
        dropped = DROPPED_CAVEATS if self.dropped else ()
        too_much = TOO_MUCH_CAVEATS if self.too_much else ()
        return CAVEATS + dropped + too_much

    def __enter__(self) -> Self:
        """Capture inside a `with` statement."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop; the packets stay."""
        self.stop()


def compare_clocks() -> tuple[int, int]:
    """CLOCK_REALTIME minus CLOCK_MONOTONIC in nanoseconds, and the doubt of it.

    The best of a few tries: one that was interrupted has a large doubt.
    """
    tries = []
    for _ in range(5):
        before = monotonic_ns()
        realtime = clock_gettime_ns(CLOCK_REALTIME)
        doubt = (monotonic_ns() - before + 1) // 2
        tries.append((doubt, realtime - before - doubt))
    doubt, offset = min(tries)
    return offset, doubt
