"""Does a server that is blocked still get its share of a port with SO_REUSEPORT?

Hypothesis: yes. The hash of the 4-tuple chooses the server before anybody asks
whether its accept queue has room (reuseport_select_sock() in the kernel's
net/core/sock_reuseport.c). The blocked server's clients wait in its queue, and when
that is full in SYN-SENT, although the other server is idle. When the blocked server
ends, the connection in its queue is reset, and the SYNs that are sent again come to
the other server.
"""

import signal
import socket
import sys

from socketlab.lab.expectation import Accepted, Sends
from socketlab.lab.experiment import Lab, seconds
from socketlab.lab.programs import Shows
from socketlab.lab.traffic import Receives
from socketlab.tcp.states import State

SHARE = {"SO_REUSEPORT": 1}
RESET = {"SO_LINGER": 0}
PORTS = range(8001, 8025)


def answer(listener: socket.socket) -> None:
    """Tell every client the name of this server."""
    name = sys.stdin.readline()
    signal.signal(signal.SIGTERM, block)
    sys.stdout.write("ready\n")
    kept = []
    while True:
        connection, _address = listener.accept()
        connection.sendall(name.encode())
        kept.append(connection)


def block(*_signal: object) -> None:
    """Never return."""
    sys.stdout.write("blocked\n")
    while True:
        signal.pause()


def run(lab: Lab) -> None:
    """See which clients are whose; block one server; let them come again."""
    lab.set("net.ipv4.tcp_syncookies", 0)
    server, client = lab.hosts("server", "client")
    listener = server.place(7)

    with lab.step("Two servers listen on the same port with SO_REUSEPORT."):
        one = server.serve("first server", answer, 7, 0, options=SHARE)
        two = server.serve("second server", answer, 7, 99, options=SHARE)
        one.type("first server\n")
        two.type("second server\n")
        one.await_output()
        two.await_output()
    lab.expect(one, Shows("ready\n"), within=seconds(5))
    lab.expect(two, Shows("ready\n"), within=seconds(5))

    with lab.step("{n} clients connect in turn, each from its port.", n=len(PORTS)):
        whose: dict[bytes, list[int]] = {b"first server\n": [], b"second server\n": []}
        for port in PORTS:
            near = client.connect(listener, port=port, options=RESET)
            whose[near.receive()].append(port)
            near.close()
    blocked, served = whose.values()

    with lab.step("The first server is blocked: a signal's handler never returns."):
        one.terminate()
    lab.expect(one, Shows("blocked\n"), within=seconds(5))

    with lab.step("Its {n} clients connect again at once.", n=len(blocked)):
        queued = client.connect(listener, port=blocked[0])
        outside = [
            client.connect(listener, port=port, wait=False) for port in blocked[1:]
        ]
    lab.expect(queued, State.ESTABLISHED)
    lab.expect(queued.far, Accepted(yes=False))
    lab.expect(outside, State.SYN_SENT)
    lab.expect([one.far for one in outside], State.CLOSED)

    with lab.step("The other {n} clients connect again.", n=len(served)):
        near = [client.connect(listener, port=port) for port in served][-1]
        near.receive()
    lab.expect(near, Receives(("second server\n",)))
    lab.expect(outside, Sends("SYN"), within=seconds(4))
    lab.expect(outside, State.SYN_SENT)

    with lab.step("The first server is killed."):
        one.kill()
    lab.expect(queued.far, Sends("RST"), within=seconds(5))
    lab.expect(queued, State.CLOSED)
    lab.expect(outside, State.ESTABLISHED, within=seconds(5))
    lab.expect([one.far for one in outside], Accepted(yes=True), within=seconds(5))
