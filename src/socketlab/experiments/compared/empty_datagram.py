"""What does a write of nothing send, over TCP and over UDP?

Hypothesis: over TCP nothing; send() returns 0 and the other side sees no segment.
Over UDP a datagram without data (RFC 768 allows a length of 8, the header's own),
for which recv() returns 0 bytes. Over TCP these 0 bytes mean the end of input
(recv(2)); over UDP they do not: the next datagram comes as ever, and that a sender
has closed its socket, nobody is told.
"""

from socketlab.lab.expectation import Carries, Moves, Receives, Returns, Sends
from socketlab.lab.experiment import Lab


def run(lab: Lab) -> None:
    """Write nothing, then something, then close, over both."""
    server, client = lab.hosts("server", "client")

    with lab.variant("over TCP"):
        with lab.step("The client connects."):
            listener = server.listen(7)
            near = client.connect(listener)
            far = listener.accept()

        with lab.step("The client writes nothing."):
            near.send(b"")
        lab.expect(near, Returns("send", "0"))
        lab.expect(near, Sends("ACK", times=0))

        with lab.step("The client writes a word and closes; the server reads twice."):
            near.send(b"after")
            near.close()
            far.receive()
            far.receive()
        lab.expect(far, Receives(("after", "")))

    with lab.variant("over UDP"):
        with lab.step("The client sends an empty datagram; the server receives it."):
            bound = server.bind(9998)
            talker = client.datagrams(9998, server)
            talker.send(b"")
            bound.receive()
        lab.expect(talker, Returns("send", "0"))
        lab.expect(bound, Moves("UdpInDatagrams"))
        lab.expect(bound, Receives(("",)))

        with lab.step("The client sends a word; the server receives it."):
            talker.send(b"after")
            bound.receive()
        lab.expect(bound, Receives(("after",)))

        with lab.step("The client closes; the server looks whether anything came."):
            talker.close()
            bound.receive(wait=False)
        lab.expect(bound, Returns("recv", "EAGAIN"))
        lab.expect(talker, Carries(times=0))
