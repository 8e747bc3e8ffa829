"""What becomes of a half-open connection whose client gives up?

Hypothesis: the client forgets it at once and tells nobody. The server's end stays
in SYN-RECEIVED and repeats its answer; the client's kernel, which knows of no such
connection any more, refuses it with a reset. That takes the request back, and the
server is in LISTEN as before (RFC 9293, sections 3.10.4 and 3.10.7.4). On Linux
it has been so all along: a request is a small socket of its own beside the listener.
"""

from socketlab.lab.census import Absent
from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Leave between the SYN and the answer to it."""
    server, client = lab.hosts("server", "client")

    with lab.step("A client that hears nothing asks a listener for a connection."):
        listener = server.listen(7)
        near = client.connect(listener, wait=False, deaf=True)
    lab.expect(near, State.SYN_SENT)
    lab.expect(near.far, State.SYN_RECEIVED)

    with lab.step("The client closes its socket."):
        near.close()
    lab.expect(near, State.CLOSED)
    lab.expect(near, Sends("FIN", times=0))
    lab.expect(near.far, State.SYN_RECEIVED)

    with lab.step("The server repeats its answer."):
        pass
    lab.expect(near.far, Sends("SYN ACK"), within=seconds(5))
    lab.expect(near, Sends("RST"), within=seconds(5))
    lab.expect(near.far, Absent())
    lab.expect(listener, State.LISTEN)
