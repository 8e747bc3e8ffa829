"""What still works after one end has half-closed, and how does close() differ?

Hypothesis: shutdown(SHUT_WR) sends a FIN, and that ends one direction only. The
other end reads to the end of input, yet may go on sending as long as it likes, and
the first end still receives (RFC 9293, section 3.6; shutdown(2)). close() sends the
same FIN and leaves the same states, so the other end cannot tell the difference,
until it sends: then a closed end answers with RST (RFC 9293, section 3.6.1).
"""

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Connection, Lab, ms
from socketlab.lab.traffic import Carries, Receives
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Half-close a connection, close another, and let the server answer both."""
    server, client = lab.hosts("server", "client")
    listener = server.listen(7)

    def ask() -> tuple[Connection, Connection]:
        with lab.step("A client connects and sends a line."):
            near = client.connect(listener)
            far = listener.accept()
            near.send(b"hello\n")
            far.receive()
        return near, far

    with lab.variant("shutdown(SHUT_WR)"):
        near, far = ask()
        with lab.step("The client sends no more; the server reads the end of input."):
            near.shutdown()
            far.receive()
        lab.expect(near, Sends("FIN"))
        lab.expect(far, Returns("recv", "b''"))
        lab.expect(near, State.FIN_WAIT_2)
        lab.expect(far, State.CLOSE_WAIT)

        with lab.step("The server answers."):
            far.send(b"olleh\n")
            near.receive()
        lab.expect(far, Returns("send", "6"))
        lab.expect(near, Receives(("olleh\n",)))
        lab.expect(near, State.FIN_WAIT_2)
        lab.expect(far, State.CLOSE_WAIT)

        with lab.step("The client tries to send."):
            near.send(b"more\n", may_fail=True)
        lab.expect(near, Returns("send", "EPIPE"))
        lab.expect(near, Carries(times=0), within=ms(20))

        with lab.step("The server closes too."):
            far.close()
        lab.expect(near, State.TIME_WAIT)
        lab.expect(far, State.CLOSED)

    with lab.variant("close()"):
        near, far = ask()
        with lab.step("The client sends no more; the server reads the end of input."):
            near.close()
            far.receive()
        lab.expect(near, Sends("FIN"))
        lab.expect(far, Returns("recv", "b''"))
        lab.expect(near, State.FIN_WAIT_2)
        lab.expect(far, State.CLOSE_WAIT)

        with lab.step("The server answers."):
            far.send(b"olleh\n")
        lab.expect(far, Returns("send", "6"))
        lab.expect(near, Sends("RST"))
        lab.expect(near, State.CLOSED)
        lab.expect(far, State.CLOSED)
