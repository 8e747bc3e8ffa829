"""Ends and resets side by side: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.closing.worlds import NO_TIME, SOON, ended_after
from tests.experiments.mutants import Change, Mutant, never_refuted, refute

FIN = 'lab.expect(far, Sends("FIN"))'
RST = 'lab.expect(far, Sends("RST"))'
NO_FIN = 'lab.expect(far, Sends("FIN", times=0), within=ms(20))'
FIN_WAIT_2 = "lab.expect(far, State.FIN_WAIT_2)"
REMEMBERED = "lab.expect(far, State.TIME_WAIT)"
GONE = "lab.expect(near, State.CLOSED)"
FAR_GONE = "lab.expect(far, State.CLOSED)"
RESET_ONCE = 'lab.expect(near, Returns("recv", "ECONNRESET", times=1))'

ANSWER = r'far.send(b"olleh\n")'

HALF_CLOSE = {
    "nobody closes first": Mutant(
        "half_close",
        (
            Change("instead", "near.shutdown()", "pass"),
            Change("instead", "near.close()", "pass"),
            Change("within", "far.receive()", "far.receive(wait=False)"),
            Change("within", ANSWER, 'far.send(b"OLLEH")'),
        ),
        (
            'lab.expect(near, Sends("FIN"))',
            """lab.expect(far, Returns("recv", "b''"))""",
            "lab.expect(near, State.FIN_WAIT_2)",
            "lab.expect(far, State.CLOSE_WAIT)",
            'lab.expect(near, Returns("send", "EPIPE"))',
            "lab.expect(near, Carries(times=0), within=ms(20))",
            r'lab.expect(near, Receives(("olleh\n",)))',
            "lab.expect(near, State.TIME_WAIT)",
            FAR_GONE,
            'lab.expect(near, Sends("RST"))',
            GONE,
        ),
    ),
    "the client resets": Mutant(
        "half_close",
        (
            Change("before", "near.close()", 'near.set("SO_LINGER", 0)'),
            Change("within", "far.receive()", "far.receive(may_fail=True)"),
            Change("within", ANSWER, r'far.send(b"olleh\n", may_fail=True)'),
        ),
        ('lab.expect(far, Returns("send", "6"))',),
    ),
}

LINGER = 'far.set("SO_LINGER", 0)'

LINGER_ZERO = {
    "both servers reset": Mutant(
        "linger_zero",
        (
            Change("before", "far.close()", LINGER),
            Change("within", "near.receive()", "near.receive(may_fail=True)"),
        ),
        (
            FIN,
            FIN_WAIT_2,
            "lab.expect(near, State.CLOSE_WAIT)",
            r'lab.expect(near, Receives(("hello\n", "")))',
            REMEMBERED,
            'lab.expect(server, Returns("bind", "EADDRINUSE"))',
        ),
    ),
    "no server resets": Mutant(
        "linger_zero",
        (Change("instead", LINGER, "pass"),),
        (
            RST,
            NO_FIN,
            FAR_GONE,
            GONE,
            r'lab.expect(near, Receives(("hello\n",)))',
            RESET_ONCE,
            'lab.expect(server, Returns("bind"))',
            "lab.expect(listener, State.LISTEN)",
        ),
    ),
}

UNREAD_DATA = {
    "the client sends seven bytes": Mutant(
        "unread_data",
        (
            Change("within", r'"hello\n"', r'"hello!\n"'),
            Change(
                "before",
                'with lab.variant("One byte comes after the close"):',
                "return",
            ),
        ),
        (
            "lab.expect(far, Waiting(6))",
            FIN,
            FIN_WAIT_2,
            r'lab.expect(near, Receives(("olleh\n", "")))',
            REMEMBERED,
        ),
    ),
    "all is read, always": Mutant(
        "unread_data",
        (Change("instead", "answer(far, 5)", "answer(far, 6)"),),
        (
            RST,
            NO_FIN,
            'lab.expect(server, Moves("TcpExtTCPAbortOnClose"))',
            GONE,
            r'lab.expect(near, Receives(("olleh\n",)))',
            RESET_ONCE,
            FAR_GONE,
        ),
    ),
}

LISTEN = "lab.expect(other, State.LISTEN, within=seconds(5))"
SAYS = 'lab.expect(near.far, Sends("PSH"), within=SOON)'
REFUSED = 'lab.expect(near, Returns("recv", "ECONNRESET"))'

UNSENT_DATA = {
    "the server listens elsewhere": Mutant(
        "unsent_data",
        (
            NO_TIME,
            Change("within", '"server", hold, 8)', '"server", hold, 9)'),
            ended_after(LISTEN),
        ),
        (LISTEN,),
    ),
    "the server does not close": Mutant(
        "unsent_data",
        (
            SOON,
            Change("instead", "far.close()", "pass"),
            Change("within", "near.receive()", "near.receive(wait=False)"),
            Change("before", 'with lab.variant("SIGKILL"):', "return"),
        ),
        (
            'lab.expect(far, Sends("FIN"), within=SOON)',
            "lab.expect(far, State.FIN_WAIT_1)",
            r'lab.expect(near, Receives(("hello\n", "")))',
            "lab.expect(near, State.CLOSE_WAIT)",
            FIN_WAIT_2,
        ),
    ),
    "the server says nothing": Mutant(
        "unsent_data",
        (
            SOON,
            Change("instead", r'program.type("hello\n")', "pass"),
            ended_after(SAYS),
        ),
        (SAYS,),
    ),
    "no server resets": Mutant(
        "unsent_data",
        (
            Change("instead", LINGER, "pass"),
            Change(
                "before", 'with lab.variant("close() with bytes unread"):', "return"
            ),
        ),
        (RST, GONE, FAR_GONE, REFUSED),
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (HALF_CLOSE, LINGER_ZERO, UNREAD_DATA, UNSENT_DATA)
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
