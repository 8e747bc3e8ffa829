"""How servers end and come back: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.closing.worlds import NO_TIME, SOON, ended_after
from tests.experiments.mutants import Change, Mutant, never_refuted, refute

LISTEN = "lab.expect(listener, State.LISTEN, within=seconds(5))"
OPEN = "lab.expect(near.far, State.ESTABLISHED)"
FIN = 'lab.expect(near.far, Sends("FIN"), within=SOON)'
SENT = 'lab.expect(near, Returns("send", "6"))'
RST = 'lab.expect(near.far, Sends("RST"))'
GONE = "lab.expect(near, State.CLOSED)"
FAR_GONE = "lab.expect(near.far, State.CLOSED)"
BROKEN = 'lab.expect(near, Returns("send", "EPIPE"))'
END_OF_INPUT = """lab.expect(near, Returns("recv", "b''"))"""
IN_CLOSE_WAIT = "lab.expect(near, State.CLOSE_WAIT)"

FIRST_ONLY = ended_after(
    r'follow(lab, server, client, 7, lambda program: program.type("close\n"))'
)
NOT_ENDED = Change("instead", "end(program)", "pass")
UNBLOCKED = Change("within", "receive(may_fail=True)", "receive(wait=False)")
NO_SERVER = (
    NO_TIME,
    FIRST_ONLY,
    Change("within", "hold, port)", "hold, port + 9)"),
    ended_after(LISTEN),
)

SERVER_ENDS = {
    "the server listens elsewhere": Mutant("server_ends", NO_SERVER, (LISTEN,)),
    "the server does not end": Mutant(
        "server_ends",
        (SOON, FIRST_ONLY, NOT_ENDED, UNBLOCKED),
        (
            FIN,
            "lab.expect(near.far, State.FIN_WAIT_2)",
            'lab.expect(near.far, Timer("timewait"))',
            IN_CLOSE_WAIT,
            RST,
            GONE,
            FAR_GONE,
            BROKEN,
            "lab.expect(near, Carries(times=0), within=ms(20))",
            END_OF_INPUT,
        ),
    ),
    "the client closes its direction first": Mutant(
        "server_ends",
        (
            FIRST_ONLY,
            Change("before", OPEN, "near.shutdown()"),
            Change("within", r'near.send(b"hello\n")', "near.send(b'', may_fail=True)"),
            ended_after(SENT),
        ),
        (OPEN, SENT),
    ),
}

WAITS = "lab.expect(near.far, Waiting(6))"
GREETED = "lab.expect(near, Waiting(8), within=SOON)"
NO_FIN = 'lab.expect(near.far, Sends("FIN", times=0), within=ms(20))'

SERVER_ENDS_UNREAD = {
    "the server listens elsewhere": Mutant("server_ends_unread", NO_SERVER, (LISTEN,)),
    "the server does not end": Mutant(
        "server_ends_unread",
        (SOON, FIRST_ONLY, NOT_ENDED, UNBLOCKED),
        (
            'lab.expect(near.far, Sends("RST"), within=SOON)',
            'lab.expect(server, Moves("TcpExtTCPAbortOnClose"))',
            FAR_GONE,
            GONE,
            'lab.expect(near, Returns("send", "ECONNRESET"))',
            BROKEN,
            r'lab.expect(near, Receives(("welcome\n", "")))',
        ),
    ),
    "nobody has said anything": Mutant(
        "server_ends_unread",
        (
            SOON,
            FIRST_ONLY,
            Change("instead", r'connection.send(b"welcome\n")', "pass"),
            Change("instead", r'near.send(b"hello\n")', "pass"),
            Change("before", NO_FIN, "lab.expect(near, State.CLOSE_WAIT)"),
            ended_after(NO_FIN),
        ),
        (WAITS, GREETED, NO_FIN),
    ),
}

BACK = "lab.expect(near.far, State.FIN_WAIT_2)"
LATE = "lab.expect(late, State.ESTABLISHED)"
FORGOTTEN = "lab.expect(far, State.CLOSED)"
UNAWARE = "lab.expect(near, State.ESTABLISHED)"
RESET = 'lab.expect(near, Returns("recv", "ECONNRESET"))'
NEW = "lab.expect(new, State.LISTEN)"
NOT_CUT = Change("instead", "cut(lab, server, client)", "pass")
NOT_KILLED = Change("instead", "kill(lab, server, client)", "pass")

RESTART = {
    "the server listens elsewhere": Mutant(
        "restart",
        (
            NO_TIME,
            NOT_CUT,
            Change("within", '"old server", hold, 7)', '"old server", hold, 8)'),
            ended_after(LISTEN),
        ),
        (LISTEN,),
    ),
    "the client closes at once": Mutant(
        "restart",
        (NOT_CUT, Change("before", OPEN, "near.close()"), ended_after(OPEN)),
        (OPEN,),
    ),
    "the server is not killed": Mutant(
        "restart",
        (SOON, NOT_CUT, Change("instead", "program.kill()", "pass"), UNBLOCKED),
        (
            "lab.expect(near.far, State.FIN_WAIT_2, within=SOON)",
            IN_CLOSE_WAIT,
            "lab.expect(listener, State.CLOSED)",
            BACK,
            RST,
            GONE,
            FAR_GONE,
            BROKEN,
            END_OF_INPUT,
            "lab.expect(late.far, Accepted(yes=True), within=SOON)",
        ),
    ),
    "the client sends twice, and the new one closes": Mutant(
        "restart",
        (
            NOT_CUT,
            Change("before", SENT, r'near.send(b"bye\n", may_fail=True)'),
            Change("before", LATE, "late.close()"),
        ),
        (SENT, LATE),
    ),
    "the client hears the reset": Mutant(
        "restart",
        (
            NOT_KILLED,
            Change("instead", "near.deafen()", "pass"),
            Change("instead", "near.hear()", "new.close()"),
            Change("within", r'near.send(b"hello\n")', "near.send(b'', may_fail=True)"),
        ),
        (UNAWARE, NEW, 'lab.expect(far, Sends("RST"))', RESET),
    ),
    "the power does not fail": Mutant(
        "restart",
        (
            NOT_KILLED,
            Change("instead", "far.close()", "pass"),
            UNBLOCKED,
        ),
        (FORGOTTEN, GONE, RESET, BROKEN),
    ),
}

IN_THE_WAY = 'lab.expect(server, Returns("bind", "EADDRINUSE", times=2))'
BOTH_BIND = 'lab.expect(server, Returns("bind", times=2))'
ONE_FAILS = 'lab.expect(server, Returns("bind", "EADDRINUSE", times=1))'
ONE_BINDS = 'lab.expect(server, Returns("bind", times=1))'
FIN_WAIT_2 = "lab.expect(far, State.FIN_WAIT_2)"
STILL_OPEN = "lab.expect(listener, State.LISTEN)"

ADDRESS_IN_USE = {
    "the old server resets at once": Mutant(
        "address_in_use",
        (
            Change(
                "before",
                STILL_OPEN,
                'far.set("SO_LINGER", 0)\nfar.close()\nlistener.close()',
            ),
        ),
        (
            STILL_OPEN,
            IN_THE_WAY,
            "lab.expect(far, State.ESTABLISHED)",
            "lab.expect(far, State.CLOSE_WAIT)",
            ONE_FAILS,
            ONE_BINDS,
        ),
    ),
    "the client stays": Mutant(
        "address_in_use",
        (Change("instead", "near.close()", "pass"), ended_after(BOTH_BIND)),
        ("lab.expect(far, State.CLOSED)", BOTH_BIND),
    ),
    "the second client resets": Mutant(
        "address_in_use",
        (Change("before", FIN_WAIT_2, 'near.set("SO_LINGER", 0)\nnear.close()'),),
        (FIN_WAIT_2, "lab.expect(far, State.TIME_WAIT)"),
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (SERVER_ENDS, SERVER_ENDS_UNREAD, RESTART, ADDRESS_IN_USE)
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
