"""The network inside the namespace: one loopback link, one address per host.

Facts: a fresh network namespace has only `lo`, and it is down
(network_namespaces(7)). A packet over `lo` passes the capture twice, once
leaving and once arriving. A local route may name a preferred source address
(rtnetlink(7), RTA_PREFSRC), and the kernel takes it when a program connects
without binding.

Decision: hosts are addresses of `lo`. Whoever talks to the server's address
without binding comes from the client's, so whole programs play a host without
knowing it.
"""

import fcntl
import os
import socket
import struct

RTM_NEWADDR, RTM_NEWROUTE = 20, 24
NLM_F_REQUEST, NLM_F_ACK, NLM_F_REPLACE, NLM_F_CREATE = 1, 4, 0x100, 0x400
NLMSG_ERROR = 2
RT_SCOPE_HOST, RT_TABLE_LOCAL, RTPROT_KERNEL, RTN_LOCAL = 254, 255, 2, 2
IFA_LOCAL, RTA_DST, RTA_OIF, RTA_PREFSRC = 2, 1, 4, 7
SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x41
LOOPBACK = 1


def bring_up_loopback() -> None:
    """Set `lo` up (netdevice(7))."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sh14x", b"lo", IFF_UP_RUNNING)
        fcntl.ioctl(control, SIOCSIFFLAGS, request)


def add_address(address: str) -> None:
    """Give `lo` one more IPv4 address, /32."""
    body = struct.pack("BBBBi", socket.AF_INET, 32, 0, RT_SCOPE_HOST, LOOPBACK)
    request(RTM_NEWADDR, NLM_F_CREATE, body + attribute(IFA_LOCAL, packed(address)))


def prefer_source(destination: str, source: str) -> None:
    """Let those who connect to `destination` unbound come from `source`."""
    body = struct.pack(
        "BBBBBBBBI",
        socket.AF_INET,
        32,
        0,
        0,
        RT_TABLE_LOCAL,
        RTPROT_KERNEL,
        RT_SCOPE_HOST,
        RTN_LOCAL,
        0,
    )
    body += attribute(RTA_DST, packed(destination))
    body += attribute(RTA_OIF, struct.pack("i", LOOPBACK))
    body += attribute(RTA_PREFSRC, packed(source))
    request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, body)


def request(kind: int, flags: int, body: bytes) -> None:
    """Send one rtnetlink request and wait for its acknowledgement.

    Raises:
        OSError: the kernel refused.

    """
    header = struct.pack(
        "IHHII", 16 + len(body), kind, NLM_F_REQUEST | NLM_F_ACK | flags, 1, 0
    )
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as netlink:
        netlink.bind((0, 0))
        netlink.send(header + body)
        reply = netlink.recv(4096)
    reply_kind = struct.unpack_from("H", reply, 4)[0]
    error = -struct.unpack_from("i", reply, 16)[0]
    if reply_kind == NLMSG_ERROR and error:
        raise OSError(error, os.strerror(error), "rtnetlink")


def attribute(kind: int, value: bytes) -> bytes:
    """One route attribute, padded to four bytes."""
    return struct.pack("HH", 4 + len(value), kind) + value + b"\0" * (-len(value) % 4)


def packed(address: str) -> bytes:
    """An IPv4 address in network order."""
    return socket.inet_aton(address)
