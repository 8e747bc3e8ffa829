"""Can a socket be deaf to some segments only?

Hypothesis: one that drops resets outlives the listener it connected to.
"""

from socketlab.lab.experiment import Lab
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Hear everything but RST."""
    server, client = lab.hosts("server", "client")
    with lab.step("A client connects and goes deaf to resets."):
        listener = server.listen(7)
        near = client.connect(listener)
        near.deafen(flags="RST")
    with lab.step("The listener closes: what waits in its queue is reset."):
        listener.close()
    lab.expect(near, State.ESTABLISHED)
    lab.expect(near.far, State.CLOSED)
