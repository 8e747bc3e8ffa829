"""Does a client that says nothing take a place in the accept queue?

Hypothesis: it does, as soon as the handshake is complete (listen(2)).
"""

from typing import Annotated

from socketlab.lab.expectation import Queue
from socketlab.lab.experiment import Between, Lab
from socketlab.tcp.states import State


def run(lab: Lab, clients: Annotated[int, Between(1, 20)] = 3) -> None:
    """Let several clients connect and say nothing."""
    server, client = lab.hosts("server", "client")

    with lab.step("The server listens."):
        listener = server.listen(7, backlog=20)
    lab.expect(listener, Queue(0))

    with lab.step("{n} clients connect and say nothing.", n=clients):
        near = [client.connect(listener) for _ in range(clients)]
    lab.expect(near, State.ESTABLISHED)
    lab.expect([one.far for one in near], State.ESTABLISHED)
    lab.expect(listener, Queue(clients))
