"""Can a socket that listens ask for a connection itself?

Hypothesis: not on Linux. RFC 9293 draws that arrow, from LISTEN to SYN-SENT by a
SEND (section 3.10.2), but neither send(2) nor connect(2) takes it: a listening
socket is connected to nobody, so that send(2) gives EPIPE, and it is not free to
connect, so that connect(2) gives EISCONN. It must stop listening first; then it is
in CLOSED, keeps its port, and may ask like any other.
"""

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Lab
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Try the one arrow of the diagram that Linux does not take, then go round it."""
    server, client = lab.hosts("server", "client")

    with lab.step("Both hosts listen."):
        busy = client.listen(7)
        other = server.listen(7)
    lab.expect(busy, State.LISTEN)
    lab.expect(other, State.LISTEN)

    with lab.step("The client sends a line on its listening socket."):
        busy.send(b"hello\n", may_fail=True)
    lab.expect(busy, Returns("send", "EPIPE"))
    lab.expect(busy, State.LISTEN)

    with lab.step("The client connects its listening socket to the server's."):
        busy.connect(other, may_fail=True)
    lab.expect(busy, Returns("connect", "EISCONN"))
    lab.expect(busy, State.LISTEN)
    lab.expect(client.connection(7, other), Sends("SYN", times=0))

    with lab.step("The client stops listening with shutdown()."):
        busy.shutdown()
    lab.expect(busy, State.CLOSED)

    with lab.step("The client connects the same socket now."):
        near = busy.connect(other)
    lab.expect(near, Sends("SYN"))
    lab.expect(near, State.ESTABLISHED)
    lab.expect(near.far, State.ESTABLISHED)
