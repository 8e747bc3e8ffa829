"""When does bind() fail because of connections that an earlier server left behind?

Hypothesis: whenever one is left, in whatever state, ESTABLISHED as well as TIME-WAIT,
unless both servers have set SO_REUSEADDR. That the new one sets it is not enough,
whatever many books say: the old connection has it, or has not, from the listener
that accepted it (socket(7), Notes; inet_bind_conflict() in the kernel's
net/ipv4/inet_connection_sock.c). A listener is always in the way. Where the client
closed first nothing is left, and bind() needs no option.
"""

from collections.abc import Mapping

from socketlab.lab.answers import Returns
from socketlab.lab.experiment import Host, Lab
from socketlab.tcp.states import State

PLAIN: Mapping[str, int] = {}
REUSE: Mapping[str, int] = {"SO_REUSEADDR": 1}


def run(lab: Lab) -> None:
    """Walk old connections through their states; try to bind in each."""
    server, client = lab.hosts("server", "client")
    with lab.variant("The old server without SO_REUSEADDR"):
        walk(lab, server, client, 7, PLAIN)
    with lab.variant("The old server with SO_REUSEADDR"):
        walk(lab, server, client, 8, REUSE)


def walk(
    lab: Lab, server: Host, client: Host, port: int, old: Mapping[str, int]
) -> None:
    """See a server's connections through, with a bind in each state."""
    with lab.step("The old server listens; a client connects."):
        listener = server.listen(port, options=old)
        near = client.connect(listener)
        far = listener.accept()
    lab.expect(listener, State.LISTEN)
    try_to_bind(lab, server, port)
    lab.expect(server, Returns("bind", "EADDRINUSE", times=2))

    with lab.step("The listener closes; the connection is left."):
        listener.close()
    lab.expect(far, State.ESTABLISHED)
    try_to_bind(lab, server, port)
    expect_a_conflict(lab, server, reusing=bool(old))

    with lab.step("The client closes."):
        near.close()
    lab.expect(far, State.CLOSE_WAIT)
    try_to_bind(lab, server, port)
    expect_a_conflict(lab, server, reusing=bool(old))

    with lab.step("The old server closes: it was not the first."):
        far.close()
    lab.expect(far, State.CLOSED)
    try_to_bind(lab, server, port)
    lab.expect(server, Returns("bind", times=2))

    with lab.step("The old server is back and serves a client; now it closes first."):
        listener = server.listen(port, options=old)
        near = client.connect(listener)
        far = listener.accept()
        listener.close()
        far.close()
    lab.expect(far, State.FIN_WAIT_2)
    try_to_bind(lab, server, port)
    expect_a_conflict(lab, server, reusing=bool(old))

    with lab.step("The client closes."):
        near.close()
    lab.expect(far, State.TIME_WAIT)
    try_to_bind(lab, server, port)
    expect_a_conflict(lab, server, reusing=bool(old))


def try_to_bind(lab: Lab, server: Host, port: int) -> None:
    """Let a new server try, and leave the port again."""
    with lab.step("A new server tries without SO_REUSEADDR, another one with it."):
        for options in (PLAIN, REUSE):
            server.listen(port, options=options, may_fail=True).close()


def expect_a_conflict(lab: Lab, server: Host, *, reusing: bool) -> None:
    """Expect that the new server gets the port only if both have the option."""
    if reusing:
        lab.expect(server, Returns("bind", "EADDRINUSE", times=1))
        lab.expect(server, Returns("bind", times=1))
    else:
        lab.expect(server, Returns("bind", "EADDRINUSE", times=2))
