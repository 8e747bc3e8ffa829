"""What does an end notice when the other side vanishes, its cable cut or its power?

Hypothesis: an end that has nothing to send notices nothing, for ever. One that sends
is told by send() that all is well, for that only means that its own kernel has
taken the bytes (send(2)). The kernel sends them again, after 200 ms, and each time
waits twice as long (RFC 6298, section 5), for a quarter of an hour; then a call gives
ETIMEDOUT. That is after 15 timeouts (tcp_retries2 in ip-sysctl.rst), of which two are
enough here. TCP_USER_TIMEOUT sets another limit, here of 560 ms. It counts not from
when the bytes were sent, as tcp(7) has it, but from when they were first sent again
(retransmits_timed_out() in net/ipv4/tcp_timer.c): the kernel still tries when 560 ms
have passed. It tells the lost side nothing.
"""

from socketlab.lab.expectation import Absent, Pauses, Returns, Sends, Timer
from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State

LIMIT = {"TCP_USER_TIMEOUT": 560}
SOON = seconds(4)


def run(lab: Lab) -> None:
    """Three ends lose their other side: one idle, one sending, one with a limit."""
    # Without the probe for lost tails (RFC 8985), which would come first.
    lab.set("net.ipv4.tcp_early_retrans", 0)
    lab.set("net.ipv4.tcp_retries2", 2)  # instead of 15: seconds, not minutes
    hosts = lab.hosts("server", "client", "idle client", "limited client")
    server, client, idler, limiter = hosts
    listener = server.listen(7)

    with lab.step("Three clients connect; the server vanishes."):
        near = client.connect(listener, port=0)
        idle = idler.connect(listener, port=0)
        limited = limiter.connect(listener, port=0, options=LIMIT)
        for _ in range(3):
            listener.accept().deafen()
    for one in (near, idle, limited):
        lab.expect(one, State.ESTABLISHED)

    with lab.step("Two of the clients send a line; one waits for an answer."):
        near.send(b"hello?\n")
        limited.send(b"hello?\n")
        limited.receive(may_fail=True)
    lab.expect(near, Returns("send", "7"))
    lab.expect(limited, Returns("send", "7"))
    lab.expect(limited, Returns("recv", "ETIMEDOUT"))
    lab.expect(limited, Absent())
    lab.expect(limited, Sends("RST", times=0))
    lab.expect(limited, Pauses("PSH", (190, 390)))
    lab.expect(near, Pauses("PSH", (190, 390, 790)), within=SOON)
    lab.expect(near, Timer("on"))
    lab.expect(near, State.ESTABLISHED)
    lab.expect(idle, State.ESTABLISHED)
    lab.expect(idle, Sends("ACK", times=0))
    lab.expect(idle, Timer(""))

    with lab.step("The other client waits, too."):
        near.receive(may_fail=True)
    lab.expect(near, Returns("recv", "ETIMEDOUT"))
    lab.expect(near, Absent())
