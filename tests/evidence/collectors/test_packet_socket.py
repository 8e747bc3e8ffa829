"""A capture of known packets."""

import socket
import time
from typing import TYPE_CHECKING

from socketlab.evidence.collectors import packet_socket
from socketlab.evidence.collectors.packet_socket import PacketSocket
from socketlab.tcp.segment import Datagram, Flag, Segment

if TYPE_CHECKING:
    from tests.evidence.conftest import Inside

CONNECTIONS = 1009


def live(times: int) -> None:
    """Connect, send, close: the client first."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        for _ in range(times):
            client = socket.create_connection(listener.getsockname())
            server, _ = listener.accept()
            client.send(b"hi")
            client.close()
            server.recv(2)
            server.close()


def tell_one() -> list[list[object]]:
    """Capture one connection; what each copy of its segments was."""
    capture = PacketSocket()
    capture.start()
    began = time.monotonic_ns()
    live(1)
    seen = capture.stop()
    ended = time.monotonic_ns()
    times = [one.time for one in seen]
    assert times == sorted(times)
    assert all(began - one.doubt <= one.time <= ended + one.doubt for one in seen)
    server = seen[0].segment.destination
    told: list[list[object]] = []
    for one in seen:
        assert isinstance(one.segment, Segment)
        assert one.end is not None
        assert one.sent == (one.end.local == one.segment.source)
        side = "server" if one.end.local == server else "client"
        if one.segment.flags & (Flag.SYN | Flag.FIN | Flag.PSH):
            told.append([one.sent, side, one.segment.flags, one.segment.length])
    return told


def test_each_packet_is_seen_leaving_and_arriving(inside: "Inside") -> None:
    """Each segment that says something has a sent and a received copy, in order."""
    story = [
        ("client", Flag.SYN, 0),
        ("server", Flag.SYN | Flag.ACK, 0),
        ("client", Flag.PSH | Flag.ACK, 2),
        ("client", Flag.FIN | Flag.ACK, 0),
        ("server", Flag.FIN | Flag.ACK, 0),
    ]
    other = {"client": "server", "server": "client"}
    expected = [
        copy
        for side, flags, length in story
        for copy in ([True, side, flags, length], [False, other[side], flags, length])
    ]

    assert expected == inside(tell_one)


def capture_all() -> list[object]:
    """Capture 1009 connections back to back, without reading meanwhile."""
    with PacketSocket("lo") as capture:
        live(CONNECTIONS)
        seen = capture.drain()
        packets = list(capture.packets)
        assert [] == capture.drain()
    sent = [one.number for one in seen if one.sent]
    received = [one.number for one in seen if not one.sent]
    assert list(range(1, len(packets) + 1)) == sent == sorted(received)
    opened = sum(
        1
        for one in seen
        if isinstance(one.segment, Segment) and one.segment.flags == Flag.SYN
    )
    # The kernel may join ACKs with FINs: 7 to 9 segments a connection.
    assert 7 * CONNECTIONS <= len(packets) <= 9 * CONNECTIONS
    return [opened, len(capture.caveats)]


def test_nothing_is_dropped_back_to_back(inside: "Inside") -> None:
    """Both copies of every packet of 1009 connections fit into the ring."""
    assert [2 * CONNECTIONS, 3] == inside(capture_all)


def drain_often() -> list[int]:
    """Take what is there again and again, further than the ring reaches."""
    taken = 0
    frames = packet_socket.RING // packet_socket.FRAME
    with (
        PacketSocket() as capture,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one,
    ):
        one.bind(("127.0.0.1", 0))
        one.connect(one.getsockname())
        while taken <= frames:
            for _ in range(499):
                one.send(b"x")
                one.recv(1)
            seen = capture.drain()
            assert 2 * 499 == len(seen)
            assert all(isinstance(packet.segment, Datagram) for packet in seen)
            taken += len(seen)
        return [len(capture.packets) * 2 - taken, len(capture.caveats)]


def test_a_ring_that_is_read_has_no_end(inside: "Inside") -> None:
    """Frames are given back: more packets than frames are all seen."""
    assert [0, 3] == inside(drain_often)


def overflow(limit: int) -> list[object]:
    """Never read, and send more than fits; or keep little."""
    packet_socket.BLOCKS = 1
    packet_socket.RING = packet_socket.BLOCK
    packet_socket.MOST_BYTES = limit
    with PacketSocket() as capture:
        live(53)
    return [len(capture.packets), *capture.caveats[3:]]


def test_dropped_packets_are_reported(inside: "Inside") -> None:
    """A ring that is too small drops packets, and a caveat says so."""
    packets, caveat = inside(overflow, 1 << 20)

    assert 128 == packets  # of 256 frames: each packet is captured twice
    assert "dropped" in caveat


def test_memory_is_bounded(inside: "Inside") -> None:
    """Beyond the limit nothing is kept, and a caveat says so."""
    packets, *caveats = inside(overflow, 600)

    assert 5 == packets  # of about 60 bytes, each captured twice
    assert any("limit" in caveat for caveat in caveats)


def send_large() -> list[list[int]]:
    """Send a datagram that is larger than a frame of the ring."""
    with (
        PacketSocket() as capture,
        socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as one,
    ):
        one.bind(("::1", 0))
        one.sendto(bytes(5000), one.getsockname())
        seen = capture.drain()
    return [
        [packet.length, len(packet.data) < packet_socket.FRAME]
        for packet in capture.packets
    ] + [[one.segment.length] for one in seen]


def test_a_large_packet_is_cut_short_and_says_its_length(inside: "Inside") -> None:
    """What exceeds a frame is cut; its length is that of the whole packet."""
    assert [[5048, True], [5000], [5000]] == inside(send_large)


def test_the_clocks_are_compared_with_a_stated_doubt() -> None:
    """The difference of the clocks is the same again, within the doubts."""
    first, second = packet_socket.compare_clocks(), packet_socket.compare_clocks()
    after = time.time_ns() - time.monotonic_ns()

    # A step of the clock in between would be far larger than this.
    assert abs(first[0] - second[0]) <= first[1] + second[1] + 1_000_000
    assert abs(after - second[0]) < 1_000_000_000
