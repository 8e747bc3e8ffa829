"""Do two ends that close at once pass through CLOSING?

Hypothesis: an end in FIN-WAIT-1 that hears a FIN, but not yet that its own was
acknowledged, is in CLOSING.
"""

from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Hold FIN-WAIT-1 at both ends, then CLOSING at one."""
    server, client = lab.hosts("server", "client")
    with lab.step("A client connects; both ends go deaf."):
        listener = server.listen(7)
        near = client.connect(listener)
        far = listener.accept()
        near.deafen()
        far.deafen()
    with lab.step("Both ends send a FIN."):
        near.shutdown()
        far.shutdown()
    lab.expect(near, State.FIN_WAIT_1)
    lab.expect(far, State.FIN_WAIT_1)
    with lab.step("The client hears again."):
        near.hear()
    lab.expect(near, State.CLOSING, within=seconds(5))
