"""What does an idle client notice when its server ends, and when it sends again?

Hypothesis: nothing, unless it reads. However the server ends, by close() or by a
signal, its kernel sends a FIN: the client's end is in CLOSE-WAIT, and recv() would
give the end of input. The first send() still succeeds, for a FIN closes only one
direction; nobody is there to read, so RST comes back (RFC 9293, section 3.6.1), and
every further send() gives EPIPE, and SIGPIPE where that is not ignored (send(2)).
"""

import signal
import socket
import sys
from collections.abc import Callable

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Host, Lab, Program, ms, seconds
from socketlab.lab.timers import Timer
from socketlab.lab.traffic import Carries
from socketlab.tcp.states import State

SOON = seconds(5)
"""A signal, or a program, may have to wait for a busy processor."""


def hold(listener: socket.socket) -> None:
    """Hold one connection; close it when told to, and live on."""
    connection, _address = listener.accept()
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
    """Let a client be idle while its server ends, then send twice and read."""
    with lab.step("A server starts."):
        program = server.serve("server", hold, port)
    listener = server.listener(port)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    with lab.step("A client connects, and is idle."):
        near = client.connect(listener)
    lab.expect(near.far, State.ESTABLISHED)

    with lab.step("The server ends."):
        end(program)
    lab.expect(near.far, Sends("FIN"), within=SOON)
    lab.expect(near.far, State.FIN_WAIT_2)
    lab.expect(near.far, Timer("timewait"))  # no program holds it any more
    lab.expect(near, State.CLOSE_WAIT)

    with lab.step("The client sends a line, as if nothing had happened."):
        near.send(b"hello\n")
    lab.expect(near, Returns("send", "6"))
    lab.expect(near.far, Sends("RST"))
    lab.expect(near, State.CLOSED)
    lab.expect(near.far, State.CLOSED)

    with lab.step("The client sends once more."):
        near.send(b"hello\n", may_fail=True)
    lab.expect(near, Returns("send", "EPIPE"))
    lab.expect(near, Carries(times=0), within=ms(20))

    with lab.step("The client reads at last."):
        near.receive(may_fail=True)
    lab.expect(near, Returns("recv", "b''"))
