"""Addresses: the kernel's bytes to text and back."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.address import IPV4, IPV6, from_bytes, to_bytes


@given(st.ip_addresses(v=4))
def test_ipv4_survives_the_way_there_and_back(address: IPv4Address) -> None:
    """An IPv4 address is four bytes and twelve zeros, and comes back as text."""
    family, raw = to_bytes(str(address))

    assert (IPV4, 16, bytes(12)) == (family, len(raw), raw[4:])
    assert str(address) == from_bytes(family, raw) == from_bytes(family, raw[:4])


@given(st.integers(2**64, 2**128 - 1))
def test_ipv6_survives_the_way_there_and_back(number: int) -> None:
    """An IPv6 address comes back as its short text."""
    address = IPv6Address(number)

    family, raw = to_bytes(str(address))

    assert (IPV6, address.packed) == (family, raw)
    assert address.compressed == from_bytes(family, raw)


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_shown_as_what_is_on_the_wire(address: IPv4Address) -> None:
    """An IPv6 socket that carries IPv4 shows the IPv4 address."""
    mapped = bytes(10) + b"\xff\xff" + address.packed

    assert str(address) == from_bytes(IPV6, mapped)


def test_a_name_is_no_address() -> None:
    """A name is refused: names are resolved elsewhere."""
    with pytest.raises(ValueError, match="localhost"):
        to_bytes("localhost")
