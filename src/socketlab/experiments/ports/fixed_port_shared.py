"""Can two clients have the same local port at once?

Hypothesis: on one address only if both sockets have SO_REUSEADDR, or both have
SO_REUSEPORT; otherwise the second bind() gives EADDRINUSE (inet_bind_conflict() in the
kernel's net/ipv4/inet_connection_sock.c). Even then it is the 4-tuple that tells
connections apart: to another server the second one connects, to the same one
connect() gives EADDRNOTAVAIL (__inet_check_established() in
net/ipv4/inet_hashtables.c). A port belongs to an address: a client on another address
has all ports for itself.
"""

from collections.abc import Mapping

from socketlab.lab.answers import Returns
from socketlab.lab.experiment import Host, Lab
from socketlab.tcp.states import State

PLAIN: Mapping[str, int] = {}
ADDRESS: Mapping[str, int] = {"SO_REUSEADDR": 1}
PORT: Mapping[str, int] = {"SO_REUSEPORT": 1}
SHARED = ("0", "EADDRNOTAVAIL", "0")
ALONE = ("0", "0", "0")


def run(lab: Lab) -> None:
    """Let two clients bind one port, with these and with those options."""
    first, other, server = lab.hosts("client", "other client", "server")
    one = first, first, server
    with lab.variant("No option"):
        share(lab, one, 8888, PLAIN, PLAIN, "EADDRINUSE")
    with lab.variant("SO_REUSEADDR on the second"):
        share(lab, one, 8889, PLAIN, ADDRESS, "EADDRINUSE")
    with lab.variant("SO_REUSEADDR on one, SO_REUSEPORT on the other"):
        share(lab, one, 8890, ADDRESS, PORT, "EADDRINUSE")
    with lab.variant("SO_REUSEADDR on both"):
        share(lab, one, 8891, ADDRESS, ADDRESS, *SHARED)
    with lab.variant("SO_REUSEPORT on both"):
        share(lab, one, 8892, PORT, PORT, *SHARED)
    with lab.variant("Two addresses, no option"):
        share(lab, (first, other, server), 8893, PLAIN, PLAIN, *ALONE)


def share(
    lab: Lab,
    hosts: tuple[Host, Host, Host],
    port: int,
    options: Mapping[str, int],
    others: Mapping[str, int],
    *answers: str,
) -> None:
    """Connect from a port, and from the same port once more.

    `answers` to the second client: of bind(), of connect() to the same listener and
    to another one.
    """
    first, second, server = hosts
    listener, another = server.listen(port - 8000), server.listen(port - 7000)
    bound, *connected = answers

    with lab.step("A client binds port {port} and connects.", port=port):
        near = first.connect(listener, port=port, options=options)
    lab.expect(near, State.ESTABLISHED)

    with lab.step("A second one binds the port and connects to the same listener."):
        late = second.connect(listener, port=port, options=others, may_fail=True)
    lab.expect(second, Returns("bind", bound))
    for answer in connected[:1]:
        lab.expect(second, Returns("connect", answer))
    if "0" in connected[:1]:
        lab.expect(late, State.ESTABLISHED)
        lab.expect(late.far, State.ESTABLISHED)

    with lab.step("It connects to another listener instead."):
        late.set("SO_LINGER", 0)
        late.close()
        late = second.connect(another, port=port, options=others, may_fail=True)
    lab.expect(second, Returns("bind", bound))
    for answer in connected[1:]:
        lab.expect(second, Returns("connect", answer))
        lab.expect(late, State.ESTABLISHED)
        lab.expect(late.far, State.ESTABLISHED)
    lab.expect(near, State.ESTABLISHED)
