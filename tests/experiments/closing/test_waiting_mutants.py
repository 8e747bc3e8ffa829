"""What states wait for: every expectation of these pages disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.closing.worlds import NO_TIME, ended_after
from tests.experiments.mutants import Change, Mutant, never_refuted, refute

LISTEN = "lab.expect(listener, State.LISTEN, within=seconds(5))"

SIMULTANEOUS_CLOSE = {
    "nobody closes": Mutant(
        "simultaneous_close",
        (
            NO_TIME,
            Change("instead", "near.shutdown()", "pass"),
            Change("instead", "far.shutdown()", "pass"),
        ),
        (
            'lab.expect(near, Sends("FIN"))',
            'lab.expect(far, Sends("FIN"))',
            "lab.expect(near, State.FIN_WAIT_1)",
            "lab.expect(far, State.FIN_WAIT_1)",
            "lab.expect(near, State.CLOSING, within=seconds(5))",
            'lab.expect(near, Sends("ACK"))',
            "lab.expect(far, State.TIME_WAIT, within=seconds(5))",
            "lab.expect(near, State.TIME_WAIT, within=seconds(5))",
            'lab.expect(near, Timer("timewait"))',
            'lab.expect(far, Timer("timewait"))',
        ),
    ),
}

SILENT_END = 'lab.expect(far_left, Sends("RST", times=0), within=ms(20))'
NO_CLIENT_TIMER = 'lab.expect([kept, left], Timer(""))'

FIN_WAIT_2 = {
    "the server ends no connection": Mutant(
        "fin_wait_2",
        (
            NO_TIME,
            Change("instead", "far_kept.shutdown()", "pass"),
            Change("instead", "far_left.close()", "pass"),
        ),
        (
            'lab.expect([far_kept, far_left], Sends("FIN"))',
            "lab.expect([far_kept, far_left], State.FIN_WAIT_2)",
            'lab.expect(far_left, Timer("timewait"))',
            "lab.expect([kept, left], State.CLOSE_WAIT)",
            "lab.expect(far_left, Absent(), within=seconds(5))",
            "lab.expect(far_kept, State.FIN_WAIT_2)",
            'lab.expect(far_left, Sends("RST"))',
            "lab.expect(left, State.CLOSED)",
            "lab.expect(far_kept, State.TIME_WAIT)",
            'lab.expect(far_kept, Timer("timewait", 50, 60))',
            "lab.expect(kept, State.CLOSED)",
        ),
    ),
    "the server closes both, and a client sends at once": Mutant(
        "fin_wait_2",
        (
            NO_TIME,
            Change("instead", "far_kept.shutdown()", "far_kept.close()"),
            Change("before", SILENT_END, 'left.send(b"x")'),
            Change("instead", r'left.send(b"hello\n")', "pass"),
            Change("instead", "far_kept.receive()", "pass"),
        ),
        (
            'lab.expect(far_kept, Timer(""))',
            SILENT_END,
            r'lab.expect(far_kept, Receives(("hello\n",)))',
        ),
    ),
    "a client's bytes are not acknowledged": Mutant(
        "fin_wait_2",
        (
            NO_TIME,
            Change("before", NO_CLIENT_TIMER, 'far_kept.deafen()\nkept.send(b"x")'),
            ended_after(NO_CLIENT_TIMER),
        ),
        (NO_CLIENT_TIMER,),
    ),
}

UNANSWERED = 'lab.expect([near, other], Sends("ACK", times=0), within=ms(20))'
UNHEARD = "lab.expect([near, other], State.ESTABLISHED)"
GIVEN_UP = "lab.expect(far, Absent(), within=seconds(5))"
NOT_TOLD = 'lab.expect(far, Sends("RST", times=0), within=ms(20))'
REFUSED = 'lab.expect(near, Returns("recv", "ECONNRESET"))'

UNACKNOWLEDGED_FIN = {
    "the server ends no connection, and a client does": Mutant(
        "unacknowledged_fin",
        (
            NO_TIME,
            Change("instead", "far.close()", "pass"),
            Change("instead", "far_other.shutdown()", "pass"),
            Change("before", UNANSWERED, "other.close()"),
            ended_after(UNHEARD),
        ),
        (
            "lab.expect([far, far_other], State.FIN_WAIT_1)",
            'lab.expect([far, far_other], Timer("on"))',
            "lab.expect([far, far_other], pauses, within=seconds(5))",
            UNANSWERED,
            GIVEN_UP,
            "lab.expect(far_other, State.FIN_WAIT_1)",
            UNHEARD,
        ),
    ),
    "the server does not close": Mutant(
        "unacknowledged_fin",
        (
            NO_TIME,
            Change("instead", "far.close()", "pass"),
            Change("within", "receive(may_fail=True)", "receive(wait=False)"),
        ),
        (
            'lab.expect(far, Sends("RST"))',
            REFUSED,
            "lab.expect(near, State.CLOSED)",
        ),
    ),
    "the client has sent before": Mutant(
        "unacknowledged_fin",
        (
            NO_TIME,
            Change("before", NOT_TOLD, 'near.hear(), near.send(b"x")'),
            Change("instead", "near.hear()", "pass"),
            Change("within", r'"hello\n")', r'"hello\n", may_fail=True)'),
        ),
        (NOT_TOLD, 'lab.expect(near, Returns("send", "6"))', REFUSED),
    ),
}

TIME_WAIT = {
    "one end stays, and the server does not reset": Mutant(
        "time_wait",
        (
            Change("instead", "second.close()", "pass"),
            Change("instead", 'far.set("SO_LINGER", 0)', "pass"),
        ),
        (
            "lab.expect(first, State.TIME_WAIT)",
            "lab.expect(second, State.CLOSED)",
            'lab.expect(first, Timer("timewait", 50, 60))',
            "lab.expect(far, State.CLOSED)",
            "lab.expect(near, State.CLOSED)",
        ),
    ),
}

OTHER_SIZES = Change(
    "after",
    'server, client = lab.hosts("server", "client")',
    "from socketlab.evidence.collectors import btf\n"
    "btf.sizes = lambda _data, names: {names[0]: 777}",
)
QUIET = 'lab.expect(ends, Sends("ACK", times=0))'
LATE = "lab.expect(late, State.ESTABLISHED)"

TIME_WAIT_COST = {
    "the server listens elsewhere": Mutant(
        "time_wait_cost",
        (
            NO_TIME,
            Change("within", "first, 7,", "first, 8,"),
            ended_after(LISTEN),
        ),
        (LISTEN,),
    ),
    "the servers keep the connections": Mutant(
        "time_wait_cost",
        (
            Change("within", "accept()[0].close()", "accept()[0].detach()"),
            Change("instead", "one.receive()", "pass"),
            Change("instead", "again.receive()", "pass"),
            Change("instead", "far.close()", "pass"),
            Change("within", "60000 60000", "60000 60009"),
            Change("before", LATE, "late.close()"),
            OTHER_SIZES,
        ),
        (
            "lab.expect(ends, State.TIME_WAIT)",
            "lab.expect(program, Sockets(1))",
            'lab.expect(ends, Timer("timewait", 50, 60))',
            'lab.expect(server, Takes("tcp_sock", 1024, 8192))',
            'lab.expect(server, Takes("tcp_timewait_sock", 1, 512))',
            "lab.expect(near, State.CLOSED)",
            'lab.expect(again, Returns("connect"))',
            "lab.expect(again, State.CLOSE_WAIT)",
            "lab.expect(again.far, State.FIN_WAIT_2)",
            "lab.expect(first, State.TIME_WAIT)",
            'lab.expect(client, Returns("connect", "EADDRNOTAVAIL", times=1))',
            LATE,
        ),
    ),
    "a client is too early": Mutant(
        "time_wait_cost",
        (
            Change("before", QUIET, "client.connect(listener, port=50000)"),
            ended_after(QUIET),
        ),
        (QUIET,),
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (
        SIMULTANEOUS_CLOSE,
        FIN_WAIT_2,
        UNACKNOWLEDGED_FIN,
        TIME_WAIT,
        TIME_WAIT_COST,
    )
    for name, mutant in mutants.items()
}

SLOW = {
    "lab.expect(at_client, Absent(), within=A_MINUTE, slow=True)",
    "lab.expect(at_server, Absent(), within=A_MINUTE, slow=True)",
}
"""Nobody waits for these here; see test_slowly.py."""


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


@pytest.mark.parametrize("page", sorted({one.page for one in MUTANTS.values()}))
def test_every_expectation_has_a_mutant(page: str) -> None:
    """There is no expectation on a page that no mutant refutes."""
    assert set() == never_refuted(page, MUTANTS) - SLOW
