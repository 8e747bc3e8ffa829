"""What do UDP and TCP make of packets that are lost, overtaken or doubled?

Hypothesis: UDP delivers what arrives, as it arrives: one datagram is missing, one
comes late, one comes twice, and nobody is told (RFC 768 promises nothing else).
TCP delivers every byte once and in order: the receiver keeps what came too early
and drops what came before, and says both in its acknowledgements; the sender sends
again what was lost (RFC 9293, section 3.4; RFC 2018; RFC 2883).
"""

from socketlab.lab.expectation import Moves, Waiting
from socketlab.lab.experiment import Connection, Lab, Link, seconds
from socketlab.lab.traffic import Carries, Receives
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Send seven lines with the same three mishaps, first over UDP, then over TCP."""
    server, client = lab.hosts("server", "client")
    link = lab.link()

    with lab.variant("UDP"):
        with lab.step("The server opens a socket; the client names it."):
            far = server.bind(9998)
            near = client.datagrams(9998, server)
        with lab.step("The client sends three lines; the link loses the second."):
            lose_two(link, near)
        lab.expect(near, Carries("two"))
        with lab.step("Three more; the second of them overtakes the first."):
            overtake_four(link, near)
        with lab.step("One more; the link doubles it."):
            double_seven(link, near)
        with lab.step("The server reads all there is."):
            for _line in "134567 7".replace(" ", ""):
                far.receive()
        lab.expect(
            far, Receives(("one", "three", "five", "four", "six", "seven", "seven"))
        )
        lab.expect(near.far, Carries(times=0))
