"""What do UDP and TCP make of packets that are lost, overtaken or doubled?

Hypothesis: UDP delivers what arrives, as it arrives: one datagram is missing, one
comes late, one comes twice, and nobody is told (RFC 768 promises nothing else).
TCP delivers every byte once and in order: the receiver keeps what came too early
and drops what it has already, and says both in its acknowledgements; the sender
sends again what was lost (RFC 9293, section 3.4; RFC 2018; RFC 2883).
"""

from socketlab.lab.expectation import Moves, Waiting
from socketlab.lab.experiment import Connection, Lab, seconds
from socketlab.lab.traffic import Carries, Receives
from socketlab.tcp.states import State

LOSE = "The client sends 1, 2 and 3; the link loses 2."
OVERTAKE = "The client sends 4, 5 and 6; on the link 5 overtakes 4."
DOUBLE = "The client sends 7; the link doubles it."


def run(lab: Lab) -> None:
    """Let the same three mishaps happen to seven packets, over UDP and over TCP."""
    server, client = lab.hosts("server", "client")
    link = lab.link()
    # Without it a busy sender may probe for 2 before it has sent 3.
    lab.set("net.ipv4.tcp_early_retrans", 0)

    with lab.variant("over UDP"):
        with lab.step("The server opens a socket; the client names it."):
            far = server.bind(9998)
            near = client.datagrams(9998, server)
        with lab.step(LOSE):
            link.lose("2")
            say(near, "123")
            hear(far, "13")
        lab.expect(near, Carries("2"))
        lab.expect(far, Receives(("1", "3")))
        with lab.step(OVERTAKE):
            link.reorder("4", by="5")
            say(near, "456")
            hear(far, "546")
        lab.expect(far, Receives(("5", "4", "6")))
        with lab.step(DOUBLE):
            link.duplicate("7")
            say(near, "7")
            hear(far, "77")
        lab.expect(far, Receives(("7", "7")))
        lab.expect(near.far, Carries(times=0))

    with lab.variant("over TCP"):
        with lab.step("The client connects; the server accepts."):
            listener = server.listen(7)
            near = client.connect(listener, options={"TCP_NODELAY": 1})
            far = listener.accept()
        lab.expect(near, State.ESTABLISHED)
        with lab.step(LOSE):
            link.lose("2")
            say(near, "123")
        lab.expect(far, Waiting(len("123")), within=seconds(9))
        lab.expect(near, Moves("TcpRetransSegs"))
        lab.expect(far, Moves("TcpExtTCPOFOQueue"))
        with lab.step(OVERTAKE):
            link.reorder("4", by="5")
            say(near, "456")
        lab.expect(far, Waiting(len("123456")), within=seconds(9))
        lab.expect(far, Moves("TcpExtTCPOFOQueue"))
        with lab.step(DOUBLE):
            link.duplicate("7")
            say(near, "7")
        lab.expect(far, Moves("TcpExtTCPDSACKOldSent"))
        with lab.step("The server reads all there is."):
            far.receive()
        lab.expect(far, Receives(("1234567",)))


def say(near: Connection, digits: str) -> None:
    """Send each digit in a packet of its own."""
    for digit in digits:
        near.send(digit.encode())


def hear(far: Connection, digits: str) -> None:
    """Receive as many datagrams as there are digits."""
    for _digit in digits:
        far.receive()
