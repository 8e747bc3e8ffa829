"""When can a client that always binds the same port connect again after it closed?

Hypothesis: if it closed first, its old connection is in TIME-WAIT and has the port;
bind() gives EADDRINUSE, to whichever server it wants to go, unless both sockets, the
old one and the new one, have SO_REUSEADDR, or both have SO_REUSEPORT. That the new
one sets it is not enough (socket(7), Notes; inet_bind_conflict() in the kernel's
net/ipv4/inet_connection_sock.c). Once bind() has succeeded, connect() succeeds to
another server and, with TCP timestamps, to the same one too: a socket with a port of
its own takes the place of its TIME-WAIT at once, even with tcp_tw_reuse=0
(tcp_twsk_unique() in net/ipv4/tcp_ipv4.c); without timestamps it gives EADDRNOTAVAIL.
After a reset, by SO_LINGER 0, nothing is left that could be in the way.
"""

from collections.abc import Mapping

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Moves
from socketlab.lab.experiment import Host, Lab
from socketlab.tcp.states import State

PLAIN: Mapping[str, int] = {}
ADDRESS: Mapping[str, int] = {"SO_REUSEADDR": 1}
PORT: Mapping[str, int] = {"SO_REUSEPORT": 1}
RESET: Mapping[str, int] = {"SO_LINGER": 0}


def run(lab: Lab) -> None:
    """Close first and connect again, with these and with those options."""
    hosts = lab.hosts("client", "server", "other server")
    lab.set("net.ipv4.tcp_tw_reuse", 0)
    with lab.variant("No option"):
        come_again(lab, hosts, 8888, PLAIN, PLAIN, "EADDRINUSE")
    with lab.variant("SO_REUSEADDR on the new socket"):
        come_again(lab, hosts, 8889, PLAIN, ADDRESS, "EADDRINUSE")
    with lab.variant("SO_REUSEADDR on both"):
        come_again(lab, hosts, 8890, ADDRESS, ADDRESS, "0", "0", "0")
    with lab.variant("SO_REUSEPORT on both"):
        come_again(lab, hosts, 8891, PORT, PORT, "0", "0", "0")
    with lab.variant("SO_LINGER 0 on the old socket"):
        come_again(lab, hosts, 8892, RESET, PLAIN, "0", "0", "0")
    lab.set("net.ipv4.tcp_timestamps", 0)
    with lab.variant("SO_REUSEADDR on both, no timestamps"):
        come_again(lab, hosts, 8893, ADDRESS, ADDRESS, "0", "0", "EADDRNOTAVAIL")


def come_again(
    lab: Lab,
    hosts: tuple[Host, ...],
    port: int,
    old: Mapping[str, int],
    new: Mapping[str, int],
    *answers: str,
) -> None:
    """Connect, close first, and use the port again.

    `answers`: of bind(), and of connect() to another server and to the same one.
    """
    client, server, other = hosts
    listener, another = server.listen(port - 8000), other.listen(port - 8000)
    bound, *connected = answers

    with lab.step("The client binds port {port} and connects.", port=port):
        near = client.connect(listener, port=port, options=old)
        far = listener.accept()
    lab.expect(near, State.ESTABLISHED)

    with lab.step("The client closes first, then the server."):
        near.close()
        far.receive(may_fail=True)
        far.close()
    lab.expect(near, State.CLOSED if old is RESET else State.TIME_WAIT)
    lab.expect(far, State.CLOSED)

    with lab.step("A new socket binds the port and connects to another server."):
        again = client.connect(another, port=port, options=new, may_fail=True)
    lab.expect(client, Returns("bind", bound))
    for answer in connected[:1]:
        lab.expect(client, Returns("connect", answer))

    with lab.step("It gives that up; a new socket connects to the same server."):
        again.set("SO_LINGER", 0)
        again.close()
        again = client.connect(listener, port=port, options=new, may_fail=True)
    lab.expect(client, Returns("bind", bound))
    for answer in connected[1:]:
        lab.expect(client, Returns("connect", answer))
    if "0" in connected[1:]:
        lab.expect(again, State.ESTABLISHED)
        lab.expect(again.far, State.ESTABLISHED)
    if "0" in connected[1:] and old is not RESET:
        lab.expect(client, Moves("TcpExtTWRecycled"))
