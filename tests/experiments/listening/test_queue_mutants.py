"""Every expectation of the pages on queues and descriptors disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.mutants import Change, Mutant, never_refuted, refute

HALF_OPEN = (
    "lab.expect([one.far for one in half_open], Count(State.SYN_RECEIVED, room))"
)
TOO_MANY = "lab.expect(half_open[room].far, Absent())"
DROPPED = 'lab.expect(listener, Moves("TcpExtTCPReqQFullDrop"))'
EMPTY = "lab.expect(listener, Queue(0))"
COOKIES = 'lab.expect(listener, Moves("TcpExtSyncookiesRecv", room))'
STILL_HALF_OPEN = "lab.expect([one.far for one in half_open], State.SYN_RECEIVED)"
WHOLE = "lab.expect(near, State.ESTABLISHED)"
WHOLE_THERE = "lab.expect([one.far for one in near], State.ESTABLISHED)"
QUEUED = "lab.expect(listener, Queue(n))"
LATE = "lab.expect(late, State.SYN_SENT)"
LATE_UNKNOWN = "lab.expect(late.far, Absent())"
COUNTED = "lab.expect(listener, Moves(counter))"

TWO_QUEUES = {
    "every client answers": Mutant(
        "two_queues",
        (
            Change("within", "deaf=True", "deaf=False"),
            Change("after", EMPTY, "return"),
        ),
        (HALF_OPEN, DROPPED, EMPTY),
    ),
    "the backlog is longer than it says": Mutant(
        "two_queues",
        (
            Change(
                "within",
                "server.listen(port, backlog)",
                "server.listen(port, backlog + 9)",
            ),
        ),
        (HALF_OPEN, TOO_MANY, DROPPED, LATE, LATE_UNKNOWN, COUNTED, COOKIES),
        {"backlog": 0},
    ),
    "clients are accepted and leave, and others are looked at": Mutant(
        "two_queues",
        (
            Change(
                "after",
                "near = [client.connect(listener) for _ in range(n)]",
                "for one in near:\n    listener.accept()\n    one.close()",
            ),
            Change(
                "before",
                STILL_HALF_OPEN,
                "half_open = [client.connect(server.listen(7009))]",
            ),
        ),
        (WHOLE, WHOLE_THERE, QUEUED, STILL_HALF_OPEN),
        {"backlog": 0},
    ),
}

KILLED = """program.kill()
while lab.count([listener], State.LISTEN) == 1:
    pass"""
LISTENS = "lab.expect(listener, State.LISTEN)"
SERVED = "lab.expect([one.far for one in served], Accepted(yes=True))"
HELD = "lab.expect(program, Sockets(1 + ROOM))"
SPINS = (
    'lab.expect(program, Shows(f"{VAIN} times: Too many open files\\n"), '
    "within=seconds(5))"
)
EMFILE = 'lab.expect(program, Returns("accept4", "EMFILE", times=VAIN))'
CONNECTED = "lab.expect(third, State.ESTABLISHED)"
KNOWN = "lab.expect(third.far, State.ESTABLISHED)"
NOT_ACCEPTED = "lab.expect(third.far, Accepted(yes=False))"
BYTES = 'lab.expect(third.far, Waiting(len(b"world\\n")))'
ONE_QUEUED = "lab.expect(listener, Queue(1))"
OUTSIDE = "lab.expect(fourth, State.SYN_SENT)"
UNKNOWN = "lab.expect(fourth.far, Absent())"
ANSWERED = 'lab.expect(third, Receives(("world\\n",)))'
ACCEPTED = "lab.expect(third.far, Accepted(yes=True))"
HASTY = Change("within", "Lab, seconds", "Lab, ms as seconds")
ONE_ACCEPT = 'lab.expect(program, Returns("accept4", times=1))'

DESCRIPTORS_EXHAUSTED = {
    "the server does not listen": Mutant(
        "descriptors_exhausted",
        (
            Change("before", LISTENS, KILLED),
            Change("after", LISTENS, "return"),
        ),
        (LISTENS,),
    ),
    "there are more descriptors": Mutant(
        "descriptors_exhausted",
        (
            HASTY,
            Change("within", "(lowest + ROOM, lowest + ROOM)", "(lowest + 9,) * 2"),
        ),
        (SPINS, EMFILE, NOT_ACCEPTED, BYTES, ONE_QUEUED, OUTSIDE, UNKNOWN, ONE_ACCEPT),
    ),
    "the clients leave": Mutant(
        "descriptors_exhausted",
        (
            Change(
                "after",
                "served[-1].receive()",
                "served[-1].shutdown()\nserved[-1].receive()",
            ),
            Change("before", CONNECTED, "third.close()"),
            Change("after", KNOWN, "return"),
        ),
        (SERVED, HELD, CONNECTED, KNOWN),
    ),
    "the clients stay": Mutant(
        "descriptors_exhausted",
        (
            Change("instead", "served[0].close()", "pass"),
            Change("instead", "third.receive()", "pass"),
        ),
        (ANSWERED, ACCEPTED, ONE_ACCEPT, EMPTY),
    ),
}

FIRST_SERVED = "lab.expect(first.far, Accepted(yes=True))"
REFUSED = "lab.expect(program, Shows(EMFILE))"
REFUSED_AGAIN = "lab.expect(program, Shows(EMFILE), within=seconds(5))"
ONCE = 'lab.expect(program, Returns("accept4", "EMFILE", times=1))'
SECOND = "lab.expect(second, State.ESTABLISHED)"
SECOND_BYTES = 'lab.expect(second.far, Waiting(len(b"world\\n")))'
LET_GO = "lab.expect(program, Sockets(1), within=seconds(5))"
NO_ACCEPT = 'lab.expect(program, Returns("accept4", times=0))'
FORGOTTEN = "lab.expect(second.far, Accepted(yes=False))"
SECOND_READS = 'lab.expect(second, Receives(("world\\n",)))'
REMEMBERED = "lab.expect(second.far, Accepted(yes=True))"
THIRD_WAITS = "lab.expect(third.far, Accepted(yes=False))"
EDGE_TRIGGERED_ACCEPT = {
    "the server does not listen": Mutant(
        "edge_triggered_accept",
        (
            Change("before", LISTENS, KILLED),
            Change("after", LISTENS, "return"),
        ),
        (LISTENS,),
    ),
    "there are more descriptors": Mutant(
        "edge_triggered_accept",
        (HASTY, Change("within", "fileno() + 2", "fileno() + 9")),
        (
            *(REFUSED, REFUSED_AGAIN, ONCE, SECOND_BYTES, ONE_QUEUED),
            *(LET_GO, FORGOTTEN),
        ),
    ),
    "another client comes too early": Mutant(
        "edge_triggered_accept",
        (
            Change("before", FIRST_SERVED, "client.connect(listener)"),
            Change("after", EMPTY, "return"),
        ),
        (EMPTY,),
    ),
    "the clients leave": Mutant(
        "edge_triggered_accept",
        (
            HASTY,
            Change("after", "first.receive()", "first.shutdown()\nfirst.receive()"),
            Change("before", SECOND, "second.close()"),
            Change("after", SECOND, "return"),
        ),
        (FIRST_SERVED, SECOND),
    ),
    "somebody comes when the descriptor is free": Mutant(
        "edge_triggered_accept",
        (HASTY, Change("after", "first.close()", "client.connect(listener)")),
        (NO_ACCEPT, FORGOTTEN),
    ),
    "nobody comes any more": Mutant(
        "edge_triggered_accept",
        (
            Change("instead", "third = client.connect(listener)", "third = first"),
            Change("instead", "second.receive()", "pass"),
        ),
        (REFUSED, SECOND_READS, REMEMBERED, THIRD_WAITS),
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (TWO_QUEUES, DESCRIPTORS_EXHAUSTED, EDGE_TRIGGERED_ACCEPT)
    for name, mutant in mutants.items()
}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


@pytest.mark.parametrize(
    "page", ["two_queues", "descriptors_exhausted", "edge_triggered_accept"]
)
def test_every_expectation_has_a_mutant(page: str) -> None:
    """There is no expectation on a page that no mutant refutes."""
    assert set() == never_refuted(page, MUTANTS)
