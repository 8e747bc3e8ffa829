"""Which states does each end pass through while a connection is being opened?

Hypothesis: the client goes from CLOSED to SYN-SENT when it asks; the server's end,
until then a listener in LISTEN, goes to SYN-RECEIVED when it answers; the answer
makes the client ESTABLISHED, and the client's confirmation the server's end (RFC
9293, section 3.5, figure 6). The listener itself stays where it is.
"""

from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Hold still what otherwise takes microseconds: the client hears no answer."""
    server, client = lab.hosts("server", "client")

    with lab.step("The server listens."):
        listener = server.listen(7)
    lab.expect(listener, State.LISTEN)

    with lab.step("A client that hears nothing asks for a connection."):
        near = client.connect(listener, wait=False, deaf=True)
    lab.expect(near, Sends("SYN"))
    lab.expect(near.far, Sends("SYN ACK"))
    lab.expect(near, State.SYN_SENT)
    lab.expect(near.far, State.SYN_RECEIVED)
    lab.expect(listener, State.LISTEN)

    with lab.step("The client hears again: the answer is sent once more."):
        near.hear()
    lab.expect(near, State.ESTABLISHED, within=seconds(5))
    lab.expect(near, Sends("ACK"))
    lab.expect(near.far, State.ESTABLISHED, within=seconds(5))

    with lab.step("The server accepts, and its listener closes."):
        far = listener.accept()
        listener.close()
    lab.expect(listener, State.CLOSED)
    lab.expect(far, State.ESTABLISHED)
