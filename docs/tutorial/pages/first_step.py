"""Does a client that says nothing take a place in the accept queue?

Hypothesis: it does, as soon as the handshake is complete (listen(2)).
"""

from socketlab.lab.expectation import Queue
from socketlab.lab.experiment import Lab
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Let one client connect and say nothing."""
    server, client = lab.hosts("server", "client")

    with lab.step("The server listens."):
        listener = server.listen(7)
    lab.expect(listener, Queue(0))

    with lab.step("A client connects and says nothing."):
        near = client.connect(listener)
    lab.expect(near, State.ESTABLISHED)
    lab.expect(listener, Queue(1))
