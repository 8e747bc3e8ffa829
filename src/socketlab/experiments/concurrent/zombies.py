"""When do the children of a forking server become zombies, and what does one cost?

Hypothesis: each that has ended is one until its parent waits for it; if SIGCHLD is
ignored, it is gone at once (wait(2)). To wait once for each signal is not enough: one
that is pending is not queued again (signal(7)), so of two children that end while it
is held back one stays. A zombie is only an entry: it holds no socket, stops nobody.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from select import select
from socket import socket

from socketlab.lab.experiment import Host, Lab, seconds
from socketlab.lab.programs import Children, Shows, Sockets
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State

Hosts = tuple[Host, ...]
Act = Callable[[socket], None]


def forget(listener: socket) -> None:
    """Wrong: nobody waits for the children."""
    serve(listener, signal.SIG_DFL)


def ignore(listener: socket) -> None:
    """Right: the kernel is told that nobody will wait."""
    serve(listener, signal.SIG_IGN)


def wait_once(listener: socket) -> None:
    """Wrong: one wait for each signal."""
    serve(listener, lambda *_signal: os.waitpid(-1, os.WNOHANG))


def wait_for_all(listener: socket) -> None:
    """Right: at each signal wait until nobody is left that has ended."""
    serve(listener, reap)


def reap(*_signal: object) -> None:
    """Wait for all children that have ended."""
    with suppress(ChildProcessError):  # there are no children at all
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def serve(listener: socket, handler: signal.Handlers | Callable[..., object]) -> None:
    """Serve each client in a child; told to be busy, hold signals back meanwhile."""
    signal.signal(signal.SIGCHLD, handler)
    while True:
        if sys.stdin in select([listener, sys.stdin], [], [])[0]:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
            sys.stdout.write(sys.stdin.readline())
            sys.stdout.write(sys.stdin.readline())
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            continue
        connection, _address = listener.accept()
        if os.fork() == 0:
            while data := connection.recv(100):
                connection.sendall(data)
            os._exit(0)
        connection.close()


def run(lab: Lab) -> None:
    """Let children end, one alone and two in the same moment, in four servers."""
    hosts = lab.hosts("server", "client")
    with lab.variant("Nobody waits"):
        compare(lab, hosts, 7, forget, 2, 2, 3)
    with lab.variant("SIGCHLD is ignored"):
        compare(lab, hosts, 8, ignore, 0, 0, 0)
    with lab.variant("One wait for each signal"):
        compare(lab, hosts, 9, wait_once, 2, 1, 1)
    with lab.variant("Wait until nobody is left"):
        compare(lab, hosts, 10, wait_for_all, 2, 0, 0)


def compare(lab: Lab, hosts: Hosts, port: int, serve: Act, *zombies: int) -> None:
    """Count zombies: while the server is busy, afterwards, at the end."""
    server, client = hosts
    with lab.step("The server starts."):
        program = server.serve("echo server", serve, port)
    listener = server.listener(port)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    with lab.step("Two clients connect, send a line and read the answer."):
        near = [client.connect(listener), client.connect(listener)]
        for one in near:
            one.send(b"hello\n")
            one.receive()
    lab.expect(program, Children(2))

    with lab.step("The server is busy, and holds signals back."):
        program.type("busy\n")
    lab.expect(program, Shows("busy\n"), within=seconds(5))

    with lab.step("Both clients close; both children end."):
        for one in near:
            one.close()
    lab.expect(near, State.TIME_WAIT, within=seconds(5))
    lab.expect(program, Children(0, zombies[0]), within=seconds(5))
    lab.expect(program, Sockets(1))

    with lab.step("The server is free again, and the signal comes."):
        program.type("free\n")
    lab.expect(program, Children(0, zombies[1]), within=seconds(5))

    with lab.step("A third client is served and closes; its child ends."):
        late = client.connect(listener)
        late.send(b"hello\n")
        late.receive()
        late.close()
    lab.expect(late, Receives(("hello\n",)))
    lab.expect(program, Children(0, zombies[2]), within=seconds(5))
