"""Does a deaf client hold the handshake half open?

Hypothesis: the server stays in SYN-RECEIVED until the client hears again.
"""

from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Hold SYN-SENT and SYN-RECEIVED, then let go."""
    server, client = lab.hosts("server", "client")
    with lab.step("The server listens; a deaf client connects."):
        listener = server.listen(7)
        near = client.connect(listener, wait=False, deaf=True)
    lab.expect(near, State.SYN_SENT)
    lab.expect(near.far, State.SYN_RECEIVED)
    with lab.step("The client hears again."):
        near.hear()
    lab.expect(near, State.ESTABLISHED, within=seconds(5))
    lab.expect(near.far, State.ESTABLISHED, within=seconds(5))
