"""Does tcp_tw_reuse decide whether a port in TIME-WAIT can be used again?

Hypothesis: only for ports that connect() chooses. With 0 such a port is lost to that
server for a minute, and connect() gives EADDRNOTAVAIL when there is no other; with 1
it is taken again after a second; with 2, the default, only on the loopback addresses,
which these hosts do not have (ip-sysctl.rst in the kernel's Documentation/networking).
To another server it is free at any time. A port that the client binds itself needs
only SO_REUSEADDR, whatever tcp_tw_reuse says (tcp_twsk_unique() in
net/ipv4/tcp_ipv4.c).
"""

from socketlab.lab.answers import Returns
from socketlab.lab.experiment import Host, Lab, Listener, seconds
from socketlab.lab.timers import Timer
from socketlab.tcp.states import State

REUSE = {"SO_REUSEADDR": 1}


def run(lab: Lab) -> None:
    """Leave TIME-WAIT on a port that is chosen, and on one that is bound."""
    client, server, other = lab.hosts("client", "server", "other server")
    lab.set("net.ipv4.ip_local_port_range", "50001 50001")
    with lab.variant("A port that connect() chooses"):
        choose(lab, client, server.listen(7), other.listen(7))
    with lab.variant("A port that the client binds"):
        bind(lab, client, server.listen(8))


def choose(lab: Lab, client: Host, listener: Listener, elsewhere: Listener) -> None:
    """Use the only port there is again."""
    with lab.step("The client connects from its only port, and closes first."):
        near = client.connect(listener)
        far = listener.accept()
        near.close()
        far.close()
    lab.expect(near, State.TIME_WAIT)

    with lab.step("More than a second passes."):
        pass
    lab.expect(near, Timer("timewait", 0, 58), within=seconds(4))
    if lab.count([near], State.TIME_WAIT) < 0:
        return  # nobody can tell how much time has passed

    for setting in (0, 2):
        with lab.step("With tcp_tw_reuse={n} it connects again.", n=setting):
            lab.set("net.ipv4.tcp_tw_reuse", setting)
            client.connect(listener, may_fail=True)
        lab.expect(client, Returns("connect", "EADDRNOTAVAIL"))

    with lab.step("It connects to another server."):
        late = client.connect(elsewhere, may_fail=True)
    lab.expect(client, Returns("connect", "0"))
    lab.expect(late, State.ESTABLISHED)

    with lab.step("With tcp_tw_reuse=1 it connects to the first one again."):
        lab.set("net.ipv4.tcp_tw_reuse", 1)
        late = client.connect(listener, may_fail=True)
    lab.expect(client, Returns("connect", "0"))
    lab.expect(late, State.ESTABLISHED)
    lab.expect(late.far, State.ESTABLISHED)


def bind(lab: Lab, client: Host, listener: Listener) -> None:
    """Use a port of one's own again."""
    with lab.step("With tcp_tw_reuse=0 a client that binds port 8888 closes first."):
        lab.set("net.ipv4.tcp_tw_reuse", 0)
        near = client.connect(listener, port=8888, options=REUSE)
        far = listener.accept()
        near.close()
        far.close()
    lab.expect(near, State.TIME_WAIT)

    with lab.step("It binds the port and connects to the same server again."):
        late = client.connect(listener, port=8888, options=REUSE, may_fail=True)
    lab.expect(client, Returns("connect", "0"))
    lab.expect(late, State.ESTABLISHED)
    lab.expect(late.far, State.ESTABLISHED)
