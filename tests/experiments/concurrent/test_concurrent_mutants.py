"""How servers serve several clients: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.closing.worlds import NO_TIME, ended_after
from tests.experiments.concurrent.worlds import HURRY
from tests.experiments.mutants import Change, Mutant, never_refuted, refute

LISTEN = "lab.expect(listener, State.LISTEN, within=seconds(5))"
ELSEWHERE = Change("within", "serve, port)", "serve, port + 1000)")
NO_START = (NO_TIME, ended_after(LISTEN))

FORK = Change("within", "--model {model}", "--model fork_per_client")
STAYS = Change("instead", "near[0].close()", "pass")
SEND = "one.send(LINE, wait=False, may_fail=True)"
ALL_SERVED = (
    'lab.expect([one.far for one in served], Carries("olleh"), within=seconds(5))'
)
PLACED = "lab.expect(near[-1].far, Accepted(yes=number <= room), within=seconds(5))"
LEFT = "lab.expect(near[0].far, State.CLOSED, within=seconds(5))"
NEXT = 'lab.expect(waiting[0].far, Carries("olleh"), within=seconds(5))'

CLIENTS_IN_TURN = {
    "no server starts": Mutant(
        "clients_in_turn",
        (*NO_START, Change("within", "echo server {port}", "--version {port}")),
        (LISTEN,),
    ),
    "both servers fork, and the first client stays": Mutant(
        "clients_in_turn",
        (
            HURRY,
            FORK,
            STAYS,
            Change(
                "before",
                PLACED,
                "lab.expect(program, Children(number), within=seconds(60))",
            ),
            Change(
                "before",
                "lab.expect([one.far for one in waiting], Waiting(len(LINE)))",
                "all_far = [one.far for one in near]\n"
                'lab.expect(all_far, Carries("olleh"), within=seconds(60))',
            ),
        ),
        (
            PLACED,
            "lab.expect(near[-1], State.SYN_SENT)",
            "lab.expect(near[-1].far, State.CLOSED)",
            'lab.expect(near[-1].far, Sends("ACK", times=0))',
            "lab.expect(listener, Queue(len(waiting)))",
            "lab.expect(program, Children(0 if waiting else clients))",
            "lab.expect([one.far for one in waiting], Waiting(len(LINE)))",
            "lab.expect([one.far for one in waiting], Carries(times=0))",
            'lab.expect(outside, Returns("send", "EAGAIN"))',
            LEFT,
            NEXT,
            'lab.expect(outside, Sends("SYN"), within=seconds(4))',
            "lab.expect(beyond, Count(State.ESTABLISHED, 1), within=seconds(4))",
        ),
    ),
    "the clients leave at once": Mutant(
        "clients_in_turn",
        (
            HURRY,
            Change(
                "before", "lab.expect(near[-1], State.ESTABLISHED)", "near[-1].close()"
            ),
            Change("instead", "near[0].receive(wait=False)", "pass"),
        ),
        (
            "lab.expect(near[-1], State.ESTABLISHED)",
            "lab.expect(near[-1].far, State.ESTABLISHED)",
            ALL_SERVED,
            "lab.expect(program, Children(clients - 1), within=seconds(5))",
        ),
    ),
}

FORKED = "lab.expect(program, Children(1 + CLIENTS if forks else 0), within=seconds(5))"
FIRST_TAKEN = "lab.expect(first.far, Accepted(yes=True))"
QUEUED = "lab.expect(listener, Queue(0 if forks else ROOM), within=seconds(5))"
SYN = 'lab.expect(near[ROOM:], Sends("SYN"), within=seconds(4))'
SILENCE = "lab.expect(far, Carries(times=0))"
NO_RST = 'lab.expect(far, Sends("RST", times=0))'

CLIENTS_AT_ONCE = {
    "no server starts": Mutant(
        "clients_at_once",
        (*NO_START, Change("within", "echo server {port}", "--version {port}")),
        (LISTEN,),
    ),
    "both servers fork, and their queues are long": Mutant(
        "clients_at_once",
        (
            HURRY,
            FORK,
            Change("within", "{BACKLOG}", "99"),
            Change(
                "before",
                QUEUED,
                "lab.expect(far, Accepted(yes=True), within=seconds(60))",
            ),
            Change(
                "before", SYN, 'lab.expect(far, Carries("olleh"), within=seconds(60))'
            ),
            Change("before", 'with lab.variant("fork_per_client"):', "return"),
        ),
        (
            "lab.expect(far, Count(State.ESTABLISHED, inside), within=seconds(10))",
            "lab.expect(near, Count(State.ESTABLISHED, inside))",
            "lab.expect(near, Count(State.SYN_SENT, CLIENTS - inside))",
            QUEUED,
            FORKED,
            'lab.expect(near, Returns("send", "6", times=inside))',
            'lab.expect(near, Returns("send", "EAGAIN", times=CLIENTS - inside))',
            SYN,
            SILENCE,
        ),
    ),
    "nobody sends anything, and the server is killed": Mutant(
        "clients_at_once",
        (
            HURRY,
            Change("instead", "first.send(LINE, may_fail=True)", "pass"),
            Change("instead", SEND, "pass"),
            Change("before", NO_RST, "program.kill()"),
        ),
        (
            'lab.expect(first.far, Carries("olleh"), within=seconds(5))',
            'lab.expect(far, Carries("olleh"), within=seconds(5))',
            NO_RST,
        ),
    ),
    "another client was there before": Mutant(
        "clients_at_once",
        (
            HURRY,
            Change("after", LISTEN, "client.connect(listener)"),
            ended_after(FIRST_TAKEN),
        ),
        (FIRST_TAKEN,),
    ),
}

SHUT = 'with lab.variant("It keeps it, the child calls shutdown()"):'
CHILD_ENDS = "os._exit(0)"
FIRST_STATE = "lab.expect(first, State.FIN_WAIT_2 if lost else State.TIME_WAIT)"
FIRST_FAR = "lab.expect(first.far, State.CLOSE_WAIT if lost else State.CLOSED)"
NO_CHILD = "lab.expect(program, Children(0), within=seconds(5))"
ALL_GONE = "lab.expect([first.far, second.far], State.CLOSED, within=seconds(5))"
RESET = 'lab.expect(second.far, Sends("RST"))'

UNCLOSED_CONNECTION = {
    "no server starts": Mutant(
        "unclosed_connection",
        (*NO_START, ELSEWHERE),
        (LISTEN,),
    ),
    "every parent keeps what it has, and nobody kills it": Mutant(
        "unclosed_connection",
        (
            HURRY,
            Change(
                "within",
                "hand_over(listener).close()",
                "globals().setdefault('all', []).append(hand_over(listener))",
            ),
            Change("instead", "program.kill()", "pass"),
        ),
        (
            "lab.expect(program, Sockets(1 + kept))",
            FIRST_STATE,
            FIRST_FAR,
            "lab.expect(program, Sockets(1 + 2 * kept))",
            "lab.expect(second, State.ESTABLISHED if lost else State.CLOSE_WAIT)",
            'lab.expect(second.far, Sends("FIN", times=0 if lost else 1))',
            "lab.expect(second.far, State.ESTABLISHED if lost else State.FIN_WAIT_2)",
            'lab.expect(second, Returns("recv", "EAGAIN" if lost else "b\'\'"))',
            "lab.expect(second, State.ESTABLISHED if lost else State.CLOSED)",
            ALL_GONE,
            "lab.expect(first, State.TIME_WAIT)",
            RESET,
            "lab.expect(second, State.CLOSED)",
        ),
    ),
    "every parent closes": Mutant(
        "unclosed_connection",
        (
            HURRY,
            Change(
                "within",
                "kept.append(hand_over(listener))",
                "hand_over(listener).close()",
            ),
        ),
        ("lab.expect(second.far, Waiting(len(LINE)))", RESET),
    ),
    "the first client stays, no child ends, and keepalive is on": Mutant(
        "unclosed_connection",
        (
            HURRY,
            Change("after", LISTEN, "client.connect(listener)"),
            Change("instead", "first.close()", "pass"),
            Change("instead", CHILD_ENDS, "signal.pause()"),
            Change("before", "if os.fork() == 0:", "connection.setsockopt(1, 9, 1)"),
            Change("before", SHUT, "return"),
        ),
        (
            "lab.expect(program, Children(1))",
            NO_CHILD,
            'lab.expect(first, Timer("timewait"))',
            'lab.expect(first.far, Timer(""))',
        ),
    ),
}

ZOMBIES = {
    "no server starts": Mutant(
        "zombies",
        (*NO_START, ELSEWHERE),
        (LISTEN,),
    ),
    "no server waits": Mutant(
        "zombies",
        (HURRY, Change("within", "signal.SIGCHLD, handler", "signal.SIGCHLD, 0")),
        (
            "lab.expect(program, Children(0, zombies[0]), within=seconds(5))",
            "lab.expect(program, Children(0, zombies[1]), within=seconds(5))",
            "lab.expect(program, Children(0, zombies[2]), within=seconds(5))",
        ),
    ),
    "another client is there, nobody leaves, the parent keeps all": Mutant(
        "zombies",
        (
            HURRY,
            Change("after", LISTEN, "client.connect(listener)"),
            Change("instead", r'program.type("busy\n")', "pass"),
            Change("instead", "one.close()", "pass"),
            Change(
                "instead",
                "connection.close()",
                "globals().setdefault('kept', []).append(connection)",
            ),
            Change("instead", "late.receive()", "pass"),
            Change("before", 'with lab.variant("SIGCHLD is ignored"):', "return"),
        ),
        (
            "lab.expect(program, Children(2))",
            r'lab.expect(program, Shows("busy\n"), within=seconds(5))',
            "lab.expect(near, State.TIME_WAIT, within=seconds(5))",
            "lab.expect(program, Sockets(1))",
            r'lab.expect(late, Receives(("hello\n",)))',
        ),
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (CLIENTS_IN_TURN, CLIENTS_AT_ONCE, UNCLOSED_CONNECTION, ZOMBIES)
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
