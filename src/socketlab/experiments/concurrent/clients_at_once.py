"""What do several clients of a server see that come all at once?

Hypothesis: of an iterative server, which is busy with a client, nothing but its
kernel. Those for whom there is room in the accept queue, backlog + 1, are connected
and get no answer. The SYNs of all others are dropped, and sent again every second or
so (listen(2)): who is among the first is chance, and no client can tell a full queue
from a slow network, for nobody is refused. With a process for each client a burst can
overflow the short queue, too; then a client tries again a second later, and within a
few seconds all are served.
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
ROOM = BACKLOG + 1


def run(lab: Lab) -> None:
    """Let clients come at once, to an iterative server and to a forking one."""
    lab.set("net.ipv4.tcp_syncookies", 0)
    hosts = lab.hosts("server", "client")
    with lab.variant("iterative"):
        come(lab, hosts, "iterative", 7)
    with lab.variant("fork_per_client"):
        come(lab, hosts, "fork_per_client", 8)


def come(lab: Lab, hosts: tuple[Host, ...], model: str, port: int) -> None:
    """Let one client be served, and then many come and ask."""
    server, client = hosts
    forks = model == "fork_per_client"
    with lab.step("The server starts with backlog {backlog}.", backlog=BACKLOG):
        program = server.run(
            "echo server",
            f"echo server {port} -a {{server}} --model {model} --backlog {BACKLOG}",
        )
    listener = server.listener(port)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    with lab.step("A client connects and sends a line."):
        first = client.connect(listener, may_fail=True)
        first.send(LINE, may_fail=True)
    lab.expect(first.far, Carries("olleh"), within=seconds(5))
    lab.expect(first.far, Accepted(yes=True))

    with lab.step("{n} more clients connect at once.", n=CLIENTS):
        near = [client.connect(listener, wait=False) for _ in range(CLIENTS)]
    far = [one.far for one in near]
    inside = CLIENTS if forks else ROOM
    lab.expect(far, Count(State.ESTABLISHED, inside), within=seconds(10))
    lab.expect(near, Count(State.ESTABLISHED, inside))
    lab.expect(near, Count(State.SYN_SENT, CLIENTS - inside))
    lab.expect(listener, Queue(0 if forks else ROOM), within=seconds(5))
    lab.expect(program, Children(1 + CLIENTS if forks else 0), within=seconds(5))

    with lab.step("Each of them sends a line."):
        for one in near:
            one.send(LINE, wait=False, may_fail=True)
    lab.expect(near, Returns("send", "6", times=inside))
    lab.expect(near, Returns("send", "EAGAIN", times=CLIENTS - inside))
    if forks:
        lab.expect(far, Carries("olleh"), within=seconds(5))
    else:
        lab.expect(near[ROOM:], Sends("SYN"), within=seconds(4))
        lab.expect(far, Carries(times=0))
        lab.expect(far, Sends("RST", times=0))
