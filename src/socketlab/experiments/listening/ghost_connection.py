"""Can a client be connected to a server that knows nothing of it, and send bytes?

Hypothesis: yes. With a SYN cookie the server keeps nothing until the ACK of its
SYN ACK arrives: the whole request is in the sequence number (RFC 4987, section
3.6). If that ACK is lost, or finds the accept queue full, the client is in
ESTABLISHED and nobody at the server knows: connect() and send() have succeeded.
Whatever the client sends carries the cookie again, so the first bytes that find room
make the connection, and none is lost; until then TCP repeats them. A client that
sends nothing stays connected to nobody.
"""

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Absent, Accepted, Moves, Queue, Sends, Waiting
from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Let three clients connect to a listener that does not hear their ACK."""
    lab.set("net.ipv4.tcp_syncookies", 2)  # always, as when the SYN queue is full
    server, client = lab.hosts("server", "client")

    with lab.step("The server listens with backlog 0; it does not hear an ACK."):
        listener = server.listen(7, 0)
        listener.deafen(flags="ACK")
    lab.expect(listener, Queue(0))

    with lab.step("Three clients connect."):
        first, second, silent = near = [client.connect(listener) for _ in range(3)]
    lab.expect(near, Returns("connect", times=3))
    lab.expect(near, State.ESTABLISHED)
    lab.expect([one.far for one in near], Absent())
    lab.expect(listener, Moves("TcpExtSyncookiesSent", 3))
    lab.expect(listener, Queue(0))

    with lab.step("The server hears again; the first client sends a line."):
        listener.hear()
        first.send(b"hello\n")
    lab.expect(first.far, State.ESTABLISHED)
    lab.expect(first.far, Waiting(len(b"hello\n")))
    lab.expect(listener, Queue(1))

    with lab.step("The second one sends a line: the accept queue is full."):
        second.send(b"world\n")
    lab.expect(second, Returns("send", "6"))
    lab.expect(second, Sends("PSH ACK", times=2), within=seconds(2))
    lab.expect(listener, Moves("TcpExtListenOverflows", 2))
    lab.expect(second, State.ESTABLISHED)
    lab.expect(second.far, Absent())

    with lab.step("The server accepts the first client: there is room again."):
        listener.accept()
    lab.expect(first.far, Accepted(yes=True))
    lab.expect(second.far, State.ESTABLISHED, within=seconds(5))
    lab.expect(second.far, Waiting(len(b"world\n")))
    lab.expect(listener, Queue(1))
    lab.expect(silent, State.ESTABLISHED)
    lab.expect(silent.far, Absent())
