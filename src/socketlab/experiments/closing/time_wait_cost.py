"""What does TIME-WAIT cost the end that keeps it, and whom does it stop?

Hypothesis: no descriptor, no process and no segment, only a timer and a structure of
the kernel, several times smaller than that of an open connection (tcp_timewait_sock in
include/linux/tcp.h). At a server it stops nobody: even the same port of the same
client may connect again, for its SYN takes the place of the old connection (RFC 9293,
section 3.6.1; RFC 6191). At a client it takes one local port away, towards that one
server only: when none is left, connect() gives EADDRNOTAVAIL (connect(2); ip(7)).
"""

import socket
from typing import Annotated

from socketlab.lab.answers import Returns
from socketlab.lab.census import Takes
from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Between, Lab, seconds
from socketlab.lab.programs import Sockets
from socketlab.lab.timers import Timer
from socketlab.tcp.states import State


def close_first(listener: socket.socket) -> None:
    """Accept and close, again and again."""
    while True:
        listener.accept()[0].close()


def run(lab: Lab, clients: Annotated[int, Between(1, 100)] = 10) -> None:
    """Leave connections in TIME-WAIT at the server, then one at the client."""
    lab.set("net.ipv4.tcp_tw_reuse", 0)  # the default allows it here after a second
    server, client = lab.hosts("server", "client")

    with lab.variant("At the server"):
        with lab.step("A server starts that closes every connection at once."):
            program = server.serve("server", close_first, 7, clients)
        listener = server.listener(7)
        lab.expect(listener, State.LISTEN, within=seconds(5))

        with lab.step("{clients} clients connect and close.", clients=clients):
            near = [client.connect(listener, port=50000 + i) for i in range(clients)]
            for one in near:
                one.receive()
                one.close()
        ends = [one.far for one in near]
        lab.expect(ends, State.TIME_WAIT)
        lab.expect(program, Sockets(1))  # the listener
        lab.expect(ends, Timer("timewait", 50, 60))
        lab.expect(server, Takes("tcp_sock", 1024, 8192))
        lab.expect(server, Takes("tcp_timewait_sock", 1, 512))
        lab.expect(near, State.CLOSED)

        with lab.step("A while passes."):
            pass
        lab.expect(ends, Sends("ACK", times=0))

        with lab.step("The first client connects again, from the same port."):
            again = client.connect(listener, port=50000, may_fail=True)
            again.receive()
        lab.expect(again, Returns("connect"))
        lab.expect(again, State.CLOSE_WAIT)
        lab.expect(again.far, State.FIN_WAIT_2)

    with lab.variant("At the client"):
        with lab.step("A client with one ephemeral port connects, closes first."):
            lab.set("net.ipv4.ip_local_port_range", "60000 60000")
            same, other = (server.listen(port) for port in (8, 9))
            first = client.connect(same)
            far = same.accept()
            first.close()
            far.receive()
            far.close()
        lab.expect(first, State.TIME_WAIT)

        with lab.step("It connects to the same server again, and to another one."):
            client.connect(same, may_fail=True)
            late = client.connect(other)
        lab.expect(client, Returns("connect", "EADDRNOTAVAIL", times=1))
        lab.expect(late, State.ESTABLISHED)
