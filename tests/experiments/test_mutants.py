"""Every expectation of the first three pages disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.mutants import NOTHING, Change, Mutant, never_refuted, refute

LISTEN = "lab.expect(listener, State.LISTEN)"
SYN = 'lab.expect(near, Sends("SYN"))'
SYN_ACK = 'lab.expect(far, Sends("SYN ACK"))'
NEAR_OPEN = "lab.expect(near, State.ESTABLISHED)"
FAR_OPEN = "lab.expect(far, State.ESTABLISHED)"
ACTIVE_FIN = 'lab.expect(active, Sends("FIN"))'
NO_FIN = 'lab.expect(passive, Sends("FIN", times=0))'
FIN_WAIT_2 = "lab.expect(active, State.FIN_WAIT_2)"
CLOSE_WAIT = "lab.expect(passive, State.CLOSE_WAIT)"
PASSIVE_FIN = 'lab.expect(passive, Sends("FIN"))'
LAST_ACK = 'lab.expect(active, Sends("ACK"))'
TIME_WAIT = "lab.expect(active, State.TIME_WAIT)"
FORGOTTEN = "lab.expect(passive, State.CLOSED)"

CLOSE_ORDER = {
    "the listener closes": Mutant(
        "close_order",
        (
            Change("before", LISTEN, "listener.close()"),
            Change("after", LISTEN, "return"),
        ),
        (LISTEN,),
    ),
    "the handshake was earlier and the client has closed": Mutant(
        "close_order",
        (
            Change("before", SYN, f"near.close()\n{NOTHING}"),
            Change("after", FAR_OPEN, "return"),
        ),
        (SYN, SYN_ACK, NEAR_OPEN, FAR_OPEN),
    ),
    "nobody closes first": Mutant(
        "close_order",
        (
            Change("instead", "active.close()", "pass"),
            Change("instead", "passive.receive()", "pass"),
            Change("after", CLOSE_WAIT, "return"),
        ),
        (ACTIVE_FIN, FIN_WAIT_2, CLOSE_WAIT),
    ),
    "both close in one step": Mutant(
        "close_order",
        (
            Change("instead", "passive.receive()", "passive.close()"),
            Change("after", CLOSE_WAIT, "return"),
        ),
        (NO_FIN, FIN_WAIT_2, CLOSE_WAIT),
    ),
    "the other end stays open": Mutant(
        "close_order",
        (Change("instead", "passive.close()", "pass"),),
        (PASSIVE_FIN, LAST_ACK, TIME_WAIT, FORGOTTEN),
    ),
}

EMPTY = "lab.expect(listener, Queue(0))"
IN_CLIENT = "lab.expect(inside, State.ESTABLISHED)"
IN_SERVER = "lab.expect([one.far for one in inside], State.ESTABLISHED)"
NOT_ACCEPTED = "lab.expect(inside[0].far, Accepted(yes=False))"
FULL = "lab.expect(listener, Queue(len(inside)))"
AGAIN = 'lab.expect(outside, Sends("SYN"), within=seconds(4))'
NO_ANSWER = 'lab.expect([one.far for one in outside], Sends("ACK", times=0))'
SYN_SENT = "lab.expect(outside, State.SYN_SENT)"
UNKNOWN = "lab.expect([one.far for one in outside], State.CLOSED)"
OVERFLOWS = 'lab.expect(listener, Moves("TcpExtListenOverflows", len(outside)))'
ALL_CLIENT = "lab.expect(near, State.ESTABLISHED, within=seconds(4))"
ALL_SERVER = (
    "lab.expect([one.far for one in near], State.ESTABLISHED, within=seconds(4))"
)
ACCEPTED = "lab.expect(near[0].far, Accepted(yes=True))"

ACCEPT_QUEUE = {
    "a client comes too early": Mutant(
        "accept_queue",
        (
            Change("before", EMPTY, "client.connect(listener)"),
            Change("after", EMPTY, "return"),
        ),
        (EMPTY,),
    ),
    "the clients give up": Mutant(
        "accept_queue",
        (
            Change("before", IN_CLIENT, "for one in near:\n    one.close()"),
            Change("after", OVERFLOWS, "return"),
        ),
        (IN_CLIENT, IN_SERVER, AGAIN, SYN_SENT, OVERFLOWS),
    ),
    "the server accepts early": Mutant(
        "accept_queue",
        (
            Change("before", NOT_ACCEPTED, "for _ in near:\n    listener.accept()"),
            Change("after", OVERFLOWS, "return"),
        ),
        (NOT_ACCEPTED, FULL, SYN_SENT, UNKNOWN),
    ),
    "the server accepts while the others wait": Mutant(
        "accept_queue",
        (
            Change("instead", "pass", "for _ in inside:\n    listener.accept()"),
            Change("after", OVERFLOWS, "return"),
        ),
        (NO_ANSWER, SYN_SENT, UNKNOWN),
    ),
    "the server never accepts": Mutant(
        "accept_queue",
        (Change("instead", "listener.accept()", "pass"),),
        (ALL_CLIENT, ALL_SERVER, ACCEPTED),
    ),
}

SERVED = 'lab.expect(first, Shows("olleh\\n"), within=seconds(5))'
STARTED = "lab.expect(listener, State.LISTEN, within=seconds(5))"
FIRST_ACCEPTED = "lab.expect(near.far, Accepted(yes=True))"
SECOND_OPEN = "lab.expect([waiting, waiting.far], State.ESTABLISHED, within=seconds(5))"
BYTES_WAIT = 'lab.expect(waiting.far, Waiting(len(b"world\\n")), within=seconds(5))'
SECOND_WAITS = "lab.expect(waiting.far, Accepted(yes=False))"
ONE_QUEUED = "lab.expect(listener, Queue(1))"
SILENCE = 'lab.expect(second, Shows(""))'
FIRST_BYE = 'lab.expect(first, Shows("eyb\\n"), within=seconds(5))'
SECOND_SERVED = 'lab.expect(second, Shows("dlrow\\n"), within=seconds(5))'
SECOND_ACCEPTED = "lab.expect(waiting.far, Accepted(yes=True))"
NO_BYTES = "lab.expect(waiting.far, Waiting(0))"
SECOND_GONE = "lab.expect(waiting, State.CLOSED)"
REMEMBERED = "lab.expect(waiting.far, State.TIME_WAIT)"
SECOND_BYE = 'lab.expect(second, Shows("eyb\\n"), within=seconds(5))'
START = 'lab.server(server, "echo server", 7, COMMAND)'
CONCURRENT = 'server.run("echo server", "echo server 7 -a {server}")'

ITERATIVE_ECHO = {
    "the server does not start": Mutant(
        "iterative_echo",
        (
            Change("instead", START, 'server.run("echo server", "--version")'),
            Change("after", STARTED, "return"),
        ),
        (STARTED,),
    ),
    "a silent client was there before": Mutant(
        "iterative_echo",
        (
            Change("after", STARTED, "client.connect(listener)"),
            Change("after", EMPTY, "return"),
        ),
        (SERVED, FIRST_ACCEPTED, EMPTY),
    ),
    "the first client leaves at once": Mutant(
        "iterative_echo",
        (
            Change("instead", r'first.type("hello\n")', r'first.type("hello\nbye\n")'),
            Change("after", EMPTY, "return"),
        ),
        (SERVED, NEAR_OPEN),
    ),
    "the server is concurrent": Mutant(
        "iterative_echo",
        (
            Change("instead", START, CONCURRENT),
            Change("after", SILENCE, "return"),
        ),
        (BYTES_WAIT, SECOND_WAITS, ONE_QUEUED, SILENCE),
    ),
    "the second client comes from another port": Mutant(
        "iterative_echo",
        (
            Change("within", "--bind 50002", "--bind 50003"),
            Change("after", SECOND_OPEN, "return"),
        ),
        (SECOND_OPEN,),
    ),
    "the first client stays": Mutant(
        "iterative_echo",
        (
            Change("instead", r'first.type("bye\n")', "pass"),
            Change("after", NO_BYTES, "return"),
        ),
        (FIRST_BYE, SECOND_SERVED, SECOND_ACCEPTED, NO_BYTES),
    ),
    "the second client stays": Mutant(
        "iterative_echo",
        (Change("instead", r'second.type("bye\n")', "pass"),),
        (SECOND_BYE, SECOND_GONE, REMEMBERED),
    ),
}

MUTANTS = CLOSE_ORDER | ACCEPT_QUEUE | ITERATIVE_ECHO


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


@pytest.mark.parametrize("page", ["close_order", "accept_queue", "iterative_echo"])
def test_every_expectation_has_a_mutant(page: str) -> None:
    """There is no expectation on a page that no mutant refutes."""
    assert set() == never_refuted(page, MUTANTS)
