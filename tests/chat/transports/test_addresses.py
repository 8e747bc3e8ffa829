"""Whose address it is."""

from ipaddress import ip_network

import pytest

from socketlab.chat.transports.addresses import is_loopback, is_within


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.0.2.1", False),
        ("::ffff:192.0.2.1", False),
    ],
)
def test_loopback_is_this_host_only(address: str, *, expected: bool) -> None:
    """An IPv4 address in IPv6 counts as what it is."""
    assert is_loopback(address) is expected


def test_a_network_has_its_addresses() -> None:
    """An address is within a network of its own kind, or it is not."""
    networks = [ip_network("192.0.2.0/24"), ip_network("2001:db8::/32")]
    addresses = ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1", "198.51.100.1"]

    within = [is_within(address, networks) for address in addresses]
    assert within == [True, True, True, False]
