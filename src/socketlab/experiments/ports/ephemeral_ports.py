"""How many connections can a client have before its ports run out?

Hypothesis: to one port of one server as many as ip_local_port_range has ports, 28232
if nobody changes it, here 4; then connect() gives EADDRNOTAVAIL (connect(2)). It is
no limit on a host's connections: the 4-tuple tells them apart, so connect() takes the
same ports once more to another port of the server or to another server
(__inet_hash_connect() in the kernel's net/ipv4/inet_hashtables.c), and the one port of
a server carries any number of them. A client that closes first cannot use the port to
that server while TIME-WAIT lasts; if the server closes first, it can at once.
"""

from typing import Annotated

from socketlab.lab.answers import Returns
from socketlab.lab.experiment import Between, Connection, Lab, Listener
from socketlab.tcp.states import State


def run(lab: Lab, pairs: Annotated[int, Between(1, 10)] = 2) -> None:
    """Use every port there is, towards three places."""
    ports = 2 * pairs  # connect() tries ports of one parity, then those of the other
    lab.set("net.ipv4.ip_local_port_range", f"50001 {50000 + ports}")
    client, server, other = lab.hosts("client", "server", "other server")
    listener = server.listen(7, 50)
    chart = lab.chart("When ports run out", x="attempts", y="connections")
    tries: list[Connection] = []

    def use_up(at: Listener) -> list[Connection]:
        made: list[Connection] = []
        with lab.step("The client connects {n} times.", n=ports):
            for _ in range(ports):
                made.append(client.connect(at, may_fail=True))
                tries.append(made[-1])
                count = lab.count(tries, State.ESTABLISHED)
                chart.point("the client's connections", len(tries), count)
        lab.expect(client, Returns("connect", "0"))
        lab.expect(made, State.ESTABLISHED)
        lab.expect([one.far for one in made], State.ESTABLISHED)

        with lab.step("It connects once more."):
            tries.append(client.connect(at, may_fail=True))
            count = lab.count(tries, State.ESTABLISHED)
            chart.point("the client's connections", len(tries), count)
        lab.expect(client, Returns("connect", "EADDRNOTAVAIL"))
        return made

    with lab.variant("To one server"):
        near = use_up(listener)
    with lab.variant("To another port of it"):
        use_up(server.listen(8, 50))
    with lab.variant("To another server"):
        use_up(other.listen(7, 50))
    lab.expect(near, State.ESTABLISHED)

    with lab.step("The client closes one connection first, then the server."):
        near[0].close()
        listener.accept().close()
    lab.expect(near[0], State.TIME_WAIT)

    with lab.step("The client connects to the one server again."):
        client.connect(listener, may_fail=True)
    lab.expect(client, Returns("connect", "EADDRNOTAVAIL"))

    with lab.step("The server closes one connection first, then the client."):
        listener.accept().close()
        near[1].receive()
        near[1].close()
    lab.expect(near[1].far, State.TIME_WAIT)
    lab.expect(near[1], State.CLOSED)

    with lab.step("The client connects to the one server again."):
        late = client.connect(listener, may_fail=True)
    lab.expect(client, Returns("connect", "0"))
    lab.expect(late, State.ESTABLISHED)
    lab.expect(late.far, State.ESTABLISHED)
