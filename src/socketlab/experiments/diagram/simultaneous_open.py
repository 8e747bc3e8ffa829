"""Can two programs connect to each other although neither of them listens?

Hypothesis: they can, if both ask at the same time. An end in SYN-SENT that hears a
SYN instead of an answer goes to SYN-RECEIVED and answers it; when that is
acknowledged both are ESTABLISHED, on one connection, not two (RFC 9293, section
3.5, figure 7).
"""

from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Lab, seconds
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Let two SYNs cross on the wire: deaf sockets hold them apart long enough."""
    left, right = lab.hosts("left host", "right host")

    with lab.step("Two hosts that hear nothing ask each other for a connection."):
        near = left.connect(right.place(50002), port=50001, wait=False, deaf=True)
        far = right.connect(left.place(50001), port=50002, wait=False, deaf=True)
    lab.expect(near, Sends("SYN"))
    lab.expect(far, Sends("SYN"))
    lab.expect(near, State.SYN_SENT)
    lab.expect(far, State.SYN_SENT)

    with lab.step("Both hear again, but no ACK: each hears the other's repeated SYN."):
        near.deafen(flags="ACK")
        far.deafen(flags="ACK")
    lab.expect(near, State.SYN_RECEIVED, within=seconds(5))
    lab.expect(far, State.SYN_RECEIVED, within=seconds(5))
    lab.expect(near, Sends("SYN ACK"))
    lab.expect(far, Sends("SYN ACK"))

    with lab.step("Both hear everything: each repeats its answer until it is heard."):
        near.hear()
        far.hear()
    lab.expect(near, State.ESTABLISHED, within=seconds(9))
    lab.expect(far, State.ESTABLISHED, within=seconds(9))

    with lab.step("A line goes from one to the other."):
        near.send(b"hello\n")
        far.receive()
    lab.expect(far, Receives(("hello\n",)))
