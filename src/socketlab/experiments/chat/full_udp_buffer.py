"""What happens to a UDP member's messages when its receive buffer is full?

Hypothesis: the server sends every message, for the kernel takes each of its
datagrams. The member's kernel keeps those that fit into the receive buffer and
drops all further ones, which only its counter UdpRcvbufErrors shows (udp(7),
RFC 1122, section 4.1): nobody is told, neither the server nor the member. What was
kept is read in order; when there is room again the next message comes, and
nothing shows that some are missing before it.
"""

from typing import Annotated

from socketlab.lab.expectation import Carries, Moves, Receives
from socketlab.lab.experiment import Between, Lab

SERVER = "chat server --no-history --trust {client} --udp {server}:9998"


def run(lab: Lab, messages: Annotated[int, Between(20, 35)] = 30) -> None:
    """Fill the buffer of one member, while another one reads."""
    server, client = lab.hosts("server", "client")

    with lab.step("The chat server starts."):
        server.run("chat server", SERVER + " --irc off").await_output()

    with lab.step("Ann, Bob and Cat join; Cat's receive buffer is small."):
        ann, bob = (client.datagrams(9998, server) for _ in range(2))
        cat = client.datagrams(9998, server, options={"SO_RCVBUF": 4096})
        ann.send(b"ann")
        bob.send(b"bob")
        ann.receive()
        cat.send(b"cat")
        ann.receive()
        bob.receive()

    with lab.step("Ann says {messages} lines; only Bob reads.", messages=messages):
        for number in range(1, messages + 1):
            ann.send(b"line %d" % number)
            bob.receive()
    lab.expect(bob.far, Carries("ann : line", times=messages))
    lab.expect(cat.far, Carries("ann : line", times=messages))
    lab.expect(cat, Moves("UdpRcvbufErrors"))
    lab.expect(ann.far, Carries(times=0))
    lab.expect(cat, Carries(times=0))

    kept = 0
    with lab.step("Cat reads until nothing is left."):
        while cat.receive(wait=False):
            kept += 1
    lines = [f"ann : line {number}" for number in range(1, messages + 1)]
    lab.expect(cat, Receives(tuple(lines[: min(kept, messages - 1)])))

    with lab.step("Ann says one more; Cat reads it."):
        ann.send(b"the last")
        cat.receive()
    lab.expect(cat, Receives(("ann : the last",)))
