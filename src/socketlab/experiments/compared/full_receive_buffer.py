"""What does a sender notice when the receiver does not read, over UDP and over TCP?

Hypothesis: over UDP nothing. Every send() succeeds; what has no room in the receive
buffer is dropped, and only the receiver's counter UdpRcvbufErrors knows (udp(7)).
Over TCP the receiver's window shrinks to 0, then the sender's own buffer fills, and
send() waits; to who does not wait, or only for a while, it gives EAGAIN. The persist
timer asks again and again whether the window is open (RFC 9293, section 3.8.6.1), and
the answers keep the connection alive. When the receiver reads, everything comes.
"""

from typing import Annotated

from socketlab.lab.expectation import (
    Carries,
    Moves,
    Receives,
    Returns,
    Timer,
    Waiting,
)
from socketlab.lab.experiment import Between, Connection, Lab, ms, seconds
from socketlab.tcp.states import State

SMALL = {"SO_RCVBUF": 4096}
TEXT = b"x" * 1000
SOON = seconds(4)


def run(lab: Lab, datagrams: Annotated[int, Between(10, 30)] = 12) -> None:
    """Fill the receive buffer of a server that does not read, then read."""
    # No probe for lost tails (RFC 8985): nothing is lost here, and it looks as if.
    lab.set("net.ipv4.tcp_early_retrans", 0)
    server, client = lab.hosts("server", "client")

    with lab.variant("over UDP"):
        with lab.step("The client sends 1000 bytes {times} times.", times=datagrams):
            bound = server.bind(9998, options=SMALL)
            talker = client.datagrams(9998, server)
            for number in range(1, datagrams + 1):
                talker.send(b"%-1000d" % number)
        lab.expect(talker, Returns("send", "1000"))
        lab.expect(talker, Carries(times=datagrams))
        lab.expect(bound, Moves("UdpRcvbufErrors"))
        lab.expect(talker.far, Carries(times=0))

        with lab.step("The server reads all there is."):
            came = 0
            while bound.receive(wait=False):
                came += 1
        lab.expect(bound, Returns("recv", "EAGAIN", times=1))
        lab.expect(bound, Waiting(0))

        with lab.step("The server says how many datagrams came."):
            bound.send_to(talker, b"%d" % came)
            fewer = int(talker.receive()) < datagrams
        lab.expect(talker, Receives((str(came if fewer else -1),)))

    with lab.variant("over TCP"):
        with lab.step("The client sends 1000 bytes until there is no room."):
            listener = server.listen(7, options=SMALL)
            near = client.connect(listener, options={"SO_SNDBUF": 4096})
            far = listener.accept()
            sent = fill(near)
        lab.expect(near, Returns("send", "EAGAIN", times=1))
        lab.expect(far, Moves("TcpExtTCPToZeroWindowAdv"))
        lab.expect(near, Timer("persist"))

        with lab.step("The client sends again, and waits for room for 0.1 s."):
            sent += fill(near)  # acknowledged data has left some
            near.set("SO_SNDTIMEO", 100)
            near.send(TEXT, may_fail=True)
        lab.expect(near, Returns("send", "EAGAIN", times=1, after=ms(90)))

        with lab.step("The server does not read; the client's kernel asks."):
            pass
        lab.expect(near, Moves("TcpExtTCPWinProbe", 2), within=SOON)
        lab.expect(near, State.ESTABLISHED)
        lab.expect(far, Carries(times=0))

        with lab.step("The server reads everything and says how much came."):
            came = 0
            while came < sent:
                came += len(far.receive())
            far.send(b"%d" % came)
            near.receive()
        lab.expect(near, Receives((str(sent),)))
        lab.expect(near, Timer(""))


def fill(near: Connection) -> int:
    """Send until the kernel takes no more; how many bytes it took."""
    sent = 0
    while taken := near.send(TEXT, wait=False):
        sent += taken
    return sent
