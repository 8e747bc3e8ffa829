"""What does an end notice when the other side has restarted and forgotten it?

Hypothesis: nothing, as long as nobody sends: this end stays ESTABLISHED, half-open
(RFC 9293, section 3.5.1). What it sends next reaches a kernel that knows no such
connection, which answers RST; then recv() gives ECONNRESET and the next send()
EPIPE. The server's kernel forgets its end here without a word (TCP_REPAIR), as a
machine does that loses its power and comes back.
"""

from socketlab.lab.expectation import Absent, Returns, Sends
from socketlab.lab.experiment import Lab
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Let the server forget a connection; look; then send."""
    server, client = lab.hosts("server", "client")
    listener = server.listen(7)

    with lab.step("The client connects; the server accepts."):
        near = client.connect(listener)
        far = listener.accept()
    lab.expect(far, State.ESTABLISHED)

    with lab.step("The server loses its power and comes back."):
        far.forget()
    lab.expect(far, Sends("FIN", times=0))
    lab.expect(far, Sends("RST", times=0))
    lab.expect(far, Absent())
    lab.expect(near, State.ESTABLISHED)

    with lab.step("The client sends a line and waits for an answer."):
        near.send(b"hello\n")
        near.receive(may_fail=True)
    lab.expect(near, Returns("send", "6"))
    lab.expect(far, Sends("RST"))
    lab.expect(near, Returns("recv", "ECONNRESET"))
    lab.expect(near, State.CLOSED)

    with lab.step("The client sends once more."):
        near.send(b"hello\n", may_fail=True)
    lab.expect(near, Returns("send", "EPIPE"))
