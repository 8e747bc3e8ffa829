"""Does one read give what one write sent, over TCP and over UDP?

Hypothesis: over TCP it need not. TCP carries a stream of bytes that knows no
messages (RFC 9293, section 2.2): three writes may come in one read, and one write
in two reads. Over UDP it does: what one call sends is one datagram (RFC 768), and
one call receives one datagram, however much room its buffer has.
"""

from socketlab.lab.expectation import Carries, Receives, Returns, Waiting
from socketlab.lab.experiment import Lab

WRITES = (b"one", b"two", b"three")


def run(lab: Lab) -> None:
    """Write three times and read once, over both."""
    server, client = lab.hosts("server", "client")

    with lab.variant("over TCP"):
        with lab.step("The client opens a socket and writes three times."):
            listener = server.listen(7)
            near = client.connect(listener)
            far = listener.accept()
            for text in WRITES:
                near.send(text)
        lab.expect(far, Waiting(11))

        with lab.step("The server reads once."):
            far.receive()
        lab.expect(far, Receives(("onetwothree",)))

        with lab.step("The server looks whether there is more."):
            far.receive(wait=False)
        lab.expect(far, Returns("recv", "EAGAIN"))

        with lab.step("The client writes once; the server reads 3 bytes, and again."):
            near.send(b"hello")
            far.receive(3)
            far.receive(3)
        lab.expect(far, Receives(("hel", "lo")))

    with lab.variant("over UDP"):
        with lab.step("The client opens a socket and writes three times."):
            bound = server.bind(9998)
            talker = client.datagrams(9998, server)
            for text in WRITES:
                talker.send(text)
        lab.expect(talker, Carries("", times=3))

        with lab.step("The server reads once."):
            bound.receive()
        lab.expect(bound, Receives(("one",)))

        with lab.step("The server looks whether there is more."):
            bound.receive(wait=False)
            bound.receive(wait=False)
        lab.expect(bound, Receives(("two", "three")))
