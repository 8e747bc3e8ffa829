"""Whose address it is: this host's own, in a trusted network, or anybody's."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Network = IPv4Network | IPv6Network


@lru_cache(maxsize=4096)
def read(address: str) -> IPv4Address | IPv6Address:
    """Read an address as the kernel spells it; IPv4 in IPv6 is IPv4."""
    parsed = ip_address(address)
    return getattr(parsed, "ipv4_mapped", None) or parsed


def is_within(address: str, networks: Iterable[Network]) -> bool:
    """Whether an address lies in one of the networks."""
    parsed = read(address)
    return any(parsed in network for network in networks)


def is_loopback(address: str) -> bool:
    """Whether an address is this host's own: nobody else can send from it."""
    return read(address).is_loopback
