"""Can two programs connect to each other although neither of them listens?

Hypothesis: they can, if both ask at the same time. An end in SYN-SENT that hears a
SYN instead of an answer goes to SYN-RECEIVED and answers it; when that answer is
heard both are ESTABLISHED, on one connection, not two (RFC 9293, section 3.5,
figure 7).
"""

from socketlab.lab.expectation import Sends, Waiting
from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Let two SYNs cross: a link that holds packets makes room between the two."""
    left, right = lab.hosts("left host", "right host")
    link = lab.link()

    with lab.step("Each host asks the other for a connection; the link holds both."):
        link.hold()
        near = left.connect(right.place(50002), port=50001, wait=False)
        far = right.connect(left.place(50001), port=50002, wait=False)
    lab.expect(near, Sends("SYN"))
    lab.expect(far, Sends("SYN"))
    lab.expect(near, State.SYN_SENT)
    lab.expect(far, State.SYN_SENT)

    with lab.step("The two SYNs arrive; the link holds what answers them."):
        link.pass_on(2)
    lab.expect(near, Sends("SYN ACK"))
    lab.expect(far, Sends("SYN ACK"))
    lab.expect(near, State.SYN_RECEIVED)
    lab.expect(far, State.SYN_RECEIVED)

    with lab.step("The answers arrive, and whatever else comes."):
        link.release()
    lab.expect(near, State.ESTABLISHED, within=seconds(5))
    lab.expect(far, State.ESTABLISHED, within=seconds(5))

    with lab.step("A line goes from one to the other."):
        near.send(b"hello\n")
    lab.expect(far, Waiting(len(b"hello\n")))
