"""What does the backlog limit while nobody accepts, and what do clients beyond it see?

Hypothesis: it limits the accept queue, which holds the connections that are complete
and wait for accept(). listen(2) names the backlog as their number; the kernel lets one
more in, for a queue is full only when it is longer than the backlog
(sk_acceptq_is_full() in the kernel's include/net/sock.h). For a further client the
server has nothing at all, not even SYN-RECEIVED: it drops the SYN without an answer.
The client's connect() does not fail: it waits in SYN-SENT.
"""

from typing import Annotated

from socketlab.lab.expectation import Absent, Accepted, Count, Moves, Queue, Sends
from socketlab.lab.experiment import Between, Connection, Lab, Listener, Plot
from socketlab.tcp.states import State


def run(
    lab: Lab,
    largest: Annotated[int, Between(0, 12)] = 4,
    clients: Annotated[int, Between(1, 20)] = 7,
) -> None:
    """Let the same clients come to listeners with backlogs of 0, 1, 2 ..."""
    lab.set("net.ipv4.tcp_syncookies", 0)
    server, client = lab.hosts("server", "client")
    sweep = lab.chart("When all clients have come", x="backlog", y="sockets")
    growth = lab.chart(
        "With the largest backlog", x="clients that have come", y="sockets"
    )

    with lab.step("The server listens with every backlog from 0 to {n}.", n=largest):
        listeners = [server.listen(7000 + n, n) for n in range(largest + 1)]
    lab.expect(listeners, State.LISTEN)

    for backlog, listener in enumerate(listeners):
        near: list[Connection] = []
        with lab.variant("backlog {backlog}", backlog=backlog):
            with lab.step("{n} clients connect; nobody accepts.", n=clients):
                for _ in range(clients):
                    near.append(client.connect(listener, wait=False))
                    if backlog == largest:
                        measure(lab, growth, len(near), near, listener)
                measure(lab, sweep, backlog, near, listener)
            room = min(backlog + 1, clients)
            far = [one.far for one in near]
            lab.expect(near, Count(State.ESTABLISHED, room))
            lab.expect(far, Count(State.ESTABLISHED, room))
            lab.expect(listener, Queue(room))
            lab.expect(far[:room], Accepted(yes=False))
            lab.expect(near, Count(State.SYN_SENT, clients - room))
            lab.expect(far, Count(State.SYN_RECEIVED, 0))
            if clients > room:
                lab.expect(far[room:], Absent())
                lab.expect(listener, Moves("TcpExtListenOverflows", clients - room))
            if backlog == largest:
                lab.expect(far[room:], Sends("ACK", times=0))


def measure(
    lab: Lab, chart: Plot, x: int, near: list[Connection], listener: Listener
) -> None:
    """Count the sockets at both ends."""
    far = [one.far for one in near]
    chart.point("clients in ESTABLISHED", x, lab.count(near, State.ESTABLISHED))
    chart.point("clients in SYN-SENT", x, lab.count(near, State.SYN_SENT))
    chart.point("server in ESTABLISHED", x, lab.count(far, State.ESTABLISHED))
    chart.point("server in SYN-RECEIVED", x, lab.count(far, State.SYN_RECEIVED))
    chart.point("accept queue", x, lab.queue(listener))
