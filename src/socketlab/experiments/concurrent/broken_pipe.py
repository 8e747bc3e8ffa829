"""Does a program die when it writes to a connection that is gone?

Hypothesis: it does, if it does nothing against it. Once the peer has closed and has
answered the first send() with a reset, the next one gives EPIPE, and with it comes
SIGPIPE, which ends the program without a word (send(2), signal(7)). A program that
ignores SIGPIPE, as Python does from the start, or sends with MSG_NOSIGNAL, only gets
the error and lives.
"""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from select import POLLHUP, poll
from socket import MSG_NOSIGNAL, socket

from socketlab.lab.answers import Returns
from socketlab.lab.experiment import Host, Lab, seconds
from socketlab.lab.programs import Children
from socketlab.tcp.states import State


def default(listener: socket) -> None:
    """Write as a program in C does that has not thought of it."""
    serve(listener, signal.SIG_DFL, 0)


def ignoring(listener: socket) -> None:
    """Write with SIGPIPE ignored."""
    serve(listener, signal.SIG_IGN, 0)


def asking(listener: socket) -> None:
    """Write with a flag that asks for no signal."""
    serve(listener, signal.SIG_DFL, MSG_NOSIGNAL)


def serve(listener: socket, handler: signal.Handlers, flags: int) -> None:
    """Let a child write twice, the second time to a connection that is gone."""
    connection, _peer = listener.accept()
    if os.fork() == 0:
        signal.signal(signal.SIGPIPE, handler)
        gone = poll()
        gone.register(connection, POLLHUP)
        connection.recv(100)  # the end of input
        connection.send(b"first\n", flags)
        gone.poll()  # the reset has come
        with suppress(BrokenPipeError):
            connection.send(b"second\n", flags)
    signal.pause()


def run(lab: Lab) -> None:
    """Let three servers write to a client that has closed."""
    hosts = lab.hosts("server", "client")
    with lab.variant("as every program begins"):
        compare(lab, hosts, 7, default, dead=True)
    with lab.variant("SIGPIPE is ignored"):
        compare(lab, hosts, 8, ignoring, dead=False)
    with lab.variant("send with MSG_NOSIGNAL"):
        compare(lab, hosts, 9, asking, dead=False)


def compare(
    lab: Lab,
    hosts: tuple[Host, ...],
    port: int,
    serve: Callable[[socket], None],
    *,
    dead: bool,
) -> None:
    """See whether the child of one server survives."""
    server, client = hosts
    with lab.step("The server starts."):
        program = server.serve("server", serve, port)
    listener = server.listener(port)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    with lab.step("A client connects; a child of the server serves it."):
        near = client.connect(listener)
    lab.expect(program, Children(1), within=seconds(5))

    with lab.step("The client closes; the server writes, and once more."):
        near.close()
    lab.expect(near, State.CLOSED, within=seconds(5))
    lab.expect(program, Returns("send", "EPIPE", times=1), within=seconds(5))
    lab.expect(program, Children(0, 1) if dead else Children(1), within=seconds(5))
