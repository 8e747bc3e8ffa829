"""Does a deaf passive closer stay in LAST-ACK?

Hypothesis: it never hears that its FIN was acknowledged.
"""

from socketlab.lab.experiment import Lab
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Hold LAST-ACK."""
    server, client = lab.hosts("server", "client")
    with lab.step("A client connects and closes."):
        listener = server.listen(7)
        near = client.connect(listener)
        far = listener.accept()
        near.close()
    lab.expect(far, State.CLOSE_WAIT)
    with lab.step("The server goes deaf and closes."):
        far.deafen()
        far.close()
    lab.expect(far, State.LAST_ACK)
    lab.expect(near, State.TIME_WAIT)
