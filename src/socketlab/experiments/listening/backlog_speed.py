"""What does the backlog change for a server that accepts fast, slowly or never?

Hypothesis: it bridges a burst, and no more. A server that accepts as fast as clients
come has at most one in its queue, whatever the backlog. For a slower one the queue
fills up and stays full; whoever finds it full is turned away and tries again a second
later (RFC 6298, section 2), so that it is the clients who wait. A longer queue turns
nobody away for a while; then more clients wait in it who believe they are being
served, as their connect() has returned (listen(2)).
"""

from typing import Annotated

from socketlab.lab.expectation import Accepted, Count, Queue
from socketlab.lab.experiment import Between, Connection, Host, Lab, Listener, Plot
from socketlab.tcp.states import State

CLIENTS = 8
NEVER = CLIENTS + 1


def run(lab: Lab, backlog: Annotated[int, Between(0, 3)] = 2) -> None:
    """Let the same clients come to a fast server, an idle one and two slow ones."""
    lab.set("net.ipv4.tcp_syncookies", 0)
    hosts = lab.hosts("server", "client")
    charts = (
        lab.chart("Accept queue", x="clients that have come", y="connections"),
        lab.chart("Clients in SYN-SENT", x="clients that have come", y="clients"),
    )

    with lab.variant("a fast server"):
        listener = listen(lab, hosts, 7001, backlog)
        near = come(lab, hosts, listener, 1, (charts, "a fast server"))
        foresee(lab, listener, near, backlog, 1)
        lab.expect([one.far for one in near], Accepted(yes=True))

    with lab.variant("an idle server"):
        listener = listen(lab, hosts, 7002, backlog)
        near = come(lab, hosts, listener, NEVER, (charts, "an idle server"))
        foresee(lab, listener, near, backlog, NEVER)
        lab.expect([near[0].far], Accepted(yes=False))

    with lab.variant("a slow server, long backlog"):
        listener = listen(lab, hosts, 7003, CLIENTS)
        near = come(lab, hosts, listener, 3, (charts, "a slow server, long backlog"))
        foresee(lab, listener, near, CLIENTS, 3)
        lab.expect([near[-1].far], Accepted(yes=False))

    with lab.variant("a slow server"):
        listener = listen(lab, hosts, 7004, backlog)
        near = come(lab, hosts, listener, 3, (charts, "a slow server"))
        foresee(lab, listener, near, backlog, 3)

        with lab.step("It goes on, until it has accepted everybody."):
            for _ in range(CLIENTS - CLIENTS // 3):
                listener.accept()
        lab.expect(near, State.ESTABLISHED)
        lab.expect([one.far for one in near], Accepted(yes=True))
        lab.expect(listener, Queue(0))


def listen(lab: Lab, hosts: tuple[Host, ...], port: int, backlog: int) -> Listener:
    """Begin with an empty queue."""
    with lab.step("The server listens with backlog {backlog}.", backlog=backlog):
        listener = hosts[0].listen(port, backlog)
    lab.expect(listener, Queue(0))
    return listener


def come(
    lab: Lab,
    hosts: tuple[Host, ...],
    listener: Listener,
    pace: int,
    drawn: tuple[tuple[Plot, Plot], str],
) -> list[Connection]:
    """Let clients come one by one; the server accepts once for so many of them."""
    (queue, outside), series = drawn
    near: list[Connection] = []
    with lab.step(
        "{clients} clients come, one by one; the server accepts {times} times.",
        clients=CLIENTS,
        times=CLIENTS // pace,
    ):
        for number in range(1, CLIENTS + 1):
            near.append(hosts[1].connect(listener, wait=False))
            queue.point(series, number, lab.queue(listener))
            outside.point(series, number, lab.count(near, State.SYN_SENT))
            if number % pace == 0:
                listener.accept()
    return near


def foresee(
    lab: Lab, listener: Listener, near: list[Connection], backlog: int, pace: int
) -> None:
    """Expect that a client is let in whenever the queue is not longer than allowed."""
    waiting = away = 0
    for number in range(1, CLIENTS + 1):
        if waiting > backlog:
            away += 1
        else:
            waiting += 1
        waiting -= number % pace == 0
    lab.expect(near, Count(State.ESTABLISHED, CLIENTS - away))
    lab.expect(near, Count(State.SYN_SENT, away))
    lab.expect([one.far for one in near], Count(State.ESTABLISHED, CLIENTS - away))
    lab.expect(listener, Queue(waiting))
