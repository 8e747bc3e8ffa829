"""Who keeps TIME-WAIT when both ends close at the same time?

Hypothesis: both. Each end has sent its FIN before it hears the other's, so neither
is the passive closer. An end in FIN-WAIT-1 that hears a FIN, while its own is not
acknowledged, goes to CLOSING, and from there to TIME-WAIT; nobody passes through
CLOSE-WAIT or LAST-ACK (RFC 9293, section 3.6, case 3, and figure 13).
"""

from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Lab, seconds
from socketlab.lab.timers import Timer
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Let two FINs cross on the wire: deaf sockets hold what takes microseconds."""
    server, client = lab.hosts("server", "client")

    with lab.step("A client connects; both ends go deaf."):
        listener = server.listen(7)
        near = client.connect(listener)
        far = listener.accept()
        near.deafen()
        far.deafen()

    with lab.step("Both ends send a FIN; neither hears the other's."):
        near.shutdown()
        far.shutdown()
    lab.expect(near, Sends("FIN"))
    lab.expect(far, Sends("FIN"))
    lab.expect(near, State.FIN_WAIT_1)
    lab.expect(far, State.FIN_WAIT_1)

    with lab.step("The client hears again: the server's FIN, but no ACK of its own."):
        near.hear()
    lab.expect(near, State.CLOSING, within=seconds(5))
    lab.expect(near, Sends("ACK"))
    lab.expect(far, State.FIN_WAIT_1)

    with lab.step("The server hears again: the client's FIN and its ACK."):
        far.hear()
    lab.expect(far, State.TIME_WAIT, within=seconds(5))
    lab.expect(near, State.TIME_WAIT, within=seconds(5))
    lab.expect(near, Timer("timewait"))
    lab.expect(far, Timer("timewait"))
