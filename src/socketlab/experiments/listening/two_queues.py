"""What do the SYN queue and the accept queue hold, and when does each overflow?

Hypothesis: a connection is in the SYN queue (SYN-RECEIVED) from its SYN until the ACK
that completes the handshake, and from then in the accept queue (ESTABLISHED) until
accept(). The backlog limits both, each to backlog + 1 (inet_csk_reqsk_queue_is_full()
and sk_acceptq_is_full() in the kernel's source); listen(2) says that of the accept
queue only. A full SYN queue turns away even who would answer at once, unless SYN
cookies are on: they need no place in it. A full accept queue turns away every SYN,
and so nobody enters the SYN queue either.
"""

from typing import Annotated

from socketlab.lab.expectation import Absent, Count, Moves, Queue
from socketlab.lab.experiment import Between, Connection, Host, Lab, Listener
from socketlab.tcp.states import State


def run(lab: Lab, backlog: Annotated[int, Between(0, 20)] = 2) -> None:
    """Fill the one queue, the other, and both."""
    server, client = lab.hosts("server", "client")
    room = backlog + 1

    with lab.variant("only the SYN queue, no SYN cookies"):
        lab.set("net.ipv4.tcp_syncookies", 0)
        listener = listen(lab, server, 7001, backlog)
        half_open = begin(lab, client, listener, room + 1)
        lab.expect([one.far for one in half_open], Count(State.SYN_RECEIVED, room))
        lab.expect(half_open[room].far, Absent())
        lab.expect(listener, Moves("TcpExtTCPReqQFullDrop"))
        lab.expect(listener, Queue(0))
        turn_away(lab, client, listener, "TcpExtTCPReqQFullDrop")

    with lab.variant("only the accept queue"):
        listener = listen(lab, server, 7002, backlog)
        complete(lab, client, listener, room)
        turn_away(lab, client, listener, "TcpExtListenOverflows")
        with lab.step("One that would answer nothing comes."):
            late = client.connect(listener, wait=False, deaf=True)
        lab.expect(late.far, Absent())

    with lab.variant("both queues, with SYN cookies"):
        lab.set("net.ipv4.tcp_syncookies", 1)
        listener = listen(lab, server, 7003, backlog)
        half_open = begin(lab, client, listener, room)
        lab.expect([one.far for one in half_open], Count(State.SYN_RECEIVED, room))
        lab.expect(listener, Queue(0))
        complete(lab, client, listener, room)
        lab.expect(listener, Moves("TcpExtSyncookiesRecv", room))
        lab.expect([one.far for one in half_open], State.SYN_RECEIVED)
        turn_away(lab, client, listener, "TcpExtListenOverflows")


def listen(lab: Lab, server: Host, port: int, backlog: int) -> Listener:
    """Begin with empty queues."""
    with lab.step("The server listens with backlog {backlog}.", backlog=backlog):
        listener = server.listen(port, backlog)
    lab.expect(listener, Queue(0))
    return listener


def begin(lab: Lab, client: Host, listener: Listener, n: int) -> list[Connection]:
    """Bring clients that never finish their handshakes."""
    with lab.step("{n} clients send a SYN and answer nothing.", n=n):
        return [client.connect(listener, wait=False, deaf=True) for _ in range(n)]


def complete(lab: Lab, client: Host, listener: Listener, n: int) -> None:
    """Bring clients whose handshakes are finished at once."""
    with lab.step("{n} clients connect that answer; nobody accepts.", n=n):
        near = [client.connect(listener) for _ in range(n)]
    lab.expect(near, State.ESTABLISHED)
    lab.expect([one.far for one in near], State.ESTABLISHED)
    lab.expect(listener, Queue(n))


def turn_away(lab: Lab, client: Host, listener: Listener, counter: str) -> None:
    """Bring one more; its SYN is dropped, as the counter tells."""
    with lab.step("One more client comes that would answer."):
        late = client.connect(listener, wait=False)
    lab.expect(late, State.SYN_SENT)
    lab.expect(late.far, Absent())
    lab.expect(listener, Moves(counter))
