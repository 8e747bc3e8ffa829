"""The decoder of IP, TCP and UDP headers."""

from ipaddress import IPv6Address
from struct import pack

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socketlab.tcp.endpoint import Endpoint
from socketlab.tcp.segment import (
    KEPT_PAYLOAD,
    Datagram,
    Flag,
    Options,
    Segment,
    Unreachable,
    Wire,
    decode,
    flags_text,
)
from tests.tcp.encoding import (
    FAR,
    FAR6,
    NEAR,
    NEAR6,
    encode,
    encode_udp,
    encode_unreachable,
)


def open_ipv6(chain: bytes, first: int, body: bytes) -> Wire | None:
    """Decode a body behind hand-written extension headers."""
    header = pack("!IHBB", 6 << 28, len(chain) + len(body), first, 64)
    addresses = IPv6Address(NEAR6.address).packed + IPv6Address(FAR6.address).packed
    return decode(header + addresses + chain + body)


numbers, ports = st.integers(0, 2**32 - 1), st.integers(0, 2**16 - 1)
pairs = st.one_of(
    st.tuples(st.ip_addresses(v=4), st.ip_addresses(v=4)),
    st.tuples(st.ip_addresses(v=6), st.ip_addresses(v=6)),
)
timestamps = st.one_of(st.just((None, None)), st.tuples(numbers, numbers))


@st.composite
def options_fields(draw: st.DrawFn) -> Options:
    """Options that fit into 40 bytes together."""
    timestamp, echo = draw(timestamps)
    return Options(
        draw(st.none() | ports),
        draw(st.none() | st.integers(0, 255)),
        draw(st.booleans()),
        timestamp,
        echo,
        tuple(draw(st.lists(st.tuples(numbers, numbers), max_size=2))),
    )


@st.composite
def facts(draw: st.DrawFn) -> Segment | Datagram:
    """Any segment or datagram, with up to as much payload as is kept."""
    near, far = draw(pairs)
    payload = draw(st.binary(max_size=KEPT_PAYLOAD))
    # Only what has been kept in full has been cut off behind it.
    hidden = draw(st.integers(0, 60000)) if len(payload) == KEPT_PAYLOAD else 0
    source = Endpoint(str(near), draw(ports))
    destination = Endpoint(str(far), draw(ports))
    length = len(payload) + hidden
    if draw(st.booleans()):
        return Datagram(source, destination, length, payload)
    return Segment(
        source,
        destination,
        draw(numbers),
        draw(numbers),
        draw(st.integers(0, 255)),
        draw(ports),
        length,
        payload,
        draw(options_fields()),
    )


def ack(
    length: int = 0, payload: bytes = b"", options: Options | None = None
) -> Segment:
    """Build a plain acknowledgment."""
    chosen = options or Options()
    return Segment(NEAR, FAR, 1, 2, Flag.ACK, 512, length, payload, chosen)


@given(facts(), st.integers(0, 10), st.integers(0, 3))
def test_what_an_encoder_wrote_is_read_back(
    fact: Segment | Datagram, words: int, headers: int
) -> None:
    """Every field survives, through IPv4 options and IPv6 extension headers."""
    packet = encode(fact, ipv4_options=bytes(4 * words), extensions=bytes(8 * headers))

    assert fact == decode(packet)


@given(st.binary(max_size=200))
@example(b"")
@example(b"\x45")
@example(b"\x60")
def test_arbitrary_bytes_never_raise(packet: bytes) -> None:
    """Whatever arrives is decoded or refused."""
    assert isinstance(decode(packet), Wire | None)


@given(facts(), st.data())
def test_damaged_packets_never_raise(
    fact: Segment | Datagram, data: st.DataObject
) -> None:
    """A real packet with any bytes replaced is decoded or refused."""
    packet = bytearray(encode(fact))
    places = st.integers(0, len(packet) - 1)
    for at, value in data.draw(st.dictionaries(places, st.integers(0, 255))).items():
        packet[at] = value

    assert isinstance(decode(bytes(packet)), Wire | None)


@given(facts())
def test_a_cut_packet_keeps_its_length(fact: Segment | Datagram) -> None:
    """At every cut the headers say the same, or nothing once they are cut."""
    packet = encode(fact)
    for cut in range(len(packet)):
        seen = decode(packet[:cut])
        if seen is not None:
            assert (fact.source, fact.length) == (seen.source, seen.length)
            assert fact.payload.startswith(seen.payload)


def test_bytes_behind_the_packet_are_not_payload() -> None:
    """What Ethernet adds to a short frame does not count."""
    packet = encode(ack(3, b"abc")) + bytes(10)

    assert ack(3, b"abc") == decode(packet)


def test_a_packet_too_large_for_its_length_field_counts_as_captured() -> None:
    """A total length of 0 stands for a packet that the device will cut up."""
    packet = bytearray(encode(ack(3, b"abc")))
    packet[2:4] = bytes(2)
    jumbo = bytearray(encode(Segment(NEAR6, FAR6, 1, 2, Flag.ACK, 512, 3, b"abc")))
    jumbo[4:6] = bytes(2)

    assert ack(3, b"abc") == decode(bytes(packet))
    assert Segment(NEAR6, FAR6, 1, 2, Flag.ACK, 512, 3, b"abc") == decode(bytes(jumbo))


