"""Which states does each end pass through while one end closes after the other?

Hypothesis: the end that closes first goes to FIN-WAIT-1 when it sends its FIN, to
FIN-WAIT-2 when that is acknowledged, and to TIME-WAIT when the other end's FIN
comes, where it stays for two maximum segment lifetimes; the other end goes to
CLOSE-WAIT, when it closes too to LAST-ACK, and when its FIN is acknowledged to
CLOSED (RFC 9293, section 3.6, figure 12).
"""

from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Hold each state still: whoever has sent a FIN hears no answer for a while."""
    server, client = lab.hosts("server", "client")

    with lab.step("A client connects; the server accepts."):
        listener = server.listen(7)
        near = client.connect(listener)
        far = listener.accept()
    lab.expect(near, State.ESTABLISHED)
    lab.expect(far, State.ESTABLISHED)

    with lab.step("The client goes deaf and sends a FIN."):
        near.deafen()
        near.shutdown()
    lab.expect(near, Sends("FIN"))
    lab.expect(near, State.FIN_WAIT_1)
    lab.expect(far, State.CLOSE_WAIT)

    with lab.step("The client hears again; it repeats its FIN, as nobody answered."):
        near.hear()
    lab.expect(near, State.FIN_WAIT_2, within=seconds(5))
    lab.expect(far, State.CLOSE_WAIT)

    with lab.step("The server goes deaf and sends a FIN too."):
        far.deafen()
        far.shutdown()
    lab.expect(far, Sends("FIN"))
    lab.expect(far, State.LAST_ACK)
    lab.expect(near, State.TIME_WAIT)

    with lab.step("The server hears again; it repeats its FIN, as nobody answered."):
        far.hear()
    lab.expect(far, State.CLOSED, within=seconds(5))
    lab.expect(near, Sends("ACK"))
    lab.expect(near, State.TIME_WAIT)

    with lab.step("Nothing more happens; the client's end waits until it may forget."):
        pass
    lab.expect(near, State.CLOSED, within=seconds(70), slow=True)
