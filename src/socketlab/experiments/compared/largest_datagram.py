"""How much fits into one UDP datagram, and what if there is more?

Hypothesis: 65,507 bytes over IPv4. The total length of an IPv4 packet is a number
of 16 bits, at most 65,535 (RFC 791, section 3.1); its header takes 20 bytes and
UDP's 8. For one byte more send() gives EMSGSIZE, and nothing at all is sent (udp(7)).
Over this link the packet is whole; a link with an MTU of 1500 would carry it in 45
fragments, and one that is lost would cost all of it.
"""

from typing import Annotated

from socketlab.lab.expectation import Carries, Receives, Returns, Waiting
from socketlab.lab.experiment import Between, Lab

LARGEST = 65_535 - 20 - 8


def run(lab: Lab, size: Annotated[int, Between(1, LARGEST)] = LARGEST) -> None:
    """Send a datagram that just fits, then one that does not."""
    server, client = lab.hosts("server", "client")
    # The default, whatever this machine's net.core.wmem_default and rmem_default are.
    room = {"SO_SNDBUF": 106_496, "SO_RCVBUF": 106_496}

    with lab.step("The client sends a datagram of {size} bytes.", size=size):
        bound = server.bind(9998, options=room)
        near = client.datagrams(9998, server, options=room)
        near.send(b"x" * size)
    lab.expect(near, Returns("send", str(size)))
    lab.expect(near, Carries("x"))

    with lab.step("The server answers with the number of bytes that it received."):
        bound.send_to(near, str(len(bound.receive(1 << 17))).encode())
        near.receive()
    lab.expect(near, Receives((str(size),)))

    with lab.step("The client sends a datagram of {size} bytes.", size=LARGEST + 1):
        near.send(b"x" * (LARGEST + 1), may_fail=True)
    lab.expect(near, Returns("send", "EMSGSIZE"))
    lab.expect(near, Carries(times=0))
    lab.expect(bound, Waiting(0))
