"""Why can a second client connect to an iterative server but get no answer?

Hypothesis: the kernel, not the server, completes the second handshake. The connection
waits in the accept queue, established at both ends and owned by no process; what the
client sends waits in its receive queue. The answer comes when the server has finished
with the first client and calls accept() again (listen(2), accept(2)).
"""

from socketlab.lab.expectation import Accepted, Queue, Shows, Waiting
from socketlab.lab.experiment import Lab, seconds
from socketlab.tcp.states import State

COMMAND = "echo server 7 -a {server} --model iterative"
CLIENT = "echo client -a {server} -p 7"


def run(lab: Lab) -> None:
    """Serve two clients, one after the other."""
    server, client = lab.hosts("server", "client")

    with lab.step("The iterative echo server starts."):
        lab.server(server, "echo server", 7, COMMAND)
    listener = server.listener(7)
    lab.expect(listener, State.LISTEN, within=seconds(5))

    with lab.step("The first client connects and sends a line."):
        first = client.run("first client", f"{CLIENT} --bind 50001")
        first.type("hello\n")
    near = client.connection(50001, listener)
    lab.expect(first, Shows("olleh\n"), within=seconds(5))
    lab.expect(near, State.ESTABLISHED)
    lab.expect(near.far, Accepted(yes=True))
    lab.expect(listener, Queue(0))

    with lab.step("The second client connects and sends a line."):
        second = client.run("second client", f"{CLIENT} --bind 50002")
        second.type("world\n")
    waiting = client.connection(50002, listener)
    lab.expect([waiting, waiting.far], State.ESTABLISHED, within=seconds(5))
    lab.expect(waiting.far, Waiting(len(b"world\n")), within=seconds(5))
    lab.expect(waiting.far, Accepted(yes=False))
    lab.expect(listener, Queue(1))
    lab.expect(second, Shows(""))

    with lab.step("The first client says bye; the server turns to the second."):
        first.type("bye\n")
        if lab.own_server:  # it need not know "bye"
            first.end_input()
    lab.expect(first, Shows("eyb\n"), within=seconds(5))
    lab.expect(second, Shows("dlrow\n"), within=seconds(5))
    lab.expect(waiting.far, Accepted(yes=True))
    lab.expect(waiting.far, Waiting(0))
    lab.expect(listener, Queue(0))

    with lab.step("The second client says bye."):
        second.type("bye\n")
    lab.expect(second, Shows("eyb\n"), within=seconds(5))
    if not lab.own_server:  # nor close first
        lab.expect(waiting, State.CLOSED)
        lab.expect(waiting.far, State.TIME_WAIT)
