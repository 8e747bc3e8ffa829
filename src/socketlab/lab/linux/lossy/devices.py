"""Two hosts of one namespace, each behind a network device of its own.

Facts (measured on Linux 6.18): both hosts' addresses are local, so the kernel
would take every packet over `lo`: the rule for the table `local` comes first.
A rule for what this machine sends itself (`iif lo`) that stands before it leads
to a device instead (ip-rule(8)); what arrives is no business of such a rule. A
device takes packets that come from our own address only with `accept_local`. A
device without ARP writes its own address into a frame as the destination, so
the other end of the pair takes the frame for somebody else's: only a packet
socket gets it. A device with checksum offload hands out packets whose checksum
nobody has computed yet, and with segmentation offload packets larger than any
wire carries (Documentation/networking/segmentation-offloads.rst). The first end of
a pair that is switched on takes packets only after its other end is on, too, and
the kernel has heeded that, on a busy machine much later; until then it drops them.
To ask such a device for its link makes the kernel heed it at once.

Decision: a veth(4) pair for each host. The host's end, `link0` or `link1`, has
neither ARP nor offloads; the other end, `wire0` or `wire1`, is only for who
carries frames between them. All collectors stay in one namespace.
"""

import ctypes
import fcntl
import socket
import struct
from contextlib import suppress
from typing import NamedTuple

from socketlab.lab.linux.link import (
    NLM_F_CREATE,
    NLM_F_REPLACE,
    RT_TABLE_LOCAL,
    RTA_DST,
    RTA_OIF,
    RTA_PREFSRC,
    attribute,
    packed,
    request,
)
from socketlab.lab.linux.surroundings import path

RTM_NEWLINK, RTM_NEWROUTE, RTM_NEWRULE, RTM_DELRULE = 16, 24, 32, 33
NLM_F_EXCL = 0x200
IFLA_IFNAME, IFLA_LINKINFO, IFLA_INFO_KIND, IFLA_INFO_DATA = 3, 18, 1, 2
VETH_INFO_PEER = 1
RTPROT_STATIC, RT_SCOPE_LINK, RTN_UNICAST = 4, 253, 1
FRA_DST, FRA_IIFNAME, FRA_PRIORITY, FR_ACT_TO_TBL = 1, 3, 6, 1

SIOCSIFFLAGS, SIOCGIFHWADDR, SIOCETHTOOL = 0x8914, 0x8927, 0x8946
UP_WITHOUT_ARP = 0x1 | 0x80
OFFLOADS = (0x17, 0x1F, 0x24, 0x2C)
"""ETHTOOL_STXCSUM, _STSO, _SGSO and _SGRO (linux/ethtool.h)."""
ETHTOOL_GLINK = 0x0A

FIRST_TABLE = 100
"""The routing table of the first host's device; the second has the next one."""


class Device(NamedTuple):
    """The two ends of one pair.

    Attributes:
        name: the host's end.
        wire: the other end, on which frames are carried.
        mac: the hardware address of the host's end.

    """

    name: str
    wire: str
    mac: bytes


def connect(first: str, second: str) -> tuple[Device, Device]:
    """Give each of two addresses of `lo` a device; what they send goes there.

    Raises:
        OSError: this kernel has no veth, or the namespace may not have one.

    """
    devices = make_device(0), make_device(1)
    for place, (own, other) in enumerate(((first, second), (second, first))):
        table = FIRST_TABLE + place
        lead(own, other, devices[place].name, table)
        add_rule(1, table, to=other)
    add_rule(FIRST_TABLE, RT_TABLE_LOCAL)
    request(RTM_DELRULE, 0, rule(RT_TABLE_LOCAL) + priority(0))
    return devices


def make_device(number: int) -> Device:
    """Make a pair, quiet and plain."""
    name, wire = f"link{number}", f"wire{number}"
    peer = bytes(16) + text(IFLA_IFNAME, wire)
    data = attribute(IFLA_INFO_DATA, attribute(VETH_INFO_PEER, peer))
    info = attribute(IFLA_LINKINFO, text(IFLA_INFO_KIND, "veth") + data)
    request(
        RTM_NEWLINK,
        NLM_F_CREATE | NLM_F_EXCL,
        bytes(16) + text(IFLA_IFNAME, name) + info,
    )
    for one in (name, wire):
        with suppress(OSError):  # a kernel without IPv6 has nothing to say either
            path(f"net.ipv6.conf.{one}.disable_ipv6").write_text("1")
        settle(one)
    for one in (name, wire):
        ask_for_link(one)
    for setting, value in (("accept_local", "1"), ("rp_filter", "0")):
        path(f"net.ipv4.conf.{name}.{setting}").write_text(value)
    path("net.ipv4.conf.all.rp_filter").write_text("0")  # the larger of both counts
    return Device(name, wire, hardware_address(name))


def settle(name: str) -> None:
    """Switch a device's offloads and ARP off, and the device on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in OFFLOADS:
            ask_ethtool(control, name, command)
        flags = struct.pack("16sh14x", name.encode(), UP_WITHOUT_ARP)
        fcntl.ioctl(control, SIOCSIFFLAGS, flags)


def ask_for_link(name: str) -> None:
    """Make the kernel heed at once that a device has its link."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        ask_ethtool(control, name, ETHTOOL_GLINK)


def ask_ethtool(control: socket.socket, name: str, command: int) -> None:
    """Give one order with the value 0 (linux/ethtool.h, struct ethtool_value)."""
    value = ctypes.create_string_buffer(struct.pack("II", command, 0))
    order = struct.pack("16sP8x", name.encode(), ctypes.addressof(value))
    fcntl.ioctl(control, SIOCETHTOOL, order)


def hardware_address(name: str) -> bytes:
    """The six bytes that frames for this device begin with (netdevice(7))."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        order = struct.pack("16s16x", name.encode())
        return fcntl.ioctl(control, SIOCGIFHWADDR, order)[18:24]


def lead(own: str, other: str, device: str, table: int) -> None:
    """Route what goes to the other address out of a device, in a table of its own."""
    body = struct.pack(
        "BBBBBBBBI",
        socket.AF_INET,
        32,
        0,
        0,
        table,
        RTPROT_STATIC,
        RT_SCOPE_LINK,
        RTN_UNICAST,
        0,
    )
    body += attribute(RTA_DST, packed(other))
    body += attribute(RTA_OIF, struct.pack("i", socket.if_nametoindex(device)))
    body += attribute(RTA_PREFSRC, packed(own))
    request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, body)


def add_rule(place: int, table: int, *, to: str = "") -> None:
    """Ask a table; with `to` only for what this machine sends to that address."""
    body = rule(table, 32 if to else 0) + priority(place)
    if to:
        body += attribute(FRA_DST, packed(to)) + text(FRA_IIFNAME, "lo")
    request(RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, body)


def rule(table: int, bits: int = 0) -> bytes:
    """The head of a rule: how many bits of the destination count, which table."""
    return struct.pack(
        "BBBBBBBBI", socket.AF_INET, bits, 0, 0, table, 0, 0, FR_ACT_TO_TBL, 0
    )


def priority(place: int) -> bytes:
    """The place of a rule among the others."""
    return attribute(FRA_PRIORITY, struct.pack("I", place))


def text(kind: int, value: str) -> bytes:
    """A name as an attribute."""
    return attribute(kind, value.encode() + b"\0")
