"""The capture file, read by a reader of its own, and by tshark."""

import shutil
import subprocess
from pathlib import Path
from struct import unpack_from

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.pcapng import Packet, encode

SECTION, INTERFACE, PACKET = 0x0A0D0D0A, 1, 6

PACKETS = st.builds(
    Packet,
    time=st.integers(0, 2**64 - 1),
    outgoing=st.booleans(),
    data=st.binary(max_size=9),
    length=st.integers(0, 2**32 - 1),
    comment=st.none() | st.text(max_size=9),
)

SYN = bytes.fromhex(
    "4500003c000040004006b6b8c0000201c00002029c40000700000001000000005002ffff00000000"
)


def blocks(data: bytes) -> list[tuple[int, bytes]]:
    """Cut a file into its blocks: type and body; both lengths must agree."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(data):
        kind, length = unpack_from("<II", data, at)
        assert 0 == length % 4
        assert (length,) == unpack_from("<I", data, at + length - 4)
        found.append((kind, data[at + 8 : at + length - 4]))
        at += length
    return found


def options(body: bytes) -> list[tuple[int, bytes]]:
    """Read options up to the end of them, which must be the end of the block."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while True:
        code, length = unpack_from("<HH", body, at)
        if (code, length) == (0, 0):
            assert at + 4 == len(body)
            return found
        found.append((code, body[at + 4 : at + 4 + length]))
        at += 4 + (length + 3) // 4 * 4


def read_packet(body: bytes) -> Packet:
    """Read an enhanced packet block."""
    interface, high, low, kept, length = unpack_from("<5I", body)
    assert 0 == interface
    told = dict(options(body[20 + (kept + 3) // 4 * 4 :]))
    return Packet(
        high << 32 | low,
        told[2] == b"\2\0\0\0",
        body[20 : 20 + kept],
        length,
        told[1].decode() if 1 in told else None,
    )


@given(st.lists(PACKETS, max_size=5))
def test_every_packet_comes_back(expected: list[Packet]) -> None:
    """A reader finds each packet with its time, direction, bytes and comment."""
    _section, _interface, *found = blocks(encode(expected))

    assert [PACKET] * len(expected) == [kind for kind, _ in found]
    assert expected == [read_packet(body) for _, body in found]


def test_the_file_says_what_it_is() -> None:
    """One section by us, one interface of IP packets with times in nanoseconds."""
    (section, head), (interface, description) = blocks(encode([], "lab 1", "lo"))

    assert (SECTION, INTERFACE) == (section, interface)
    assert (0x1A2B3C4D, 1, 0, 2**64 - 1) == unpack_from("<IHHQ", head)
    assert [(4, b"lab 1")] == options(head[16:])
    assert (101, 0, 0) == unpack_from("<HHI", description)
    assert [(2, b"lo"), (9, b"\x09")] == options(description[8:])


def test_a_comment_that_is_too_long_is_cut_between_characters() -> None:
    """An option holds 65535 bytes; a character is kept whole or not at all."""
    data = encode(
        [Packet(0, outgoing=True, data=b"", length=0, comment="n" + "ü" * 40_000)]
    )

    comment = read_packet(blocks(data)[2][1]).comment

    assert "n" + "ü" * 32_767 == comment


def test_a_comment_of_broken_text_is_made_visible() -> None:
    """What is no character is escaped, not an error."""
    data = encode([Packet(0, outgoing=True, data=b"", length=0, comment="a\udcffb")])

    assert "a\\udcffb" == read_packet(blocks(data)[2][1]).comment


def test_tshark_reads_it_without_complaint(tmp_path: Path) -> None:
    """Wireshark's own reader gives back times, directions, flags and comments."""
    if not (tshark := shutil.which("tshark")):
        pytest.skip("tshark is not installed (Debian package tshark)")
    file = tmp_path / "capture.pcapng"
    file.write_bytes(
        encode(
            [
                Packet(1_700_000_000_123_456_789, True, SYN, 40, "1. 客户端连接。"),  # noqa: FBT003
                Packet(1_700_000_000_123_456_790, False, SYN, 40),  # noqa: FBT003
            ]
        )
    )
    fields = ("frame.time_epoch", "frame.packet_flags_direction", "tcp.flags.syn")
    listing = subprocess.run(
        [
            tshark, "-n", "-r", file, "-T", "fields",
            *(word for name in (*fields, "frame.comment") for word in ("-e", name)),
        ],
        check=True,
        capture_output=True,
        env={"HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        timeout=60,
    )  # fmt: skip

    lines = [line.split("\t") for line in listing.stdout.decode().splitlines()]
    complaints = [
        line
        for line in listing.stderr.decode().splitlines()
        if "Running as" not in line
    ]

    assert [] == complaints
    assert [
        ["1700000000.123456789", "0x00000002", "1", "1. 客户端连接。"],
        ["1700000000.123456790", "0x00000001", "1", ""],
    ] == lines
