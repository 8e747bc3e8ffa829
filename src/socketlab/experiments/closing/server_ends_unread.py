"""What does an idle client notice when its server ends without reading everything?

Hypothesis: it is cut off. A close with unread bytes in the receive queue sends RST
instead of FIN, to show that data was lost (RFC 9293, section 3.6.1; RFC 2525, section
2.17), and a signal closes as close() does. Neither end remembers the connection. The
next send() of the client gives ECONNRESET, every further one EPIPE; what the server
had said before can still be read.
"""

import signal
import socket
import sys
from collections.abc import Callable

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Moves, Sends, Waiting
from socketlab.lab.experiment import Host, Lab, Program, ms, seconds
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State

SOON = seconds(5)
"""A signal, or a program, may have to wait for a busy processor."""


def hold(listener: socket.socket) -> None:
    """Greet, read nothing; close the connection when told to, and live on."""
    connection, _address = listener.accept()
    connection.send(b"welcome\n")
    sys.stdin.readline()
    connection.close()
    signal.pause()


def run(lab: Lab) -> None:
    """End three servers in three ways; the client does the same each time."""
    server, client = lab.hosts("server", "client")
    with lab.variant("close()"):
        follow(lab, server, client, 7, lambda program: program.type("close\n"))
    with lab.variant("SIGTERM"):
        follow(lab, server, client, 8, lambda program: program.terminate())
    with lab.variant("SIGKILL"):
        follow(lab, server, client, 9, lambda program: program.kill())


def follow(
    lab: Lab, server: Host, client: Host, port: int, end: Callable[[Program], None]
) -> None:
    """Let a client send a line that nobody reads, then end the server."""
    with lab.step("A server starts."):
        program = server.serve("server", hold, port)
    listener = server.listener(port)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    with lab.step("A client connects, is greeted, sends a line, and is idle."):
        near = client.connect(listener)
        near.send(b"hello\n")
    lab.expect(near.far, Waiting(6))
    lab.expect(near, Waiting(8), within=SOON)

    with lab.step("The server ends."):
        end(program)
    lab.expect(near.far, Sends("RST"), within=SOON)
    lab.expect(near.far, Sends("FIN", times=0), within=ms(20))
    lab.expect(server, Moves("TcpExtTCPAbortOnClose"))
    lab.expect(near.far, State.CLOSED)
    lab.expect(near, State.CLOSED)

    with lab.step("The client sends a line, as if nothing had happened."):
        near.send(b"hello\n", may_fail=True)
    lab.expect(near, Returns("send", "ECONNRESET"))

    with lab.step("The client sends once more."):
        near.send(b"hello\n", may_fail=True)
    lab.expect(near, Returns("send", "EPIPE"))

    with lab.step("The client reads what has come before the reset."):
        near.receive(may_fail=True)
        near.receive(may_fail=True)
    lab.expect(near, Receives(("welcome\n", "")))