def test_only_the_first_ipv4_fragment_is_decoded() -> None:
    """The others have no header of ours; a fragmented datagram keeps its length."""
    whole = encode(Datagram(NEAR, FAR, 3000, b"x" * KEPT_PAYLOAD))
    first = bytearray(whole)
    first[2:4] = pack("!H", 1500)
    first[6:8] = pack("!H", 0x2000)
    later = bytearray(whole)
    later[6:8] = pack("!H", 185)

    assert Datagram(NEAR, FAR, 3000, b"x" * KEPT_PAYLOAD) == decode(bytes(first))
    assert decode(bytes(later)) is None


def test_only_the_first_ipv6_fragment_is_decoded() -> None:
    """The fragment header tells them apart."""
    datagram = Datagram(NEAR6, FAR6, 2, b"hi")
    body = encode_udp(datagram)

    assert datagram == open_ipv6(pack("!BBHI", 17, 0, 0x0001, 9), 44, body)
    assert open_ipv6(pack("!BBHI", 17, 0, 0x0008, 9), 44, body) is None


def test_a_chain_of_ipv6_extension_headers_is_followed() -> None:
    """Hop-by-hop, routing and destination options, each with its own length."""
    datagram = Datagram(NEAR6, FAR6, 2, b"hi")
    chain = (
        bytes([43, 1])
        + bytes(14)
        + bytes([60, 0])
        + bytes(6)
        + bytes([17, 0])
        + bytes(6)
    )

    assert datagram == open_ipv6(chain, 0, encode_udp(datagram))


@pytest.mark.parametrize(
    "packet",
    [
        pytest.param(b"\x45" + bytes(10), id="ipv4 cut"),
        pytest.param(b"\x41" + bytes(40), id="ipv4 header too short"),
        pytest.param(b"\x55" + bytes(40), id="version 5"),
        pytest.param(b"\x60" + bytes(30), id="ipv6 cut"),
        pytest.param(encode(ack())[:39], id="tcp cut"),
        pytest.param(encode(Datagram(NEAR, FAR, 0))[:27], id="udp cut"),
        pack("!IHBB", 6 << 28, 8, 0, 64) + bytes(32) + bytes([17, 200, 0, 0]),
        pack("!BBHHHBBH", 0x45, 0, 28, 1, 0, 64, 1, 0) + bytes(16),
        pack("!BBHHHBBH", 0x45, 0, 28, 1, 0, 64, 132, 0) + bytes(16),
    ],
)
def test_what_is_no_tcp_or_udp_is_refused(packet: bytes) -> None:
    """Another protocol, or a header that is not all there, is nothing to us."""
    assert decode(packet) is None


@pytest.mark.parametrize("fact", [Datagram(NEAR, FAR, 2, b"hi"), ack()])
def test_an_unreachable_destination_is_told_of_the_packet_it_quotes(
    fact: Segment | Datagram,
) -> None:
    """It travels the other way: from where the packet was to go."""
    expected = Unreachable(FAR, NEAR, 3)

    assert expected == decode(encode_unreachable(encode(fact)[:28]))


@pytest.mark.parametrize(
    ("code", "label"),
    [
        (1, "ICMP host unreachable"),
        (3, "ICMP port unreachable"),
        (13, "ICMP destination unreachable (13)"),
    ],
)
def test_what_was_unreachable_has_a_name(code: int, label: str) -> None:
    """The codes that a page meets are named; others keep their number."""
    assert label == Unreachable(FAR, NEAR, code).label


@pytest.mark.parametrize(
    "packet",
    [
        pytest.param(encode_unreachable(encode(ack()), kind=8), id="an echo request"),
        pytest.param(encode_unreachable(b""), id="nothing quoted"),
        pytest.param(encode_unreachable(encode(ack())[:10]), id="header cut"),
        pytest.param(encode_unreachable(encode(ack())[:23]), id="ports cut"),
        pytest.param(encode_unreachable(encode_unreachable(b"")), id="about ICMP"),
    ],
)
def test_other_icmp_is_nothing_to_us(packet: bytes) -> None:
    """Only what quotes a segment or a datagram belongs to a connection."""
    assert decode(packet) is None


@pytest.mark.parametrize("offset", [0x00, 0x40, 0xF0])
def test_a_data_offset_that_cannot_be_is_refused(offset: int) -> None:
    """A TCP header has at least 20 bytes and ends inside its packet."""
    packet = bytearray(encode(ack()))
    packet[32] = offset

    assert decode(bytes(packet)) is None


@pytest.mark.parametrize("size", [7, 11])
def test_a_udp_length_that_cannot_be_is_refused(size: int) -> None:
    """A datagram has at least its header and fits into its packet."""
    packet = bytearray(encode(Datagram(NEAR, FAR, 2, b"hi")))
    packet[24:26] = pack("!H", size)

    assert decode(bytes(packet)) is None


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        (0, ""),
        (Flag.SYN | Flag.ACK, "SYN ACK"),
        (Flag.FIN | Flag.PSH | Flag.ACK, "FIN PSH ACK"),
        (0xFF, "FIN SYN RST PSH ACK URG ECE CWR"),
    ],
)
def test_flags_are_named_in_the_order_captions_use(flags: int, text: str) -> None:
    """The order of the bits is the order people say them in."""
    assert text == flags_text(flags)
