"""Which of several servers that share a port with SO_REUSEPORT gets a connection?

Hypothesis: neither the next one in turn nor the least busy one, but the one that a
hash of the 4-tuple points at: many clients are spread over all servers, not quite
evenly, and the same client port comes to the same server again and again
(reuseport_select_sock() in the kernel's net/core/sock_reuseport.c). A server that
does not set the option, too, is refused: bind() gives EADDRINUSE (socket(7)).
"""

import socket
import sys
from collections import Counter
from typing import Annotated

from socketlab.lab.answers import Returns
from socketlab.lab.experiment import Between, Lab
from socketlab.lab.programs import Sockets
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State

SHARE = {"SO_REUSEPORT": 1}
RESET = {"SO_LINGER": 0}
AGAIN = 3
EVERY = 4
NAMES = ("server 1", "server 2", "server 3")


def answer(listener: socket.socket) -> None:
    """Tell every client the name of this server, and keep it."""
    name = sys.stdin.readline()
    sys.stdout.write("ready\n")
    kept = []
    while True:
        connection, _address = listener.accept()
        connection.sendall(name.encode())
        kept.append(connection)


def run(lab: Lab, clients: Annotated[int, Between(40, 200)] = 40) -> None:
    """Let many clients come, and one of them several times."""
    server, client = lab.hosts("server", "client")
    listener = server.place(7)
    chart = lab.chart("Who gets them", x="clients that have come", y="connections")

    with lab.step("Three servers listen on the same port with SO_REUSEPORT."):
        programs = [
            server.serve("server 1", answer, 7, clients, options=SHARE),
            server.serve("server 2", answer, 7, clients, options=SHARE),
            server.serve("server 3", answer, 7, clients, options=SHARE),
        ]
        for name, program in zip(NAMES, programs, strict=True):
            program.type(name + "\n")
            program.await_output()
    for program in programs:
        lab.expect(program, Sockets(1))

    with lab.step("{clients} clients connect, one after the other.", clients=clients):
        near = []
        count = Counter(dict.fromkeys(NAMES, 0))
        for number in range(1, clients + 1):
            near.append(client.connect(listener))
            count[near[-1].receive().decode().strip()] += 1
            for name in NAMES if number % EVERY == 0 else ():
                chart.point(name, number, count[name])
    lab.expect(near, State.ESTABLISHED)
    for name, program in zip(NAMES, programs, strict=True):
        lab.expect(program, Sockets(2, at_least=True))
        lab.expect(program, Sockets(1 + count[name]))

    with lab.step("One more connects from port 8888, and ends with a reset."):
        first = client.connect(listener, port=8888, options=RESET)
        told = first.receive().decode()
        first.close()
    lab.expect(first, Receives((told,)))

    with lab.step("It does so {n} times more.", n=AGAIN):
        for _ in range(AGAIN):
            again = client.connect(listener, port=8888, options=RESET)
            again.receive()
            again.close()
    lab.expect(first, Receives((told,) * AGAIN))

    with lab.step("A server without SO_REUSEPORT tries to bind the port."):
        server.listen(7, may_fail=True)
    lab.expect(server, Returns("bind", "EADDRINUSE"))
