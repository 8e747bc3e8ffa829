"""What sock_diag(7) sends, written by hand, for the tests of its decoders."""

from ipaddress import IPv6Address, ip_address
from struct import pack

from hypothesis import strategies as st

from socketlab.evidence.inet_diag import TIMERS, Socket
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.kernel_states import KERNEL

NUMBERS = {state: number for number, state in reversed(KERNEL.items())}
WORDS = st.integers(0, 2**32 - 1)
IPV4 = st.ip_addresses(v=4).map(str)
IPV6 = st.integers(2**64, 2**128 - 1).map(lambda number: str(IPv6Address(number)))
"""None that carries an IPv4 address."""

PORTS = st.integers(1, 2**16 - 1)

DONE = (3, pack("=i", 0))


def message(kind: int, body: bytes, sequence: int = 7) -> bytes:
    """Write a netlink message: header, body, padding (netlink(7))."""
    return pack("=IHHII", 16 + len(body), kind, 2, sequence, 4711) + body


def body(socket: Socket) -> bytes:
    """Write `inet_diag_msg` (linux/inet_diag.h)."""
    local, remote = socket.end.local, socket.end.remote
    near = ip_address(local.address)
    far = ip_address(remote.address).packed if remote else bytes(len(near.packed))
    return (
        pack(
            "=4B",
            2 if near.version == 4 else 10,
            NUMBERS[socket.state],
            TIMERS.index(socket.timer),
            socket.retransmits,
        )
        + pack("!HH", local.port, remote.port if remote else 0)
        + near.packed.ljust(16, b"\0")
        + far.ljust(16, b"\0")
        + bytes(4)
        + pack("=Q", socket.cookie)
        + pack("=2I", socket.expires, socket.receive_queue)
        + pack("=3I", socket.send_queue, socket.uid, socket.inode)
    )


@st.composite
def sockets(draw: st.DrawFn) -> Socket:
    """Any socket, IPv4 or IPv6, connected or listening."""
    endpoints = st.builds(Endpoint, draw(st.sampled_from((IPV4, IPV6))), PORTS)
    return Socket(
        state=draw(st.sampled_from(sorted(NUMBERS))),
        end=End(draw(endpoints), draw(st.none() | endpoints)),
        timer=draw(st.sampled_from(TIMERS)),
        retransmits=draw(st.integers(0, 255)),
        expires=draw(WORDS),
        receive_queue=draw(WORDS),
        send_queue=draw(WORDS),
        uid=draw(WORDS),
        inode=draw(WORDS),
        cookie=draw(st.integers(0, 2**64 - 1)),
    )
