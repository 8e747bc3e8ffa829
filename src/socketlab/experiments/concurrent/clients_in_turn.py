"""What do the first, second, third ... client of a server see that come in turn?

Hypothesis: with a process for each client every one is served at once, and a backlog
of 1 is enough, for a connection waits only until fork() has returned. An iterative
server serves the first. Those that fit into the accept queue, backlog + 1, are
connected by the kernel and get no answer; all further ones are not even connected,
they stay in SYN-SENT (listen(2); sk_acceptq_is_full() in the kernel's
include/net/sock.h). Nobody is refused. When the first one leaves, everybody moves up
by one place.
"""

from typing import Annotated

from socketlab.lab.answers import Returns
from socketlab.lab.census import Count
from socketlab.lab.expectation import Accepted, Queue, Sends, Waiting
from socketlab.lab.experiment import Between, Connection, Host, Lab, seconds
from socketlab.lab.programs import Children
from socketlab.lab.traffic import Carries
from socketlab.tcp.states import State

LINE = b"hello\n"


def run(
    lab: Lab,
    backlog: Annotated[int, Between(0, 4)] = 1,
    clients: Annotated[int, Between(4, 8)] = 5,
) -> None:
    """Let clients come in turn, to an iterative server and to a forking one."""
    lab.set("net.ipv4.tcp_syncookies", 0)
    hosts = lab.hosts("server", "client")
    with lab.variant("iterative"):
        come(lab, hosts, "iterative", 7, (backlog, clients))
    with lab.variant("fork_per_client"):
        come(lab, hosts, "fork_per_client", 8, (backlog, clients))


def come(
    lab: Lab, hosts: tuple[Host, ...], model: str, port: int, sizes: tuple[int, int]
) -> None:
    """Let the clients of one server come, ask, and the first one leave."""
    server, client = hosts
    backlog, clients = sizes
    with lab.step("The server starts with backlog {backlog}.", backlog=backlog):
        program = server.run(
            "echo server",
            f"echo server {port} -a {{server}} --model {model} --backlog {backlog}",
        )
    listener = server.listener(port)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    room = clients if model == "fork_per_client" else 1
    near: list[Connection] = []
    for number in range(1, clients + 1):
        with lab.step("Client {number} connects.", number=number):
            near.append(client.connect(listener, wait=False))
        if number <= room + backlog + 1:
            lab.expect(near[-1], State.ESTABLISHED)
            lab.expect(near[-1].far, State.ESTABLISHED)
            lab.expect(near[-1].far, Accepted(yes=number <= room), within=seconds(5))
        else:
            lab.expect(near[-1], State.SYN_SENT)
            lab.expect(near[-1].far, State.CLOSED)
            lab.expect(near[-1].far, Sends("ACK", times=0))
    served, waiting = near[:room], near[room : room + backlog + 1]
    outside = near[room + backlog + 1 :]

    with lab.step("Every client sends a line."):
        for one in near:
            one.send(LINE, wait=False, may_fail=True)
    lab.expect([one.far for one in served], Carries("olleh"), within=seconds(5))
    lab.expect(listener, Queue(len(waiting)))
    lab.expect(program, Children(0 if waiting else clients))
    if waiting:
        lab.expect([one.far for one in waiting], Waiting(len(LINE)))
        lab.expect([one.far for one in waiting], Carries(times=0))
        lab.expect(outside, Returns("send", "EAGAIN"))

    with lab.step("The first client leaves."):
        near[0].receive(wait=False)
        near[0].close()
    lab.expect(near[0].far, State.CLOSED, within=seconds(5))
    if waiting:
        lab.expect(waiting[0].far, Carries("olleh"), within=seconds(5))
        lab.expect(outside, Sends("SYN"), within=seconds(4))
        beyond = [one.far for one in outside]
        lab.expect(beyond, Count(State.ESTABLISHED, 1), within=seconds(4))
    else:
        lab.expect(program, Children(clients - 1), within=seconds(5))
