"""What happens to accept(), and to the clients, when the descriptors run out?

Hypothesis: accept() fails with EMFILE before it takes a connection out of the queue
(accept(2)). The connection stays there, complete: its client is neither served nor
refused, and may even send. As it still waits, a level-triggered poll() reports the
listener as ready again at once (poll(2)), so that a server which only tries again
spins. The next client finds the queue full: its SYN gets no answer. As soon as a
descriptor is closed, accept() takes the client that has waited, and what it sent.
"""

import os
import resource
import select
import socket
import sys

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Absent, Accepted, Queue, Shows, Sockets, Waiting
from socketlab.lab.experiment import Connection, Lab, seconds
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State

ROOM = 2
VAIN = 5


def serve(listener: socket.socket) -> None:
    """Echo to as many clients as there are descriptors for, in a level-triggered loop.

    When `VAIN` calls of accept() in a row have failed, it does what a server should
    do after the first: it waits until one of its connections has ended.
    """
    lowest = os.dup(listener.fileno())
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + ROOM, lowest + ROOM))
    connections: dict[int, socket.socket] = {}
    poller = select.poll()
    poller.register(listener, select.POLLIN)
    vain = 0
    while True:
        for ready, _events in poller.poll():
            if ready in connections:
                data = connections[ready].recv(4096)
                if data:
                    connections[ready].sendall(data)
                else:
                    poller.unregister(ready)
                    connections.pop(ready).close()
                    poller.register(listener, select.POLLIN)
            else:
                try:
                    connection, _peer = listener.accept()
                except OSError as error:
                    vain += 1
                    if vain == VAIN:
                        sys.stdout.write(f"{vain} times: {error.strerror}\n")
                        poller.unregister(listener)
                else:
                    vain = 0
                    connections[connection.fileno()] = connection
                    poller.register(connection, select.POLLIN)


def run(lab: Lab) -> None:
    """Bring four clients to a server that has descriptors for two."""
    server, client = lab.hosts("server", "client")
    lab.set("net.ipv4.tcp_syncookies", 0)

    with lab.step("A server starts that has descriptors for {n} clients.", n=ROOM):
        program = server.serve("echo server", serve, 7, 0)
    listener = server.listener(7)
    lab.expect(listener, State.LISTEN)

    served: list[Connection] = []
    with lab.step("One after the other, {n} clients connect and are served.", n=ROOM):
        for _ in range(ROOM):
            served.append(client.connect(listener))
            served[-1].send(b"hello\n")
            served[-1].receive()
    lab.expect([one.far for one in served], Accepted(yes=True))
    lab.expect(program, Sockets(1 + ROOM))

    with lab.step("A third client connects and sends a line."):
        third = client.connect(listener)
        third.send(b"world\n")
    lab.expect(
        program, Shows(f"{VAIN} times: Too many open files\n"), within=seconds(5)
    )
    lab.expect(program, Returns("accept4", "EMFILE", times=VAIN))
    lab.expect(third, State.ESTABLISHED)
    lab.expect(third.far, State.ESTABLISHED)
    lab.expect(third.far, Accepted(yes=False))
    lab.expect(third.far, Waiting(len(b"world\n")))
    lab.expect(listener, Queue(1))

    with lab.step("A fourth client comes."):
        fourth = client.connect(listener, wait=False)
    lab.expect(fourth, State.SYN_SENT)
    lab.expect(fourth.far, Absent())

    with lab.step("The fourth client gives up, the first closes; the third reads."):
        fourth.close()
        served[0].close()
        third.receive()
    lab.expect(third, Receives(("world\n",)))
    lab.expect(third.far, Accepted(yes=True))
    lab.expect(program, Returns("accept4", times=1))
    lab.expect(program, Sockets(1 + ROOM))
    lab.expect(listener, Queue(0))
