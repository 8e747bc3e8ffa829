"""Every expectation of the pages on the backlog disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.mutants import Change, Mutant, never_refuted, refute

LISTENING = "lab.expect(listeners, State.LISTEN)"
IN_CLIENT = "lab.expect(near, Count(State.ESTABLISHED, room))"
IN_SERVER = "lab.expect(far, Count(State.ESTABLISHED, room))"
QUEUED = "lab.expect(listener, Queue(room))"
NOT_ACCEPTED = "lab.expect(far[:room], Accepted(yes=False))"
OUTSIDE = "lab.expect(near, Count(State.SYN_SENT, clients - room))"
NOBODY_HALF = "lab.expect(far, Count(State.SYN_RECEIVED, 0))"
UNKNOWN = "lab.expect(far[room:], Absent())"
OVERFLOWS = 'lab.expect(listener, Moves("TcpExtListenOverflows", clients - room))'
NO_ANSWER = 'lab.expect(far[room:], Sends("ACK", times=0))'
SMALL = {"largest": 0, "clients": 2}

BACKLOG_LIMIT = {
    "the listeners close": Mutant(
        "backlog_limit",
        (
            Change("before", LISTENING, "for one in listeners:\n    one.close()"),
            Change("after", LISTENING, "return"),
        ),
        (LISTENING,),
    ),
    "the clients answer nothing": Mutant(
        "backlog_limit",
        (Change("within", "wait=False", "wait=False, deaf=True"),),
        (IN_CLIENT, IN_SERVER, QUEUED, OUTSIDE, NOBODY_HALF, OVERFLOWS),
        SMALL,
    ),
    "the server accepts": Mutant(
        "backlog_limit",
        (
            Change(
                "after",
                "near.append(client.connect(listener, wait=False))",
                "listener.accept()",
            ),
        ),
        (NOT_ACCEPTED, UNKNOWN, NO_ANSWER),
        SMALL,
    ),
}

ALL_IN = "lab.expect(near, Count(State.ESTABLISHED, CLIENTS - away))"
AWAY = "lab.expect(near, Count(State.SYN_SENT, away))"
ALL_KNOWN = (
    "lab.expect([one.far for one in near], Count(State.ESTABLISHED, CLIENTS - away))"
)
WAITING = "lab.expect(listener, Queue(waiting))"
ALL_SERVED = "lab.expect([one.far for one in near], Accepted(yes=True))"
FIRST_WAITS = "lab.expect([near[0].far], Accepted(yes=False))"
LAST_WAITS = "lab.expect([near[-1].far], Accepted(yes=False))"
IN_THE_END = "lab.expect(near, State.ESTABLISHED)"
EMPTY = "lab.expect(listener, Queue(0))"

BACKLOG_SPEED = {
    "no server ever accepts": Mutant(
        "backlog_speed",
        (Change("within", "listener.accept()", "pass"),),
        (ALL_IN, AWAY, ALL_KNOWN, WAITING, ALL_SERVED, IN_THE_END, EMPTY),
    ),
    "every server accepts everybody": Mutant(
        "backlog_speed",
        (
            Change("before", FIRST_WAITS, "listener.accept()"),
            Change("before", LAST_WAITS, "for _ in range(6):\n    listener.accept()"),
            Change("after", LAST_WAITS, "return"),
        ),
        (FIRST_WAITS, LAST_WAITS),
    ),
}

HALF_OPEN = (
    "lab.expect([one.far for one in silent], Count(State.SYN_RECEIVED, half_open))"
)
WHOLE = "lab.expect(near, Count(State.ESTABLISHED, whole))"
WHOLE_THERE = "lab.expect([one.far for one in near], Count(State.ESTABLISHED, whole))"
WHOLE_QUEUED = "lab.expect(listener, Queue(whole))"
TURNED_AWAY = "lab.expect(near, Count(State.SYN_SENT, CLIENTS - whole))"
NO_RESET = 'lab.expect([one.far for one in near], Sends("RST", times=0))'

BACKLOG_SYSCTLS = {
    "no setting is ever taken back": Mutant(
        "backlog_sysctls",
        (
            Change(
                "within",
                "for name, value in (USUAL | settings).items():",
                "for name, value in settings.items():",
            ),
        ),
        (HALF_OPEN, WHOLE, WHOLE_THERE, WHOLE_QUEUED, TURNED_AWAY),
    ),
    "the server ends": Mutant(
        "backlog_sysctls",
        (
            Change(
                "before", "return near", "if ABORT in settings:\n    listener.close()"
            ),
        ),
        (NO_RESET,),
    ),
}

TWO_IN = "lab.expect(near, State.ESTABLISHED)"
TWO_QUEUED = "lab.expect(listener, Queue(2))"
THIRD_OUT = "lab.expect(third, State.SYN_SENT)"
THIRD_UNKNOWN = "lab.expect(third.far, Absent())"
OVERFLOW = 'lab.expect(listener, Moves("TcpExtListenOverflows"))'
CALLED = 'lab.expect(program, Returns("listen", times=1))'
ALL_THERE = "lab.expect([one.far for one in near], State.ESTABLISHED)"
THREE_QUEUED = "lab.expect(listener, Queue(3))"
FIFTH_OUT = "lab.expect(fifth, State.SYN_SENT)"
FIFTH_UNKNOWN = "lab.expect(fifth.far, Absent())"

BACKLOG_CHANGED = {
    "somaxconn was large, and a client leaves": Mutant(
        "backlog_changed",
        (
            Change("within", "lab.set(SOMAXCONN, 1)", "lab.set(SOMAXCONN, 9)"),
            Change("before", TWO_IN, "near[0].close()\nclient.connect(listener)"),
            Change("within", r'"0\n"', r'"9\n"'),
        ),
        (
            *(TWO_IN, TWO_QUEUED, THIRD_OUT, THIRD_UNKNOWN, OVERFLOW, ALL_THERE),
            *(THREE_QUEUED, FIFTH_OUT, FIFTH_UNKNOWN),
        ),
    ),
    "the server does not listen again": Mutant(
        "backlog_changed",
        (Change("instead", "listener.listen(int(line))", "pass"),),
        (CALLED, ALL_THERE, THREE_QUEUED),
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (BACKLOG_LIMIT, BACKLOG_SPEED, BACKLOG_SYSCTLS, BACKLOG_CHANGED)
    for name, mutant in mutants.items()
}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


@pytest.mark.parametrize(
    "page", ["backlog_changed", "backlog_limit", "backlog_speed", "backlog_sysctls"]
)
def test_every_expectation_has_a_mutant(page: str) -> None:
    """There is no expectation on a page that no mutant refutes."""
    assert set() == never_refuted(page, MUTANTS)
