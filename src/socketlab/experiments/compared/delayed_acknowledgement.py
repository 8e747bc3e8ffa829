"""Why may a request that is sent in two small writes wait 40 ms for its answer?

Hypothesis: two kernels wait for each other. Nagle's algorithm holds the second write
until the first is acknowledged; the server's kernel delays that acknowledgement, so
that it may travel with an answer (RFC 9293, sections 3.7.4 and 3.8.6.3), but there
is none to half a request. A timer ends it: after 40 ms at least on Linux
(TCP_DELACK_MIN). One write for all of it, or TCP_QUICKACK at the server, avoids it;
that option lasts only until the server's next answer (tcp(7)).
"""

from socketlab.lab.expectation import Acknowledges, Carries, Pauses, Receives
from socketlab.lab.experiment import Connection, Lab, ms

DELAYED = Acknowledges(ms(30))
AT_ONCE = Acknowledges(high=ms(20))


def run(lab: Lab) -> None:
    """Send a request in two writes and in one, to a server that delays or not."""
    server, client = lab.hosts("server", "client")
    listener = server.listen(7)

    with lab.step("The client connects; they talk for a while."):
        near = client.connect(listener)
        far = listener.accept()
        for _ in range(2):  # who answers promptly is taken to answer the next time
            near.send(b"question\n")
            far.receive()
            far.send(b"answer\n")
            near.receive()

    with lab.variant("two writes"):
        with lab.step("The client sends a request; the server answers."):
            ask(near, far, b"half ", b"a request\n")
        lab.expect(near, Carries("half "))
        lab.expect(far, DELAYED)
        lab.expect(near, Pauses("PSH", (30,)))
        lab.expect(near, Receives(("answer\n",)))

    with lab.variant("one write"):
        with lab.step("The client sends a request; the server answers."):
            ask(near, far, b"half a request\n")
        lab.expect(near, Carries("half a request"))
        lab.expect(near, Receives(("answer\n",)))

    with lab.variant("two writes, the server has set TCP_QUICKACK"):
        far.set("TCP_QUICKACK", 1)
        with lab.step("The client sends a request; the server answers."):
            ask(near, far, b"half ", b"a request\n")
        lab.expect(near, Carries("half "))
        lab.expect(far, AT_ONCE)

    with lab.variant("two writes, after some answers"):
        for _ in range(2):
            ask(near, far, b"question\n")
        with lab.step("The client sends a request; the server answers."):
            ask(near, far, b"half ", b"a request\n")
        lab.expect(far, DELAYED)


def ask(near: Connection, far: Connection, *writes: bytes) -> None:
    """Send a line in so many writes; the server reads all of it and answers."""
    for text in writes:
        near.send(text)
    while not far.receive().endswith(b"\n"):
        pass
    far.send(b"answer\n")
    near.receive()
