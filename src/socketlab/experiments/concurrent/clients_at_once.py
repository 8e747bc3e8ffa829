"""What do several clients of a server see that come all at once?

Hypothesis: of an iterative server the same as if they came in turn, only that chance
decides who is early. One is served, backlog + 1 wait in the accept queue; for all
others the server has no connection, and their SYNs, sent again and again, are dropped
(listen(2)). If two of them come back to one free place in the same moment, one may
become the ghost of the page ghost_connection. With a process for each client a burst
can overflow the short queue, too; then a client tries again a second later, and soon
all are served. Nobody is refused: no client can tell a full queue from a slow network.
"""

from socketlab.lab.answers import Returns
from socketlab.lab.census import Count
from socketlab.lab.expectation import Accepted, Queue, Sends
from socketlab.lab.experiment import Host, Lab, seconds
from socketlab.lab.programs import Children
from socketlab.lab.traffic import Carries
from socketlab.tcp.states import State

LINE = b"hello\n"
CLIENTS = 6
BACKLOG = 1
INSIDE = 1 + BACKLOG + 1  # one is served, and backlog + 1 wait


def run(lab: Lab) -> None:
    """Let clients come at once, to an iterative server and to a forking one."""
    lab.set("net.ipv4.tcp_syncookies", 0)
    hosts = lab.hosts("server", "client")
    with lab.variant("iterative"):
        come(lab, hosts, "iterative", 7)
    with lab.variant("fork_per_client"):
        come(lab, hosts, "fork_per_client", 8)


def come(lab: Lab, hosts: tuple[Host, ...], model: str, port: int) -> None:
    """Let the clients of one server come, ask, and the first one leave."""
    server, client = hosts
    forks = model == "fork_per_client"
    with lab.step("The server starts with backlog {backlog}.", backlog=BACKLOG):
        program = server.run(
            "echo server",
            f"echo server {port} -a {{server}} --model {model} --backlog {BACKLOG}",
        )
    listener = server.listener(port)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    with lab.step("{n} clients connect at once.", n=CLIENTS):
        near = [client.connect(listener, wait=False) for _ in range(CLIENTS)]
    far = [one.far for one in near]
    connected = CLIENTS if forks else INSIDE
    lab.expect(far, Count(State.ESTABLISHED, connected), within=seconds(10))
    lab.expect(far[0], Accepted(yes=True), within=seconds(5))
    lab.expect(listener, Queue(0 if forks else BACKLOG + 1), within=seconds(5))
    lab.expect(program, Children(CLIENTS if forks else 0), within=seconds(5))

    with lab.step("Every client sends a line."):
        for one in near:
            one.send(LINE, wait=False, may_fail=True)
    if forks:
        lab.expect(near, Returns("send", "6"))
        lab.expect(far, Carries("olleh"), within=seconds(5))
    else:
        lab.expect(near[:2], Returns("send", "6"))
        lab.expect(far[0], Carries("olleh"), within=seconds(5))
        lab.expect(far[1:], Carries(times=0))

    with lab.step("The first client leaves."):
        near[0].receive(wait=False)
        near[0].close()
    lab.expect(far[0], State.CLOSED, within=seconds(5))
    if not forks:
        lab.expect(far[1], Carries("olleh"), within=seconds(5))
        lab.expect(far, Count(State.ESTABLISHED, INSIDE), within=seconds(5))
        lab.expect(far, Sends("RST", times=0))
