"""Does a UDP sender learn that nobody listens on the port it sends to?

Hypothesis: the server's kernel answers every datagram with ICMP "port unreachable"
(RFC 1122, section 4.1.3.1). Who has called connect(), which itself sends nothing,
learns of it from its next call, whichever that is: ECONNREFUSED, once, and that call
sends nothing. Who has not, but names the server in each sendto(), learns nothing,
although udp(7) says that errors reach unconnected sockets too: the kernel hears the
ICMP and keeps it to itself, unless IP_RECVERR asks for it (ip(7); __udp4_lib_err() in
net/ipv4/udp.c).
"""

from socketlab.lab.expectation import Carries, Moves, Refuses, Returns
from socketlab.lab.experiment import Lab


def run(lab: Lab) -> None:
    """Send to a port that nobody has bound, connected and unconnected."""
    server, client = lab.hosts("server", "client")
    nobody = server.listener(9999)

    with lab.variant("connected"):
        with lab.step("The client names the port in connect()."):
            near = client.datagrams(9999, server)
        lab.expect(nobody, Refuses(0))

        with lab.step("The client sends a datagram."):
            near.send(b"one")
        lab.expect(near, Returns("send", "3"))
        lab.expect(nobody, Refuses())
        lab.expect(near, Moves("IcmpInDestUnreachs"))

        with lab.step("The client sends again."):
            near.send(b"two", may_fail=True)
        lab.expect(near, Returns("send", "ECONNREFUSED"))
        lab.expect(near, Carries(times=0))

        with lab.step("The client sends a third time."):
            near.send(b"three")
        lab.expect(near, Returns("send", "5"))
        lab.expect(near, Moves("IcmpInDestUnreachs"))

        with lab.step("The client looks for an answer."):
            near.receive(wait=False, may_fail=True)
        lab.expect(near, Returns("recv", "ECONNREFUSED"))

    with lab.variant("unconnected"):
        with lab.step("The client sends a datagram."):
            free = client.bind()
            free.send_to(nobody, b"one")
        lab.expect(free, Returns("sendto", "3"))
        lab.expect(nobody, Refuses())
        lab.expect(free, Moves("IcmpInDestUnreachs"))

        with lab.step("The client sends again."):
            free.send_to(nobody, b"two", may_fail=True)
        lab.expect(free, Returns("sendto", "3"))
        lab.expect(nobody, Refuses())
        lab.expect(free, Moves("IcmpInDestUnreachs"))

        with lab.step("The client looks for an answer."):
            free.receive(wait=False, may_fail=True)
        lab.expect(free, Returns("recv", "EAGAIN"))

    with lab.variant("unconnected, with IP_RECVERR"):
        with lab.step("The client sends a datagram."):
            curious = client.bind(options={"IP_RECVERR": 1})
            curious.send_to(nobody, b"one")
        lab.expect(curious, Returns("sendto", "3"))
        lab.expect(nobody, Refuses())
        lab.expect(curious, Moves("IcmpInDestUnreachs"))

        with lab.step("The client sends again."):
            curious.send_to(nobody, b"two", may_fail=True)
        lab.expect(curious, Returns("sendto", "ECONNREFUSED"))
        lab.expect(curious, Carries(times=0))
