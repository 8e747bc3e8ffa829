"""Can the backlog of a server that already listens be changed?

Hypothesis: by the server itself, not by the administrator. listen() copies the
smaller of its backlog and net.core.somaxconn into the socket (listen(2);
__sys_listen_socket() in the kernel's net/socket.c): a server that runs does not
notice that somaxconn was raised. But it may call listen() again on the same socket,
with a larger or a smaller backlog. Who waits in the accept queue stays there, even
if there are more than would be let in now.
"""

import socket
import sys

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Absent, Moves, Queue
from socketlab.lab.experiment import Lab
from socketlab.tcp.states import State

SOMAXCONN = "net.core.somaxconn"


def serve(listener: socket.socket) -> None:
    """Call listen() again with each number that is typed; accept nobody."""
    for line in sys.stdin:
        listener.listen(int(line))
        sys.stdout.write("done\n")


def run(lab: Lab) -> None:
    """Raise somaxconn first, then listen again."""
    lab.set("net.ipv4.tcp_syncookies", 0)
    lab.set(SOMAXCONN, 1)
    server, client = lab.hosts("server", "client")

    with lab.step("With somaxconn 1 a server listens, backlog 5; two clients connect."):
        program = server.serve("server", serve, 7, 5)
        listener = server.listener(7)
        near = [client.connect(listener) for _ in range(2)]
    lab.expect(near, State.ESTABLISHED)
    lab.expect(listener, Queue(2))

    with lab.step("somaxconn becomes 4096; a third client comes."):
        lab.set(SOMAXCONN, 4096)
        third = client.connect(listener, wait=False)
    lab.expect(third, State.SYN_SENT)
    lab.expect(third.far, Absent())
    lab.expect(listener, Moves("TcpExtListenOverflows"))

    with lab.step("It gives up; the server calls listen() again; a fourth comes."):
        third.close()
        program.type("5\n")
        program.await_output()
        near.append(client.connect(listener, wait=False))
    lab.expect(program, Returns("listen", times=1))
    lab.expect([one.far for one in near], State.ESTABLISHED)
    lab.expect(listener, Queue(3))

    with lab.step("The server calls listen() with backlog 0; a fifth client comes."):
        program.type("0\n")
        program.await_output()
        fifth = client.connect(listener, wait=False)
    lab.expect(listener, Queue(3))
    lab.expect([one.far for one in near], State.ESTABLISHED)
    lab.expect(fifth, State.SYN_SENT)
    lab.expect(fifth.far, Absent())
