"""Why does close() sometimes send RST although nothing went wrong?

Hypothesis: because bytes were left unread. An end that closes while received data is
pending sends RST instead of FIN, to show that data was lost, be it one byte (RFC 9293,
section 3.6.1; RFC 2525, section 2.17; tcp_close() in the kernel's net/ipv4/tcp.c). The
client gets the answer that has already arrived, then ECONNRESET instead of the end
of input, and no end keeps TIME-WAIT. A byte that arrives after the close is answered
with RST, too.
"""

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Moves, Sends, Waiting
from socketlab.lab.experiment import Connection, Host, Lab, Listener, ms
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Read everything, all but one byte, or close before the last byte comes."""
    server, client = lab.hosts("server", "client")
    listener = server.listen(7)

    with lab.variant("All is read"):
        near, far = ask(lab, client, listener)
        with lab.step("The server reads, answers and closes."):
            answer(far, 6)
        lab.expect(far, Sends("FIN"))
        lab.expect(far, State.FIN_WAIT_2)
        with lab.step("The client reads twice, and closes."):
            read_and_close(near)
        lab.expect(near, Receives(("olleh\n", "")))
        lab.expect(far, State.TIME_WAIT)

    with lab.variant("One byte is left unread"):
        near, far = ask(lab, client, listener)
        with lab.step("The server reads, answers and closes."):
            answer(far, 5)
        lab.expect(far, Sends("RST"))
        lab.expect(far, Sends("FIN", times=0), within=ms(20))
        lab.expect(server, Moves("TcpExtTCPAbortOnClose"))
        lab.expect(near, State.CLOSED)
        lab.expect(far, State.CLOSED)
        with lab.step("The client reads twice, and closes."):
            read_and_close(near)
        lab.expect(near, Receives(("olleh\n",)))
        lab.expect(near, Returns("recv", "ECONNRESET", times=1))
        lab.expect(far, State.CLOSED)

    with lab.variant("One byte comes after the close"):
        near, far = ask(lab, client, listener)
        with lab.step("The server reads, answers and closes."):
            answer(far, 6)
        lab.expect(far, State.FIN_WAIT_2)
        with lab.step("The client sends a byte before it reads."):
            near.send(b"!")
        lab.expect(far, Sends("RST"))
        lab.expect(near, State.CLOSED)
        lab.expect(far, State.CLOSED)
        with lab.step("The client reads twice, and closes."):
            read_and_close(near)
        lab.expect(near, Receives(("olleh\n", "")))


def ask(lab: Lab, client: Host, listener: Listener) -> tuple[Connection, Connection]:
    """Open a connection on which six bytes wait at the server."""
    with lab.step("A client connects and sends six bytes."):
        near = client.connect(listener)
        far = listener.accept()
        near.send(b"hello\n")
    lab.expect(far, Waiting(6))
    return near, far


def answer(far: Connection, size: int) -> None:
    """Read so many bytes, answer and close."""
    far.receive(size)
    far.send(b"olleh\n")
    far.close()


def read_and_close(near: Connection) -> None:
    """Read the answer and what follows it."""
    near.receive()
    near.receive(may_fail=True)
    near.close()
