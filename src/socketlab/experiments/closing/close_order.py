"""Which end of a TCP connection remembers it after both have closed?

Hypothesis: the end that closes first, the active closer, sends the first FIN
and goes through FIN-WAIT-1 and FIN-WAIT-2 to TIME-WAIT; the other end, the
passive closer, goes through CLOSE-WAIT and LAST-ACK and forgets the connection
at once (RFC 9293, sections 3.3.2 and 3.6).
"""

from typing import Annotated

from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Lab, OneOf
from socketlab.tcp.states import State


def run(
    lab: Lab, first: Annotated[str, OneOf(("client", "server"))] = "client"
) -> None:
    """Follow one connection from LISTEN to its last state."""
    server, client = lab.hosts("server", "client")

    with lab.step("The server listens."):
        listener = server.listen(7)
    lab.expect(listener, State.LISTEN)

    with lab.step("The client connects; the server accepts."):
        near = client.connect(listener)
        far = listener.accept()
    lab.expect(near, Sends("SYN"))
    lab.expect(far, Sends("SYN ACK"))
    lab.expect(near, State.ESTABLISHED)
    lab.expect(far, State.ESTABLISHED)

    with lab.step("The client sends a line; the server answers it."):
        near.send(b"hello\n")
        far.send(far.receive()[-2::-1] + b"\n")
        near.receive()

    active, passive = (near, far) if first == "client" else (far, near)

    with lab.step("The {first} closes first: the active close.", first=first):
        active.close()
        passive.receive()
    lab.expect(active, Sends("FIN"))
    lab.expect(passive, Sends("FIN", times=0))
    lab.expect(active, State.FIN_WAIT_2)
    lab.expect(passive, State.CLOSE_WAIT)

    with lab.step("The other end closes: the passive close."):
        passive.close()
    lab.expect(passive, Sends("FIN"))
    lab.expect(active, Sends("ACK"))
    lab.expect(active, State.TIME_WAIT)
    lab.expect(passive, State.CLOSED)
