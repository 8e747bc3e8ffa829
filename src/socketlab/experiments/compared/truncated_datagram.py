"""What becomes of the rest when a message is longer than the buffer it is read into?

Hypothesis: over TCP the rest stays and is what the next read gives. Over UDP the
rest of a datagram is lost, and the next read gives the next datagram (recv(2),
MSG_TRUNC in recvmsg(2)), and recv() does not tell: it returns the bytes that had
room, as it does for a datagram that fits. Who asks before, with the flags MSG_PEEK and
MSG_TRUNC, is told the whole length (recv(2), udp(7)).
"""

from socketlab.lab.expectation import Moves, Receives, Returns, Waiting
from socketlab.lab.experiment import Lab


def run(lab: Lab) -> None:
    """Read ten bytes into a buffer of four, over both."""
    server, client = lab.hosts("server", "client")

    with lab.variant("over TCP"):
        with lab.step("The client writes ten bytes, then four more."):
            listener = server.listen(7)
            near = client.connect(listener)
            far = listener.accept()
            near.send(b"0123456789")
            near.send(b"next")
        lab.expect(far, Waiting(14))

        with lab.step("The server reads four bytes, and again."):
            far.receive(4)
            far.receive(65536)
        lab.expect(far, Receives(("0123", "456789next")))

    with lab.variant("over UDP"):
        with lab.step("The client sends a datagram of ten bytes, then one of four."):
            bound = server.bind(9998)
            talker = client.datagrams(9998, server)
            talker.send(b"0123456789")
            talker.send(b"next")
        lab.expect(talker, Returns("send", "10", times=1))

        with lab.step("The server receives four bytes, and again."):
            bound.receive(4)
            bound.receive(65536)
        lab.expect(bound, Receives(("0123", "next")))
        lab.expect(bound, Moves("UdpInDatagrams", 2))
        lab.expect(bound, Waiting(0))

        with lab.step("The client sends ten bytes; the server asks how many came."):
            talker.send(b"0123456789")
            bound.measure()
        lab.expect(bound, Returns("recv", "10"))
