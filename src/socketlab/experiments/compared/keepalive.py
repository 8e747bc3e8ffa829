"""Does an idle TCP connection notice that the other side has vanished?

Hypothesis: not by itself: no timer runs, nothing is sent (RFC 9293, section 3.8.4).
With SO_KEEPALIVE the kernel sends a probe when nothing has come for TCP_KEEPIDLE
seconds, which a living side answers and no program sees. If the other side is gone
and TCP_KEEPCNT probes, TCP_KEEPINTVL seconds apart, have no answer, the next call
gives ETIMEDOUT (tcp(7)). By default that takes 7200 + 9 x 75 seconds, two hours and
eleven minutes; here the idle time and the interval are one second, the least, and
two probes are enough. The side that vanished is told by a RST, which nobody hears.
"""

from socketlab.lab.expectation import Moves, Pauses, Returns, Sends, Timer
from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State

OPTIONS = {"TCP_KEEPIDLE": 1, "TCP_KEEPINTVL": 1, "TCP_KEEPCNT": 2, "SO_KEEPALIVE": 1}
SOON = seconds(3)


def run(lab: Lab) -> None:
    """Probe a living side, then one that has vanished; beside it, never probe."""
    server, client, silent = lab.hosts("server", "client", "other client")
    listener = server.listen(7)

    with lab.step("Two clients connect; the first has set SO_KEEPALIVE."):
        near = client.connect(listener, port=0, options=OPTIONS)
        far = listener.accept()
        idle = silent.connect(listener, port=0)
        other = listener.accept()
    lab.expect(near, Timer("keepalive"))
    lab.expect(idle, Timer(""))

    with lab.step("Nobody says anything."):
        pass
    lab.expect(near, Sends("ACK"), within=SOON)
    lab.expect(far, Sends("ACK"))
    lab.expect(near, Moves("TcpExtTCPKeepAlive"))
    lab.expect(near, State.ESTABLISHED)
    lab.expect(idle, Sends("ACK", times=0))

    with lab.step("The server vanishes; the first client waits for data."):
        far.deafen()
        other.deafen()
        near.receive(may_fail=True)
    lab.expect(near, Returns("recv", "ETIMEDOUT"))
    lab.expect(near, Pauses("ACK", (900, 900)))
    lab.expect(near, Sends("RST"))
    lab.expect(near, State.CLOSED)
    lab.expect(idle, State.ESTABLISHED)
    lab.expect(idle, Timer(""))
    lab.expect(far, State.ESTABLISHED)
