"""Who keeps TIME-WAIT, and for how long?

Hypothesis: the end that closes first keeps it, be it the client or the server; after
a reset nobody does. It should last two maximum segment lifetimes, which RFC 9293
takes to be four minutes in all (sections 3.6.1 and 3.4.2); Linux waits 60 seconds, a
constant of its source (TCP_TIMEWAIT_LEN in include/net/tcp.h) that no setting
changes: tcp_fin_timeout, here one second, is for FIN-WAIT-2 only (tcp(7)).
"""

from socketlab.lab.census import Absent
from socketlab.lab.experiment import Connection, Lab, seconds
from socketlab.lab.timers import Timer
from socketlab.tcp.states import State

A_MINUTE = seconds(70)


def run(lab: Lab) -> None:
    """Close three connections in three ways, and look who still knows them."""
    lab.set("net.ipv4.tcp_fin_timeout", 1)
    server, client = lab.hosts("server", "client")
    listener = server.listen(7)

    def open_one() -> tuple[Connection, Connection]:
        with lab.step("A client connects; the server accepts."):
            near = client.connect(listener)
            far = listener.accept()
        return near, far

    def close_in_order(first: Connection, second: Connection) -> None:
        with lab.step("One end closes, then the other."):
            first.close()
            second.receive()
            second.close()
        lab.expect(first, State.TIME_WAIT)
        lab.expect(second, State.CLOSED)
        lab.expect(first, Timer("timewait", 50, 60))

    with lab.variant("The client closes first"):
        at_client, far = open_one()
        close_in_order(at_client, far)

    with lab.variant("The server closes first"):
        near, at_server = open_one()
        close_in_order(at_server, near)

    with lab.variant("The server resets"):
        near, far = open_one()
        with lab.step("The server closes with SO_LINGER 0."):
            far.set("SO_LINGER", 0)
            far.close()
        lab.expect(far, State.CLOSED)
        lab.expect(near, State.CLOSED)

    with lab.step("A minute passes."):
        pass
    lab.expect(at_client, Absent(), within=A_MINUTE, slow=True)
    lab.expect(at_server, Absent(), within=A_MINUTE, slow=True)
