"""What happens to clients when the accept queue is full, and once it is emptied?

Hypothesis: backlog + 1 connections are established by the kernel although no
process accepts them. The SYN of any further client is dropped without an
answer, so that client stays in SYN-SENT and sends its SYN again, until accept()
makes room (listen(2); tcp_conn_request() in the kernel's net/ipv4/tcp_input.c).
SYN cookies are off here: with them, and more SYNs at once than the queues hold,
a client may believe in a connection of which the server knows nothing.
"""

from typing import Annotated

from socketlab.lab.expectation import Accepted, Moves, Queue, Sends
from socketlab.lab.experiment import Between, Lab, seconds
from socketlab.tcp.states import State


def run(
    lab: Lab,
    backlog: Annotated[int, Between(0, 50)] = 1,
    clients: Annotated[int, Between(1, 30)] = 4,
) -> None:
    """Fill the queue, look, then accept everyone."""
    lab.set("net.ipv4.tcp_syncookies", 0)
    lab.set("net.ipv4.tcp_syn_linear_timeouts", 100)  # a SYN every second
    lab.set("net.ipv4.tcp_syn_retries", 100)
    server, client = lab.hosts("server", "client")
    room = backlog + 1  # the kernel refuses when the queue is longer than backlog

    with lab.step("The server listens with backlog {backlog}.", backlog=backlog):
        listener = server.listen(7, backlog)
    lab.expect(listener, Queue(0))

    with lab.step("{clients} clients connect; nobody accepts.", clients=clients):
        near = [client.connect(listener, wait=False) for _ in range(clients)]
    inside, outside = near[:room], near[room:]
    lab.expect(inside, State.ESTABLISHED)
    lab.expect([one.far for one in inside], State.ESTABLISHED)
    lab.expect(inside[0].far, Accepted(yes=False))
    lab.expect(listener, Queue(len(inside)))

    if outside:
        with lab.step("The clients beyond the queue wait and try again."):
            pass
        lab.expect(outside, Sends("SYN"), within=seconds(4))
        lab.expect([one.far for one in outside], Sends("ACK", times=0))
        lab.expect(outside, State.SYN_SENT)
        lab.expect([one.far for one in outside], State.CLOSED)
        lab.expect(listener, Moves("TcpExtListenOverflows", len(outside)))
    else:
        with lab.step("The queue holds all of them: no client is beyond it."):
            pass

    with lab.step("The server accepts {clients} times.", clients=clients):
        for _ in range(clients):
            listener.accept()
    lab.expect(near, State.ESTABLISHED, within=seconds(4))
    lab.expect([one.far for one in near], State.ESTABLISHED, within=seconds(4))
    lab.expect(near[0].far, Accepted(yes=True))
    lab.expect(listener, Queue(0))
