"""What does SO_LINGER with a time of zero make of close()?

Hypothesis: a reset instead of an orderly end (socket(7); RFC 9293, section 3.10.5).
No FIN is sent, both ends are gone at once, and nobody keeps TIME-WAIT, so the port
is free for any new listener. The price: the other end's recv() fails with
ECONNRESET instead of the end of input, though only after what it had received.
"""

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Connection, Host, Lab, ms
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Close one connection as usual and one with SO_LINGER 0."""
    server, client = lab.hosts("server", "client")

    with lab.variant("close()"):
        near, far = greet(lab, server, client, 7)
        with lab.step("The server closes."):
            far.close()
        lab.expect(far, Sends("FIN"))
        lab.expect(far, State.FIN_WAIT_2)
        lab.expect(near, State.CLOSE_WAIT)

        with lab.step("The client reads to the end, and closes."):
            near.receive()
            near.receive()
            near.close()
        lab.expect(near, Receives(("hello\n", "")))
        lab.expect(far, State.TIME_WAIT)

        with lab.step("A new server wants the port."):
            server.listen(7, may_fail=True)
        lab.expect(server, Returns("bind", "EADDRINUSE"))

    with lab.variant("SO_LINGER 0, close()"):
        near, far = greet(lab, server, client, 8)
        with lab.step("The server closes."):
            far.set("SO_LINGER", 0)
            far.close()
        lab.expect(far, Sends("RST"))
        lab.expect(far, Sends("FIN", times=0), within=ms(20))
        lab.expect(far, State.CLOSED)
        lab.expect(near, State.CLOSED)

        with lab.step("The client reads to the end, and closes."):
            near.receive()
            near.receive(may_fail=True)
            near.close()
        lab.expect(near, Receives(("hello\n",)))
        lab.expect(near, Returns("recv", "ECONNRESET", times=1))
        lab.expect(far, State.CLOSED)

        with lab.step("A new server wants the port."):
            listener = server.listen(8, may_fail=True)
        lab.expect(server, Returns("bind"))
        lab.expect(listener, State.LISTEN)


def greet(
    lab: Lab, server: Host, client: Host, port: int
) -> tuple[Connection, Connection]:
    """Open a connection on which the server has sent a line."""
    with lab.step("A client connects; the server says hello and stops listening."):
        listener = server.listen(port)
        near = client.connect(listener)
        far = listener.accept()
        listener.close()
        far.send(b"hello\n")
    return near, far
