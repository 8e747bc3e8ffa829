"""Addresses: the kernel's bytes to text and back.

An IPv4 address is shown as IPv4 also where an IPv6 socket carries it mapped
(::ffff:192.0.2.1, RFC 4291, section 2.5.5.2): that is what is on the wire.
"""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

IPV4 = 2
IPV6 = 10
"""The address families (linux/socket.h)."""

ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 a listener's address, not ours to bind
"""Whoever listens here listens at every address of the host (ip(7), ipv6(7))."""

LENGTH = 16
MAPPED = bytes(10) + b"\xff\xff"


@lru_cache(maxsize=4096)
def from_bytes(family: int, raw: bytes) -> str:
    """Write 4 or 16 bytes in network order as text."""
    if family == IPV6 and raw.startswith(MAPPED):
        raw = raw[len(MAPPED) :]
    elif family == IPV6:
        return IPv6Address(raw).compressed
    return f"{raw[0]}.{raw[1]}.{raw[2]}.{raw[3]}"


@lru_cache(maxsize=4096)
def to_bytes(address: str) -> tuple[int, bytes]:
    """Read an address: its family, and its bytes filled up to 16 with zeros.

    Raises:
        ValueError: it is not a numeric address.

    """
    packed = ip_address(address).packed
    return (IPV4 if len(packed) < LENGTH else IPV6), packed.ljust(LENGTH, b"\0")
