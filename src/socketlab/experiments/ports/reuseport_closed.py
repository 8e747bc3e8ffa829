"""What becomes of waiting clients when one of several listeners on a port closes?

Hypothesis: they are reset, as ever when a listener closes, although another listener
has the same port: the handshake made them connections of the one that the hash had
chosen, and nobody moves them (inet_csk_listen_stop() in the kernel's
net/ipv4/inet_connection_sock.c). With tcp_migrate_req=1 the kernel moves them to
another listener of the port, and no client notices (ip-sysctl.rst in the kernel's
Documentation/networking).
"""

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Accepted, Moves, Sends
from socketlab.lab.experiment import Host, Lab
from socketlab.tcp.states import State

SHARE = {"SO_REUSEPORT": 1}
CLIENTS = 3


def run(lab: Lab) -> None:
    """Close a listener that has clients in its queue, with and without moving them."""
    server, client = lab.hosts("server", "client")
    with lab.variant("tcp_migrate_req=0, the default"):
        close(lab, server, client, 7)
    lab.set("net.ipv4.tcp_migrate_req", 1)
    with lab.variant("tcp_migrate_req=1"):
        close(lab, server, client, 8, move=True)


def close(
    lab: Lab, server: Host, client: Host, port: int, *, move: bool = False
) -> None:
    """Let clients wait for a listener, and close it while another one listens."""
    with lab.step("A listener with SO_REUSEPORT; {n} clients connect.", n=CLIENTS):
        old = server.listen(port, options=SHARE)
        near = [client.connect(old) for _ in range(CLIENTS)]
    far = [one.far for one in near]
    lab.expect(near, State.ESTABLISHED)
    lab.expect(far, Accepted(yes=False))

    with lab.step("A second listener takes the same port."):
        new = server.listen(port, options=SHARE)
    lab.expect(server, Returns("bind", "0"))
    lab.expect(far, Accepted(yes=False))

    with lab.step("The first listener closes."):
        old.close()
    if move:
        lab.expect(far, Sends("RST", times=0))
        lab.expect(server, Moves("TcpExtTCPMigrateReqSuccess", CLIENTS))
        lab.expect(near, State.ESTABLISHED)
        lab.expect(far, State.ESTABLISHED)
    else:
        lab.expect(far, Sends("RST"))
        lab.expect(near, State.CLOSED)
        lab.expect(far, State.CLOSED)

    with lab.step("The clients read; one more connects."):
        for one in near:
            one.receive(wait=False, may_fail=True)
        late = client.connect(new)
    lab.expect(near, Returns("recv", "EAGAIN" if move else "ECONNRESET"))
    lab.expect(late, State.ESTABLISHED)

    with lab.step("The second listener accepts all that it has."):
        for _ in near if move else ():
            new.accept()
        new.accept()
    lab.expect(late.far, Accepted(yes=True))
    if move:
        lab.expect(far, Accepted(yes=True))
