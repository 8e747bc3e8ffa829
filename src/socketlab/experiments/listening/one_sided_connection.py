"""What becomes of bytes sent on a connection that only the client believes in?

Hypothesis: the client is in ESTABLISHED and may send, while the server is still in
SYN-RECEIVED: the ACK that completes the handshake was lost, or it found the accept
queue full and was dropped. So are the bytes, as long as the queue is full; TCP sends
them again, and once accept() has made room nothing is missing. With
tcp_abort_on_overflow the server answers with a reset at once. And it forgets the
connection when it has sent its SYN ACK tcp_synack_retries times more in vain: the
answer to what comes then is a reset, too. In all three cases send() has succeeded
(tcp(7); tcp_check_req() in the kernel's net/ipv4/tcp_minisocks.c).
"""

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Absent, Moves, Queue, Sends, Waiting
from socketlab.lab.experiment import Connection, Host, Lab, Listener, seconds
from socketlab.tcp.states import State

LINE = b"hello\n"


def run(lab: Lab) -> None:
    """Make such a connection three times, and end it in three ways."""
    lab.set("net.ipv4.tcp_syncookies", 0)
    server, client = lab.hosts("server", "client")

    with lab.variant("accept() makes room"):
        listener, near = believe(lab, server, client, 7001)
        with lab.step("The client sends a line."):
            near.send(LINE)
        lab.expect(near, Returns("send", str(len(LINE))))
        lab.expect(near, State.ESTABLISHED)
        lab.expect(near.far, State.SYN_RECEIVED)
        lab.expect(listener, Moves("TcpExtListenOverflows"))

        with lab.step("The server accepts one of the other clients."):
            listener.accept()
        lab.expect(near, Sends("PSH ACK"), within=seconds(5))
        lab.expect(near.far, State.ESTABLISHED, within=seconds(5))
        lab.expect(near.far, Waiting(len(LINE)))
        lab.expect(listener, Queue(2))

    with lab.variant("tcp_abort_on_overflow = 1"):
        _, near = believe(lab, server, client, 7002)
        lab.set("net.ipv4.tcp_abort_on_overflow", 1)
        send_in_vain(lab, near)

    with lab.variant("tcp_synack_retries = 0"):
        lab.set("net.ipv4.tcp_synack_retries", 0)
        _, near = believe(lab, server, client, 7003)
        with lab.step("A second passes: the server gives the handshake up."):
            pass
        lab.expect(near.far, Absent(), within=seconds(5))
        lab.expect(near, State.ESTABLISHED)
        send_in_vain(lab, near)


def believe(
    lab: Lab, server: Host, client: Host, port: int
) -> tuple[Listener, Connection]:
    """Let a client believe in a connection, and others fill the accept queue."""
    with lab.step("The server listens and does not hear an ACK; a client connects."):
        listener = server.listen(port, 1)
        listener.deafen(flags="ACK")
        near = client.connect(listener)
    lab.expect(near, Returns("connect"))
    lab.expect(near, State.ESTABLISHED)
    lab.expect(near.far, State.SYN_RECEIVED)

    with lab.step("It hears again; two more clients fill the accept queue."):
        listener.hear()
        for _ in range(2):
            client.connect(listener)
    lab.expect(listener, Queue(2))
    lab.expect(near.far, State.SYN_RECEIVED)
    return listener, near


def send_in_vain(lab: Lab, near: Connection) -> None:
    """Let the client send what is answered with a reset."""
    with lab.step("The client sends a line."):
        near.send(LINE, may_fail=True)
        near.receive(may_fail=True)
    lab.expect(near, Returns("send", str(len(LINE))))
    lab.expect(near, State.CLOSED)
    lab.expect(near.far, Absent())
    lab.expect(near.far, Sends("RST"))
    lab.expect(near, Returns("recv", "ECONNRESET"))
