"""Can an end close a connection that nobody has confirmed yet?

Hypothesis: it can. A CLOSE in SYN-RECEIVED sends a FIN and leads to FIN-WAIT-1,
with no way through ESTABLISHED (RFC 9293, section 3.10.4).
"""

from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Hold SYN-RECEIVED in a simultaneous open: there a process has the socket."""
    left, right = lab.hosts("left host", "right host")
    link = lab.link()

    with lab.step("Each host asks the other for a connection; the link holds both."):
        link.hold()
        near = left.connect(right.place(50002), port=50001, wait=False)
        far = right.connect(left.place(50001), port=50002, wait=False)

    with lab.step("The two SYNs arrive; the link holds what answers them."):
        link.pass_on(2)
    lab.expect(near, State.SYN_RECEIVED)
    lab.expect(far, State.SYN_RECEIVED)

    with lab.step("The left host closes; nobody has confirmed anything yet."):
        near.close()
    lab.expect(near, State.FIN_WAIT_1)
    lab.expect(far, State.SYN_RECEIVED)

    with lab.step("The answers arrive, and then the FIN."):
        link.release()
    lab.expect(far, State.CLOSE_WAIT, within=seconds(5))
    lab.expect(near, State.FIN_WAIT_2, within=seconds(5))
