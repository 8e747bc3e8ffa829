"""Does a newline mean anything to TCP?

Hypothesis: no. TCP carries bytes (RFC 9293, section 2.2): what is sent without a
newline does not wait for one, nothing is added or turned into something else, and a
read does not end at a newline. Lines are an agreement between programs: CR LF in many
protocols (RFC 5321, section 2.3.8), LF alone in others; a NUL is only one more byte.
"""

from socketlab.lab.expectation import Carries, Receives, Waiting
from socketlab.lab.experiment import Lab


def run(lab: Lab) -> None:
    """Send text with and without endings, and read it."""
    server, client = lab.hosts("server", "client")

    with lab.step("The client connects and sends text without a newline."):
        listener = server.listen(7)
        near = client.connect(listener)
        far = listener.accept()
        near.send(b"half a line")
    lab.expect(near, Carries("half a line"))
    lab.expect(far, Waiting(len(b"half a line")))

    with lab.step("The server reads it."):
        far.receive()
    lab.expect(far, Receives(("half a line",)))

    with lab.step("The client sends every ending that there is: LF, CR LF, CR, NUL."):
        near.send(b"a\nb\r\nc\rd\0")
        far.receive()
    lab.expect(far, Receives(("a\nb\r\nc\rd\0",)))

    with lab.step("The client sends two lines, each with a write of its own."):
        near.send(b"one\n")
        near.send(b"two\n")
    lab.expect(far, Waiting(len(b"one\ntwo\n")))

    with lab.step("The server reads once."):
        far.receive()
    lab.expect(far, Receives(("one\ntwo\n",)))

    with lab.step("The client sends two lines at once; the server has room for five."):
        near.send(b"one\ntwo\n")
        far.receive(5)
        far.receive()
    lab.expect(far, Receives(("one\nt", "wo\n")))
