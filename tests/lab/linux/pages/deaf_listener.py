"""Does a listener that is deaf to ACK leave the handshake unfinished?

Hypothesis: the client is in ESTABLISHED, the server in SYN-RECEIVED, until the
listener hears again and the SYN, ACK is repeated.
"""

from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Hold the handshake at its third segment, then let go."""
    server, client = lab.hosts("server", "client")
    with lab.step("The server listens, deaf to ACK; a client connects."):
        listener = server.listen(7)
        listener.deafen(flags="ACK")
        near = client.connect(listener)
    lab.expect(near, State.ESTABLISHED)
    lab.expect(near.far, State.SYN_RECEIVED)
    with lab.step("The listener hears again."):
        listener.hear()
    lab.expect(near, State.ESTABLISHED)
    lab.expect(near.far, State.ESTABLISHED, within=seconds(5))
