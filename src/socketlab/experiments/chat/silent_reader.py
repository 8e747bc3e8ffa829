"""What happens to a TCP member that stops reading, and to the others?

Hypothesis: what the room says waits in the member's receive queue, then in the
server's send queue: the member's kernel closes the window (RFC 9293, section
3.8.6.2). The others notice nothing. When more waits than the server's bound, the
server closes the connection and tells the others why; what its kernel has taken
goes before the FIN, so the connection stays in FIN-WAIT-1 until the member reads
again: it gets all that, and then the end (close(2), tcp(7)).
"""

from typing import Annotated

from socketlab.lab.expectation import Carries, Moves, Sends, Waiting
from socketlab.lab.experiment import Between, Connection, Lab, seconds
from socketlab.tcp.states import State

FEW = 40
LINE = b"PRIVMSG #lobby :" + b"x" * 300 + b"\r\n"
SETTINGS = "[limits]\nsend_queue = 65536\nrate = 0.0\n"
SERVER = "chat server --no-history --config /dev/stdin --udp off"


def run(lab: Lab, more: Annotated[int, Between(600, 4000)] = 800) -> None:
    """Let one of three members stop reading."""
    lab.set("net.ipv4.tcp_wmem", "4096 16384 65536")  # no megabytes in the kernel
    server, client = lab.hosts("server", "client")

    with lab.step("The chat server starts: a member may be 64 KiB behind."):
        program = server.run("chat server", SERVER + " --irc {server}:6667")
        program.type(SETTINGS)
        program.end_input()
        program.await_output()
    listener = server.listener(6667)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    with lab.step("Ann, Bob and Cat join; Cat's receive buffer is small."):
        ann, bob = (client.connect(listener) for _ in range(2))
        cat = client.connect(listener, options={"SO_RCVBUF": 4096})
        for name, member in ((b"ann", ann), (b"bob", bob), (b"cat", cat)):
            member.send(b"NICK %b\r\nUSER u 0 * :u\r\n" % name)
            member.send(b"JOIN #lobby\r\n")
            while b" 366 " not in member.receive():
                pass

    with lab.step("Ann says {lines} lines; only Bob reads.", lines=FEW):
        ann.send(LINE * FEW)
        read(bob, FEW)
    lab.expect(cat, Moves("TcpExtTCPToZeroWindowAdv"))
    lab.expect(cat.far, State.ESTABLISHED)
    lab.expect(bob, Waiting(0))

    with lab.step("Ann says {lines} more; only Bob reads.", lines=more):
        for _ in range(more // FEW):
            ann.send(LINE * FEW)
            read(bob, FEW)
    lab.expect(ann.far, Carries("QUIT :Send queue exceeded"), within=seconds(5))
    lab.expect(bob.far, State.ESTABLISHED)
    lab.expect(cat.far, State.FIN_WAIT_1)
    lab.expect(cat, State.ESTABLISHED)

    with lab.step("Cat reads to the end."):
        while cat.receive():
            pass
    lab.expect(cat.far, Sends("FIN"))
    lab.expect(cat.far, State.FIN_WAIT_2)
    lab.expect(cat, State.CLOSE_WAIT)


def read(member: Connection, lines: int) -> None:
    """Read so many lines; they may come in any pieces."""
    while lines > 0:
        lines -= member.receive().count(b"\n")
