"""What does an old client see that goes on sending to a restarted server?

Hypothesis: a reset, for the new server knows nothing of the old connection (RFC 9293,
section 3.5.2). If the old server's kernel could still send a FIN, the client is in
CLOSE-WAIT: send() succeeds once, then gives EPIPE. If it could not, after a power
failure, the client stays ESTABLISHED: send() succeeds once, too, and then recv() gives
ECONNRESET. New clients are served at once, because both servers set SO_REUSEADDR.
"""

import signal
import socket

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Accepted, Sends
from socketlab.lab.experiment import Host, Lab, seconds
from socketlab.tcp.states import State

REUSE = {"SO_REUSEADDR": 1}

SOON = seconds(5)
"""A signal, or a program, may have to wait for a busy processor."""


def hold(listener: socket.socket) -> None:
    """Hold one connection for ever."""
    _connection = listener.accept()
    signal.pause()


def run(lab: Lab) -> None:
    """Restart a server under a client: after SIGKILL, and after a power failure."""
    server, client = lab.hosts("server", "client")
    with lab.variant("After SIGKILL"):
        kill(lab, server, client)
    with lab.variant("After a power failure"):
        cut(lab, server, client)


def kill(lab: Lab, server: Host, client: Host) -> None:
    """Restart a server whose kernel could still send a FIN."""
    with lab.step("A server starts."):
        program = server.serve("old server", hold, 7)
    listener = server.listener(7)
    lab.expect(listener, State.LISTEN, within=seconds(5))
    with lab.step("A client connects."):
        near = client.connect(listener)
    lab.expect(near.far, State.ESTABLISHED)
    with lab.step("The server is killed."):
        program.kill()
    lab.expect(near.far, State.FIN_WAIT_2, within=SOON)
    lab.expect(near, State.CLOSE_WAIT)
    lab.expect(listener, State.CLOSED)
    with lab.step("It is started again at once."):
        server.serve("new server", hold, 7)
    lab.expect(listener, State.LISTEN, within=seconds(5))
    lab.expect(near.far, State.FIN_WAIT_2)
    with lab.step("The old client goes on sending."):
        near.send(b"hello\n")
    lab.expect(near, Returns("send", "6"))
    lab.expect(near.far, Sends("RST"))
    lab.expect(near, State.CLOSED)
    lab.expect(near.far, State.CLOSED)
    with lab.step("It sends again, and reads."):
        near.send(b"hello\n", may_fail=True)
        near.receive(may_fail=True)
    lab.expect(near, Returns("send", "EPIPE"))
    lab.expect(near, Returns("recv", "b''"))
    with lab.step("A new client connects."):
        late = client.connect(listener)
    lab.expect(late, State.ESTABLISHED)
    lab.expect(late.far, Accepted(yes=True), within=SOON)


def cut(lab: Lab, server: Host, client: Host) -> None:
    """Restart a server that could not tell anybody that it ended."""
    with lab.step("A client connects to another server."):
        old = server.listen(8, options=REUSE)
        near = client.connect(old)
        far = old.accept()
    with lab.step("Its power fails: it forgets everything, and nothing arrives."):
        near.deafen()
        far.set("SO_LINGER", 0)
        far.close()
        old.close()
    lab.expect(far, State.CLOSED)
    lab.expect(near, State.ESTABLISHED)
    with lab.step("It is started again; what it sends arrives again."):
        new = server.listen(8, options=REUSE)
        near.hear()
    lab.expect(new, State.LISTEN)
    lab.expect(near, State.ESTABLISHED)
    with lab.step("The old client goes on sending."):
        near.send(b"hello\n")
    lab.expect(near, Returns("send", "6"))
    lab.expect(far, Sends("RST"))
    lab.expect(near, State.CLOSED)
    with lab.step("It reads, and sends again."):
        near.receive(may_fail=True)
        near.send(b"hello\n", may_fail=True)
    lab.expect(near, Returns("recv", "ECONNRESET"))
    lab.expect(near, Returns("send", "EPIPE"))
