"""Can a client with a fixed port connect again after the server closed first?

Hypothesis: at once, and without any option, as soon as it has closed its own socket:
TIME-WAIT is then at the server, and the client's port is free, for the same server
and for another. A SYN that arrives at the server's TIME-WAIT takes its place, because
its timestamp, or without timestamps its sequence number, is above all that the old
connection used (RFC 9293, section 3.6.1; RFC 6191). As long as the client has not
closed, its own old socket in CLOSE-WAIT has the port: bind() gives EADDRINUSE. With
SO_REUSEADDR on both bind() succeeds, and connect() gives EADDRNOTAVAIL.
"""

from collections.abc import Mapping

from socketlab.lab.answers import Returns
from socketlab.lab.expectation import Sends
from socketlab.lab.experiment import Host, Lab
from socketlab.tcp.states import State

PLAIN: Mapping[str, int] = {}
REUSE: Mapping[str, int] = {"SO_REUSEADDR": 1}


def run(lab: Lab) -> None:
    """Let the server close first, and come again from the same port."""
    hosts = lab.hosts("client", "server", "other server")
    with lab.variant("No option"):
        come_again(lab, hosts, 8888, PLAIN)
    with lab.variant("SO_REUSEADDR on both"):
        come_again(lab, hosts, 8889, REUSE)
    lab.set("net.ipv4.tcp_timestamps", 0)
    with lab.variant("No option, no timestamps"):
        come_again(lab, hosts, 8890, PLAIN)


def come_again(
    lab: Lab, hosts: tuple[Host, ...], port: int, options: Mapping[str, int]
) -> None:
    """Use the port twice, with these options on both sockets."""
    client, server, other = hosts
    listener, another = server.listen(port - 8000), other.listen(port - 8000)

    with lab.step("The client binds port {port} and connects.", port=port):
        near = client.connect(listener, port=port, options=options)
        far = listener.accept()
    lab.expect(near, State.ESTABLISHED)

    with lab.step("The server closes first."):
        far.close()
        near.receive()
    lab.expect(far, State.FIN_WAIT_2)
    lab.expect(near, State.CLOSE_WAIT)

    with lab.step("The client, which has not closed, tries to connect again."):
        client.connect(listener, port=port, options=options, may_fail=True).close()
    if options is PLAIN:
        lab.expect(client, Returns("bind", "EADDRINUSE"))
    else:
        lab.expect(client, Returns("bind", "0"))
        lab.expect(client, Returns("connect", "EADDRNOTAVAIL"))
    lab.expect(near, State.CLOSE_WAIT)

    with lab.step("The client closes."):
        near.close()
    lab.expect(near, State.CLOSED)
    lab.expect(far, State.TIME_WAIT)

    with lab.step("A new socket binds the port and connects to another server."):
        again = client.connect(another, port=port, options=options, may_fail=True)
    lab.expect(client, Returns("bind", "0"))
    lab.expect(client, Returns("connect", "0"))
    lab.expect(again, State.ESTABLISHED)

    with lab.step("It gives that up; a new socket connects to the same server."):
        again.set("SO_LINGER", 0)
        again.close()
        near = client.connect(listener, port=port, options=options, may_fail=True)
    lab.expect(client, Returns("bind", "0"))
    lab.expect(client, Returns("connect", "0"))
    lab.expect(far, Sends("SYN ACK"))
    lab.expect(near, State.ESTABLISHED)
    lab.expect(near.far, State.ESTABLISHED)
