"""What does bind() to port 0 before connect() cost a client?

Hypothesis: ports. bind() does not know yet where the connection will go, so it takes
a port for this address alone: when ip_local_port_range is used up, bind() gives
EADDRINUSE even for another server, and connect() without bind() gives EADDRNOTAVAIL,
for it does not share a port that was bound. connect() alone shares ports, because it
knows the 4-tuple. With IP_BIND_ADDRESS_NO_PORT, bind() only sets the address, and the
port is chosen by connect() (ip(7); inet_csk_get_port() and __inet_hash_connect() in
the kernel).
"""

from collections.abc import Mapping

from socketlab.lab.answers import Returns
from socketlab.lab.experiment import Connection, Host, Lab
from socketlab.tcp.states import State

PORTS = 4
PLAIN: Mapping[str, int] = {}
NO_PORT: Mapping[str, int] = {"IP_BIND_ADDRESS_NO_PORT": 1}


def run(lab: Lab) -> None:
    """Use all ports in three ways."""
    hosts = lab.hosts("client", "server", "other server")
    with lab.variant("connect() alone"):
        use_up(lab, hosts, 51, None, PLAIN)
    with lab.variant("bind() to port 0, then connect()"):
        use_up(lab, hosts, 52, 0, PLAIN)
    with lab.variant("the same with IP_BIND_ADDRESS_NO_PORT"):
        use_up(lab, hosts, 53, 0, NO_PORT)


def use_up(
    lab: Lab,
    hosts: tuple[Host, ...],
    number: int,
    port: int | None,
    options: Mapping[str, int],
) -> None:
    """Connect from every port of a range of its own, and go on."""
    client, server, other = hosts
    first = number * 1000
    lab.set("net.ipv4.ip_local_port_range", f"{first} {first + PORTS - 1}")
    listener, elsewhere = server.listen(number), other.listen(number)
    taken = port is not None and options is PLAIN

    with lab.step("The client connects {n} times: it has {n} ports.", n=PORTS):
        near = [
            client.connect(listener, port=port, options=options) for _ in range(PORTS)
        ]
    lab.expect(near, State.ESTABLISHED)

    with lab.step("It connects once more."):
        client.connect(listener, port=port, options=options, may_fail=True)
    if taken:
        lab.expect(client, Returns("bind", "EADDRINUSE"))
    else:
        lab.expect(client, Returns("connect", "EADDRNOTAVAIL"))

    with lab.step("It connects to another server in the same way."):
        late: list[Connection] = [
            client.connect(elsewhere, port=port, options=options, may_fail=True)
        ]
    if taken:
        lab.expect(client, Returns("bind", "EADDRINUSE"))
    else:
        lab.expect(client, Returns("connect", "0"))
        lab.expect(late, State.ESTABLISHED)

    with lab.step("It connects to another server without bind()."):
        late.append(client.connect(elsewhere, may_fail=True))
    lab.expect(client, Returns("connect", "EADDRNOTAVAIL" if taken else "0"))
    if not taken:
        lab.expect(late, State.ESTABLISHED)
        lab.expect([one.far for one in late], State.ESTABLISHED)
