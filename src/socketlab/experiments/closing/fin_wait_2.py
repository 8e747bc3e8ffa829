"""Does FIN-WAIT-2 end when the other end never closes, and does CLOSE-WAIT?

Hypothesis: it depends on whether a program still holds the socket. After shutdown()
one does: it may wait for data, so FIN-WAIT-2 lasts as long as the descriptor is open,
however short tcp_fin_timeout is. After close() nobody does: the kernel forgets such an
orphan after tcp_fin_timeout, here one second instead of 60, and tells nobody; RFC
9293 knows no such limit (tcp(7)). CLOSE-WAIT is for the program to end: the kernel has
no timer for it.
"""

from socketlab.lab.census import Absent
from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Lab, ms, seconds
from socketlab.lab.timers import Timer
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    """Wait in FIN-WAIT-2 with a descriptor and without, at the same time."""
    lab.set("net.ipv4.tcp_fin_timeout", 1)
    server, client = lab.hosts("server", "client")

    with lab.step("Two clients connect."):
        listener = server.listen(7)
        kept, left = (client.connect(listener) for _ in range(2))
        far_kept, far_left = (listener.accept() for _ in range(2))

    with lab.step("The server shuts down one connection and closes the other."):
        far_kept.shutdown()
        far_left.close()
    lab.expect([far_kept, far_left], Sends("FIN"))
    lab.expect([far_kept, far_left], State.FIN_WAIT_2)
    lab.expect(far_kept, Timer(""))
    lab.expect(far_left, Timer("timewait"))  # so the kernel names it here too
    lab.expect([kept, left], State.CLOSE_WAIT)

    with lab.step("More than tcp_fin_timeout passes; the clients never close."):
        pass
    lab.expect(far_left, Absent(), within=seconds(5))
    lab.expect(far_left, Sends("RST", times=0), within=ms(20))
    lab.expect(far_kept, State.FIN_WAIT_2)
    lab.expect([kept, left], State.CLOSE_WAIT)
    lab.expect([kept, left], Timer(""))

    with lab.step("Both clients send a line; the server reads."):
        kept.send(b"hello\n")
        left.send(b"hello\n")
        far_kept.receive()
    lab.expect(far_kept, Receives(("hello\n",)))
    lab.expect(far_left, Sends("RST"))
    lab.expect(left, State.CLOSED)

    with lab.step("The first client closes at last."):
        kept.close()
    lab.expect(far_kept, State.TIME_WAIT)
    lab.expect(far_kept, Timer("timewait", 50, 60))
    lab.expect(kept, State.CLOSED)
