"""What becomes of bytes in the send buffer when the program that wrote them ends?

Hypothesis: the kernel delivers them, whether the program called close() or was
killed by SIGKILL: in FIN-WAIT-1 it sends them again, with the FIN, until they are
acknowledged (RFC 9293, section 3.6; SO_LINGER in socket(7)). They are thrown away only
where the end of the connection is a reset: with SO_LINGER 0, and where the program
left received bytes unread. send() never says whether its bytes have arrived.
"""

import signal
import socket
import sys

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Connection, Lab, Subject, seconds
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State

SOON = seconds(5)
"""A signal, or a program, may have to wait for a busy processor."""


def hold(listener: socket.socket) -> None:
    """Hold one connection; send a line when told to."""
    connection, _address = listener.accept()
    sys.stdin.readline()
    connection.send(b"hello\n")
    signal.pause()


def run(lab: Lab) -> None:
    """Keep a line from arriving, end its sender in four ways, let it arrive."""
    server, client = lab.hosts("server", "client")
    listener = server.listen(7)

    def say(*, unread: bool = False) -> tuple[Connection, Connection]:
        with lab.step("A client connects; the line that the server sends is lost."):
            near = client.connect(listener)
            far = listener.accept()
            near.deafen(flags="PSH")
            if unread:
                near.send(b"unread\n")
            far.send(b"hello\n")
        return near, far

    with lab.variant("close()"):
        near, far = say()
        with lab.step("The server ends."):
            far.close()
        deliver(lab, near, far)

    with lab.variant("SIGKILL"):
        with lab.step("A server starts."):
            program = server.serve("server", hold, 8)
        other = server.listener(8)
        lab.expect(other, State.LISTEN, within=seconds(5))
        with lab.step("A client connects; the line that the server sends is lost."):
            near = client.connect(other)
            near.deafen(flags="PSH")
            program.type("hello\n")
        lab.expect(near.far, Sends("PSH"), within=SOON)
        with lab.step("The server ends."):
            program.kill()
        deliver(lab, near, near.far)

    with lab.variant("SO_LINGER 0, close()"):
        near, far = say()
        with lab.step("The server ends."):
            far.set("SO_LINGER", 0)
            far.close()
        lose(lab, near, far)

    with lab.variant("close() with bytes unread"):
        near, far = say(unread=True)
        with lab.step("The server ends."):
            far.close()
        lose(lab, near, far)


def deliver(lab: Lab, near: Connection, far: Subject) -> None:
    """Expect that the line still arrives."""
    lab.expect(far, Sends("FIN"), within=SOON)
    lab.expect(far, State.FIN_WAIT_1)
    with lab.step("The client hears again, and reads to the end."):
        near.hear()
        near.receive()
        near.receive()
    lab.expect(near, Receives(("hello\n", "")))
    lab.expect(near, State.CLOSE_WAIT)
    lab.expect(far, State.FIN_WAIT_2)


def lose(lab: Lab, near: Connection, far: Subject) -> None:
    """Expect that the line never arrives."""
    lab.expect(far, Sends("RST"))
    lab.expect(near, State.CLOSED)
    lab.expect(far, State.CLOSED)
    with lab.step("The client hears again, and reads to the end."):
        near.hear()
        near.receive(may_fail=True)
    lab.expect(near, Returns("recv", "ECONNRESET"))
