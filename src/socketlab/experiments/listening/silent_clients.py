"""Does a client that says nothing take a place in the accept queue?

Hypothesis: it does, as soon as the handshake is complete. If the listener has the
option TCP_DEFER_ACCEPT it does not: its connection comes into the queue with its
first data, and until then the server's end stays in SYN-RECEIVED, although the
client is connected (tcp(7)).
"""

from typing import Annotated

from socketlab.lab.expectation import Queue
from socketlab.lab.experiment import Between, Host, Lab, Listener
from socketlab.tcp.states import State


def run(lab: Lab, clients: Annotated[int, Between(1, 20)] = 3) -> None:
    """Let silent clients come, without the option and with it; then let them speak."""
    server, client = lab.hosts("server", "client")
    chart = lab.chart(
        "Who takes a place in the accept queue",
        x="clients that have spoken",
        y="connections in the queue",
    )

    plain = "without the option"
    with lab.variant(plain):
        with lab.step("The server listens."):
            listener = server.listen(7, backlog=20)
        lab.expect(listener, Queue(0))
        for spoken, queue in enumerate(visit(lab, client, listener, clients, 0)):
            chart.point(plain, spoken, queue)

    deferred = "with TCP_DEFER_ACCEPT"
    with lab.variant(deferred):
        with lab.step("The server listens."):
            listener = server.listen(8, backlog=20, options={"TCP_DEFER_ACCEPT": 30})
        lab.expect(listener, Queue(0))
        for spoken, queue in enumerate(visit(lab, client, listener, clients, clients)):
            chart.point(deferred, spoken, queue)


def visit(
    lab: Lab, client: Host, listener: Listener, clients: int, outside: int
) -> list[int]:
    """Let clients connect, of whom so many stay outside the queue until they speak.

    Gives the length of the queue before and after each of them speaks.
    """
    with lab.step("{n} clients connect and say nothing.", n=clients):
        near = [client.connect(listener) for _ in range(clients)]
    far = [one.far for one in near]
    lab.expect(near, State.ESTABLISHED)
    lab.expect(listener, Queue(clients - outside))
    lab.expect(far, State.SYN_RECEIVED if outside else State.ESTABLISHED)

    queues = [lab.queue(listener)]
    with lab.step("One client after the other says hello."):
        for one in near:
            one.send(b"hello\n")
            queues.append(lab.queue(listener))
    lab.expect(far, State.ESTABLISHED)
    lab.expect(listener, Queue(clients))
    return queues
