"""What does one chat message look like on the wire, over UDP and over TCP?

Hypothesis: the one who speaks sends one packet, and the server one to each of the
others, none to the speaker. A datagram is all there is over UDP: nobody confirms
it (RFC 768). Over TCP the kernel of each member acknowledges what it got, and the
server's what the speaker sent, so each delivery takes two packets (RFC 9293,
section 3.8.6.3). The server sends the same bytes to everyone.
"""

from typing import Annotated

from socketlab.lab.expectation import Carries, Sends
from socketlab.lab.experiment import Between, Lab, OneOf, seconds
from socketlab.tcp.states import State

SERVER = "chat server --no-history --trust {client} --udp {server}:9998"


def run(
    lab: Lab,
    transport: Annotated[str, OneOf(("udp", "tcp"))] = "udp",
    others: Annotated[int, Between(1, 20)] = 1,
) -> None:
    """Let one member speak to the others."""
    server, client = lab.hosts("server", "client")

    with lab.step("The chat server starts."):
        server.run("chat server", SERVER + " --irc {server}:6667").await_output()
    listener = server.listener(6667)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    with lab.step("A member joins, then {others} more.", others=others):
        everyone = [
            client.datagrams(9998, server)
            if transport == "udp"
            else client.connect(listener)
            for _ in range(others + 1)
        ]
        for number, member in enumerate(everyone):
            if transport == "udp":
                member.send(b"n%d" % number)
            else:
                member.send(b"NICK n%d\r\nUSER u 0 * :u\r\n" % number)
                member.send(b"JOIN #lobby\r\n")
                while b" 366 " not in member.receive():
                    pass
            for earlier in everyone[:number]:
                earlier.receive()  # the notice that someone has joined
    speaker, *rest = everyone
    ends = [member.far for member in rest]

    with lab.step("The first member says hello."):
        if transport == "udp":
            speaker.send(b"hello")
        else:
            speaker.send(b"PRIVMSG #lobby :hello\r\n")
    relayed = "n0 : hello" if transport == "udp" else " PRIVMSG #lobby :hello\r\n"
    lab.expect(ends, Carries(relayed))
    lab.expect(speaker, Carries("hello"))
    lab.expect(speaker.far, Carries("hello", times=0))
    lab.expect(rest, Carries(times=0))
    if transport == "tcp":
        lab.expect(rest, Sends("ACK"))
        lab.expect(speaker.far, Sends("ACK"))
