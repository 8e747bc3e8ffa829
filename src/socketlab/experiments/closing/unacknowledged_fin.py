"""What becomes of a FIN that nobody acknowledges?

Hypothesis: the closing end stays in FIN-WAIT-1 and sends its FIN again and again,
each pause twice as long as the one before (RFC 6298, section 5.5). How often depends
on whether a program still holds the socket: after close() it is an orphan, and the
kernel gives up after tcp_orphan_retries, in silence and without TIME-WAIT; after
shutdown() it is not, and goes on up to tcp_retries2 (tcp(7)). The other end learns
nothing and stays ESTABLISHED, until it sends: then it is answered with RST.
"""

from socketlab.lab.answers import Returns
from socketlab.lab.census import Absent
from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Lab, ms, seconds
from socketlab.lab.timers import Pauses, Timer
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Close towards a client that hears nothing."""
    lab.set("net.ipv4.tcp_orphan_retries", 1)  # the default, 0, means 8
    lab.set("net.ipv4.tcp_early_retrans", 0)  # no probe before the first timeout
    server, client = lab.hosts("server", "client")

    with lab.step("Two clients connect, and then hear nothing any more."):
        listener = server.listen(7)
        near, other = (client.connect(listener) for _ in range(2))
        far, far_other = (listener.accept() for _ in range(2))
        near.deafen()
        other.deafen()

    with lab.step("The server closes one connection and shuts down the other."):
        far.close()
        far_other.shutdown()
    lab.expect([far, far_other], State.FIN_WAIT_1)
    lab.expect([far, far_other], Timer("on"))
    pauses = Pauses("FIN", (150, 300))  # 200 and 400, the kernel's ticks apart
    lab.expect([far, far_other], pauses, within=seconds(5))
    lab.expect([near, other], Sends("ACK", times=0), within=ms(20))

    with lab.step("The server's kernel gives up the orphan; nobody is told."):
        pass
    lab.expect(far, Absent(), within=seconds(5))
    lab.expect(far, Sends("RST", times=0), within=ms(20))
    lab.expect(far_other, State.FIN_WAIT_1)
    lab.expect([near, other], State.ESTABLISHED)

    with lab.step("The first client hears again, and sends."):
        near.hear()
        near.send(b"hello\n")
        near.receive(may_fail=True)
    lab.expect(far, Sends("RST"))
    lab.expect(near, Returns("send", "6"))
    lab.expect(near, Returns("recv", "ECONNRESET"))
    lab.expect(near, State.CLOSED)
