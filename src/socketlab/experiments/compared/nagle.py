"""When does a small write wait although the receiver has room for it?

Hypothesis: by Nagle's algorithm (RFC 896; RFC 9293, section 3.7.4) a segment that is
not full waits as long as anything sent before is not acknowledged, and whatever is
written meanwhile goes with it, in one segment. With TCP_NODELAY each write is a
segment of its own, at once (tcp(7)). So that no acknowledgement can let a write go,
the client is deaf while it writes.
"""

from socketlab.lab.expectation import Carries, Receives, Sends, Waiting
from socketlab.lab.experiment import Lab, ms, seconds

SOON = seconds(2)


def run(lab: Lab) -> None:
    """Write three times while no acknowledgement can arrive; then hear again."""
    # Without a probe for lost tails: it would send a small segment, too.
    lab.set("net.ipv4.tcp_early_retrans", 0)
    server, client = lab.hosts("server", "client")
    listener = server.listen(7)

    with lab.variant("with Nagle's algorithm"):
        with lab.step("The client connects, goes deaf and writes one, two, three."):
            near = client.connect(listener)
            far = listener.accept()
            near.deafen()
            for text in (b"one", b"two", b"three"):
                near.send(text)
        lab.expect(far, Waiting(3))
        lab.expect(near, Carries("two", times=0), within=ms(30))
        lab.expect(near, Carries("three", times=0), within=ms(30))

        with lab.step("The client hears again; the server reads what comes."):
            near.hear()
            far.receive()
            far.receive()
        lab.expect(near, Carries("twothree"), within=SOON)
        lab.expect(far, Receives(("one", "twothree")))

    with lab.variant("with TCP_NODELAY"):
        with lab.step("The client connects, goes deaf and writes one, two, three."):
            quick = client.connect(listener, options={"TCP_NODELAY": 1})
            far = listener.accept()
            quick.deafen()
            for text in (b"one", b"two", b"three"):
                quick.send(text)
        lab.expect(quick, Sends("PSH ACK", times=3))
        lab.expect(quick, Carries("two"))
        lab.expect(quick, Carries("three"))
        lab.expect(far, Waiting(11))
