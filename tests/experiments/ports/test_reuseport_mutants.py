"""SO_REUSEPORT: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.closing.worlds import NO_TIME, ended_after
from tests.experiments.concurrent.worlds import HURRY
from tests.experiments.mutants import Change, Mutant, never_refuted, refute

NEAR_OPEN = "lab.expect(near, State.ESTABLISHED)"
FAR_OPEN = "lab.expect(far, State.ESTABLISHED)"
LATE_OPEN = "lab.expect(late, State.ESTABLISHED)"
LATE_TAKEN = "lab.expect(late.far, Accepted(yes=True))"
TAKEN = "lab.expect(far, Accepted(yes=True))"
NO_RST = 'lab.expect(far, Sends("RST", times=0))'
MOVED = 'lab.expect(server, Moves("TcpExtTCPMigrateReqSuccess", CLIENTS))'
TOLD = 'lab.expect(near, Returns("recv", "EAGAIN" if move else "ECONNRESET"))'
NOBODY_ACCEPTS = Change("within", "new.accept()", "new.host")

REUSEPORT = {
    "the servers keep nobody, and the name is made up": Mutant(
        "reuseport",
        (
            Change(
                "before",
                "lab.expect(program, Sockets(1))",
                "client.connect(listener).receive()",
            ),
            Change("instead", "kept.append(connection)", "connection.close()"),
            Change("instead", "told = first.receive().decode()", r'told = "me\n"'),
            Change("within", "(7, may_fail=True)", "(7, options=SHARE, may_fail=True)"),
        ),
        (
            NEAR_OPEN,
            "lab.expect(program, Sockets(2, at_least=True))",
            "lab.expect(program, Sockets(1 + count[name]))",
            "lab.expect(first, Receives((told)))",
            "lab.expect(first, Receives((told) * AGAIN))",
            'lab.expect(server, Returns("bind", "EADDRINUSE"))',
        ),
    ),
    "the servers have clients already": Mutant(
        "reuseport",
        (
            Change(
                "before",
                "lab.expect(program, Sockets(1))",
                "near = [client.connect(listener) for _ in range(40)]\n"
                "for one in near:\n    one.receive()",
            ),
            Change("after", "lab.expect(program, Sockets(1))", "return"),
        ),
        ("lab.expect(program, Sockets(1))",),
    ),
}

BLOCKED = r'lab.expect(one, Shows("blocked\n"), within=seconds(5))'
OUTSIDE_TAKEN = (
    "lab.expect([one.far for one in outside], Accepted(yes=True), within=seconds(5))"
)
OUTSIDE = "lab.expect(outside, State.SYN_SENT)"
SYN = 'lab.expect(outside, Sends("SYN"), within=seconds(4))'
TOLD_SECOND = r'lab.expect(near, Receives(("second server\n",)))'

REUSEPORT_BLOCKED = {
    "the servers say nothing": Mutant(
        "reuseport_blocked",
        (
            NO_TIME,
            Change("within", r"ready\n", r"steady\n"),
            Change("within", r'Shows("steady\n")', r'Shows("ready\n")'),
            ended_after(r'lab.expect(two, Shows("ready\n"), within=seconds(5))'),
        ),
        (
            r'lab.expect(one, Shows("ready\n"), within=seconds(5))',
            r'lab.expect(two, Shows("ready\n"), within=seconds(5))',
        ),
    ),
    "the first server is not blocked": Mutant(
        "reuseport_blocked",
        (
            HURRY,
            Change("instead", "one.terminate()", "pass"),
            Change("within", "answer, 7, 0, options", "answer, 7, 99, options"),
            Change(
                "before",
                "lab.expect(queued.far, Accepted(yes=False))",
                "queued.receive()",
            ),
            ended_after(SYN),
        ),
        (
            BLOCKED,
            "lab.expect(queued.far, Accepted(yes=False))",
            OUTSIDE,
            "lab.expect([one.far for one in outside], State.CLOSED)",
            SYN,
        ),
    ),
    "it is not killed; its client has left, and nobody reads": Mutant(
        "reuseport_blocked",
        (
            HURRY,
            Change("before", "lab.expect(queued, State.ESTABLISHED)", "queued.close()"),
            Change("instead", "near.receive()", "pass"),
            Change(
                "instead",
                "one.kill()",
                "pass",
            ),
        ),
        (
            "lab.expect(queued, State.ESTABLISHED)",
            TOLD_SECOND,
            'lab.expect(queued.far, Sends("RST"), within=seconds(5))',
            "lab.expect(queued, State.CLOSED)",
            "lab.expect(outside, State.ESTABLISHED, within=seconds(5))",
            OUTSIDE_TAKEN,
        ),
    ),
}

REUSEPORT_CLOSED = {
    "the first listener stays": Mutant(
        "reuseport_closed",
        (Change("instead", "old.close()", "pass"), NOBODY_ACCEPTS),
        (
            'lab.expect(far, Sends("RST"))',
            "lab.expect(near, State.CLOSED)",
            "lab.expect(far, State.CLOSED)",
            MOVED,
            TOLD,
            LATE_TAKEN,
            TAKEN,
        ),
    ),
    "nobody is moved": Mutant(
        "reuseport_closed",
        (
            Change("within", "tcp_migrate_req", "tcp_abort_on_overflow"),
            NOBODY_ACCEPTS,
        ),
        (NO_RST, MOVED, NEAR_OPEN, FAR_OPEN, TOLD, TAKEN),
    ),
    "the second listener does not share, and the first one accepts": Mutant(
        "reuseport_closed",
        (
            Change("before", NEAR_OPEN, "for one in near:\n    old.accept()"),
            Change(
                "within",
                "new = server.listen(port, options=SHARE)",
                "new = server.listen(port, may_fail=True)",
            ),
            Change("within", "connect(new)", "connect(new, may_fail=True)"),
            NOBODY_ACCEPTS,
        ),
        (
            "lab.expect(far, Accepted(yes=False))",
            'lab.expect(server, Returns("bind", "0"))',
            LATE_OPEN,
        ),
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (REUSEPORT, REUSEPORT_BLOCKED, REUSEPORT_CLOSED)
    for name, mutant in mutants.items()
}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


@pytest.mark.parametrize("page", sorted({one.page for one in MUTANTS.values()}))
def test_every_expectation_has_a_mutant(page: str) -> None:
    """There is no expectation on a page that no mutant refutes."""
    assert set() == never_refuted(page, MUTANTS)
