"""Does an edge-triggered server come back to a client it had no descriptor for?

Hypothesis: not by itself. With EPOLLET the kernel reports the listener when a
connection comes in, not as long as one waits (epoll(7)). Once accept() has failed
with EMFILE nobody reminds the server, not even when a descriptor is free again: the
client waits, connected, until another one happens to come. To call accept() until it
gives EAGAIN, as the manual page asks, is no help: without a descriptor it gives
EMFILE, whether somebody waits or not.
"""

import os
import resource
import select
import socket
import sys

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Accepted, Queue, Shows, Sockets, Waiting
from socketlab.lab.experiment import Lab, seconds
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State

EMFILE = "accept: Too many open files\n"


def serve(listener: socket.socket) -> None:
    """Echo to as many clients as there are descriptors for: one."""
    listener.settimeout(0)
    poller = select.epoll()
    poller.register(listener, select.EPOLLIN | select.EPOLLET)
    limit = poller.fileno() + 2
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    connections: dict[int, socket.socket] = {}
    while True:
        for ready, _flags in poller.poll():
            if ready in connections:
                data = connections[ready].recv(4096)
                if data:
                    connections[ready].sendall(data)
                else:
                    connections.pop(ready).close()
                continue
            try:
                while True:
                    connection, _peer = listener.accept()
                    connections[connection.fileno()] = connection
                    poller.register(connection, select.EPOLLIN)
            except OSError as error:
                sys.stdout.write(f"accept: {os.strerror(error.errno or 0)}\n")


def run(lab: Lab) -> None:
    """Let the second client wait, and the third one wake the server."""
    server, client = lab.hosts("server", "client")

    with lab.step("An edge-triggered server starts that has one descriptor."):
        program = server.serve("echo server", serve, 7)
    listener = server.listener(7)
    lab.expect(listener, State.LISTEN)

    with lab.step("The first client connects, sends a line and gets it back."):
        first = client.connect(listener)
        first.send(b"hello\n")
        first.receive()
    lab.expect(first.far, Accepted(yes=True))
    lab.expect(program, Shows(EMFILE))
    lab.expect(listener, Queue(0))

    with lab.step("The second client connects and sends a line."):
        second = client.connect(listener)
        second.send(b"world\n")
    lab.expect(program, Shows(EMFILE), within=seconds(5))
    lab.expect(program, Returns("accept4", "EMFILE", times=1))
    lab.expect(second, State.ESTABLISHED)
    lab.expect(second.far, Waiting(len(b"world\n")))
    lab.expect(listener, Queue(1))

    with lab.step("The first client closes: the descriptor is free."):
        first.close()
    lab.expect(program, Sockets(1), within=seconds(5))
    lab.expect(program, Returns("accept4", times=0))
    lab.expect(second.far, Accepted(yes=False))
    lab.expect(listener, Queue(1))

    with lab.step("A third client connects; the second one reads."):
        third = client.connect(listener)
        second.receive()
    lab.expect(second, Receives(("world\n",)))
    lab.expect(second.far, Accepted(yes=True))
    lab.expect(third.far, Accepted(yes=False))
    lab.expect(program, Shows(EMFILE))
