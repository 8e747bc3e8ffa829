"""Must the parent of a forking server close the connection that its child serves?

Hypothesis: yes. fork() gives the child a descriptor of its own for the same socket,
and the kernel sends FIN when the last one is closed (close(2), fork(2)). If the
parent keeps its own, it gains a descriptor with every client, and the child's close()
ends nothing: after a client that closes first the server's end stays in CLOSE-WAIT,
which no timer ends; when the child ends first, the client does not notice, and what
it sends waits for a reader that never comes. Only the parent's own end cleans up.
shutdown() in the child sends FIN whoever holds the socket, but the descriptor stays.
"""

import os
import signal
from collections.abc import Callable
from socket import SHUT_RDWR, socket

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Sends, Waiting
from socketlab.lab.experiment import Host, Lab, seconds
from socketlab.lab.programs import Children, Sockets
from socketlab.lab.timers import Timer
from socketlab.tcp.states import State

Act = Callable[[socket], None]
LINE = b"hello\n"


def close(listener: socket) -> None:
    """Right: the parent closes what its child serves."""
    while True:
        hand_over(listener).close()


def keep(listener: socket) -> None:
    """Wrong: the parent keeps every connection."""
    kept = []
    while True:
        kept.append(hand_over(listener))


def shut(listener: socket) -> None:
    """Wrong, too, but the child shuts the connection before it ends."""
    kept = []
    while True:
        kept.append(hand_over(listener, last=lambda one: one.shutdown(SHUT_RDWR)))


def hand_over(listener: socket, last: Act = socket.close) -> socket:
    """Let a child serve the next client; give the parent's own socket of it."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # zombies are another page
    connection, _address = listener.accept()
    if os.fork() == 0:
        while connection.recv(100) == LINE:
            connection.sendall(LINE)
        last(connection)
        os._exit(0)
    return connection


def run(lab: Lab) -> None:
    """Serve two clients in three ways: one closes first, of the other the child."""
    server, client = lab.hosts("server", "client")
    with lab.variant("The parent closes it"):
        compare(lab, server, client, 7, close)
    with lab.variant("The parent keeps it"):
        compare(lab, server, client, 8, keep)
    with lab.variant("It keeps it, the child calls shutdown()"):
        compare(lab, server, client, 9, shut)


def compare(lab: Lab, server: Host, client: Host, port: int, serve: Act) -> None:
    """Follow two clients of one server."""
    kept = 0 if serve is close else 1
    lost = serve is keep
    with lab.step("The server starts."):
        program = server.serve("echo server", serve, port)
    listener = server.listener(port)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    with lab.step("A client sends a line and reads the answer."):
        first = client.connect(listener)
        first.send(LINE)
        first.receive()
    lab.expect(program, Children(1))
    lab.expect(program, Sockets(1 + kept))

    with lab.step("The client closes first; its child ends."):
        first.close()
    lab.expect(program, Children(0), within=seconds(5))
    lab.expect(program, Sockets(1 + kept))
    lab.expect(first, State.FIN_WAIT_2 if lost else State.TIME_WAIT)
    lab.expect(first, Timer("timewait"))
    lab.expect(first.far, State.CLOSE_WAIT if lost else State.CLOSED)
    if lost:
        lab.expect(first.far, Timer(""))

    with lab.step("Another client says bye; its child ends first."):
        second = client.connect(listener)
        second.send(b"bye\n")
    lab.expect(program, Children(0), within=seconds(5))
    lab.expect(program, Sockets(1 + 2 * kept))
    lab.expect(second, State.ESTABLISHED if lost else State.CLOSE_WAIT)
    lab.expect(second.far, Sends("FIN", times=0 if lost else 1))
    lab.expect(second.far, State.ESTABLISHED if lost else State.FIN_WAIT_2)

    with lab.step("It reads, and sends a line."):
        second.receive(wait=False, may_fail=True)
        second.send(LINE)
    lab.expect(second, Returns("recv", "EAGAIN" if lost else "b''"))
    lab.expect(second, State.ESTABLISHED if lost else State.CLOSED)
    if lost:
        lab.expect(second.far, Waiting(len(LINE)))

    with lab.step("The server is killed."):
        program.kill()
    lab.expect([first.far, second.far], State.CLOSED, within=seconds(5))
    if lost:
        lab.expect(first, State.TIME_WAIT)
        lab.expect(second.far, Sends("RST"))
        lab.expect(second, State.CLOSED)
