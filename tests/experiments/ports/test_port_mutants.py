"""Fixed and ephemeral ports: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.closing.worlds import NO_TIME, ended_after
from tests.experiments.mutants import Change, Mutant, never_refuted, refute

NEAR_OPEN = "lab.expect(near, State.ESTABLISHED)"
FAR_OPEN = "lab.expect(near.far, State.ESTABLISHED)"
AGAIN_OPEN = "lab.expect(again, State.ESTABLISHED)"
LATE_OPEN = "lab.expect(late, State.ESTABLISHED)"
LATE_FAR = "lab.expect(late.far, State.ESTABLISHED)"
ALL_FAR = "lab.expect([one.far for one in made], State.ESTABLISHED)"
NEAR_WAITS = "lab.expect(near, State.TIME_WAIT)"
FAR_WAITS = "lab.expect(far, State.TIME_WAIT)"
CLOSE_WAIT = "lab.expect(near, State.CLOSE_WAIT)"
BOUND = 'lab.expect(client, Returns("bind", bound))'
ANSWERED = 'lab.expect(client, Returns("connect", answer))'
CONNECTED = 'lab.expect(client, Returns("connect", "0"))'
NO_PORT = 'lab.expect(client, Returns("connect", "EADDRNOTAVAIL"))'
TAKEN = 'lab.expect(client, Returns("bind", "EADDRINUSE"))'
TRY = "client.connect(listener, port=port, options=options, may_fail=True).close()"
SECOND = "late = second.connect(listener, port=port,"

FIXED_PORT = {
    "the client is gone at once": Mutant(
        "fixed_port",
        (
            Change("before", NEAR_OPEN, "near.close()"),
            ended_after(NEAR_OPEN),
        ),
        (NEAR_OPEN,),
    ),
    "the server closes first": Mutant(
        "fixed_port",
        (
            Change("instead", "far.close()", "near.close()  # second"),
            Change("instead", "near.close()", "far.close()"),
            Change("within", "far.receive(", "near.receive("),
        ),
        (
            "lab.expect(near, State.CLOSED if old is RESET else State.TIME_WAIT)",
            "lab.expect(far, State.CLOSED)",
            BOUND,
            ANSWERED,
            'lab.expect(client, Moves("TcpExtTWRecycled"))',
        ),
    ),
    "the new connection is closed, too": Mutant(
        "fixed_port",
        (Change("before", AGAIN_OPEN, "again.close()"),),
        (AGAIN_OPEN, "lab.expect(again.far, State.ESTABLISHED)"),
    ),
}

FIXED_PORT_SERVED = {
    "the client closes first": Mutant(
        "fixed_port_served",
        (
            Change("instead", "near.close()", "far.close()  # second"),
            Change("instead", "far.close()", "near.close()"),
            Change("instead", "near.receive()", "far.receive()"),
            # with the option it would replace its FIN-WAIT-2: another story
            Change("within", "come_again(lab, hosts, 8889, REUSE)", "pass"),
        ),
        (
            "lab.expect(far, State.FIN_WAIT_2)",
            CLOSE_WAIT,
            "lab.expect(near, State.CLOSED)",
            FAR_WAITS,
            'lab.expect(client, Returns("bind", "0"))',
            CONNECTED,
            'lab.expect(far, Sends("SYN ACK"))',
            AGAIN_OPEN,
            NEAR_OPEN,
            FAR_OPEN,
        ),
    ),
    "the client has closed before it tries": Mutant(
        "fixed_port_served",
        (Change("before", TRY, "near.close()"),),
        (TAKEN, NO_PORT),
    ),
}

FIXED_PORT_SHARED = {
    "the second one has a port of its own": Mutant(
        "fixed_port_shared",
        (Change("within", SECOND, SECOND.replace("=port", "=port + 1000")),),
        (
            'lab.expect(second, Returns("bind", bound))',
            'lab.expect(second, Returns("connect", answer))',
        ),
    ),
    "both close at once": Mutant(
        "fixed_port_shared",
        (
            Change("before", LATE_OPEN, "late.close()\nnear.close()"),
            Change("instead", 'late.set("SO_LINGER", 0)', "pass"),
        ),
        (LATE_OPEN, LATE_FAR, NEAR_OPEN),
    ),
}

EPHEMERAL_PORTS = {
    "there are more ports": Mutant(
        "ephemeral_ports",
        (
            Change("within", "50001 {50000 + ports}", "50001 50999"),
            Change("before", NEAR_OPEN, "near[0].close()"),
        ),
        (NO_PORT, NEAR_OPEN),
    ),
    "nobody listens there": Mutant(
        "ephemeral_ports",
        (Change("within", "server.listen(8, 50)", "server.place(8)"),),
        (CONNECTED, "lab.expect(made, State.ESTABLISHED)", ALL_FAR),
    ),
    "the client never closes": Mutant(
        "ephemeral_ports",
        (
            Change("instead", "near[0].close()", "pass"),
            Change("instead", "near[1].close()", "pass"),
        ),
        (
            "lab.expect(near[0], State.TIME_WAIT)",
            "lab.expect(near[1].far, State.TIME_WAIT)",
            "lab.expect(near[1], State.CLOSED)",
            CONNECTED,
            LATE_OPEN,
            LATE_FAR,
        ),
    ),
}

BIND_BEFORE_CONNECT = {
    "there are more ports": Mutant(
        "bind_before_connect",
        (Change("within", "first + PORTS - 1", "first + 99"),),
        (
            TAKEN,
            NO_PORT,
            'lab.expect(client, Returns("connect", "EADDRNOTAVAIL" if taken else "0"))',
        ),
    ),
    "the clients close, and the other server does not listen": Mutant(
        "bind_before_connect",
        (
            Change("before", NEAR_OPEN, "for one in near:\n    one.close()"),
            Change("within", "other.listen(number)", "other.place(number)"),
        ),
        (
            NEAR_OPEN,
            CONNECTED,
            LATE_OPEN,
            "lab.expect([one.far for one in late], State.ESTABLISHED)",
        ),
    ),
}

TIME_WAIT_REUSE = {
    "the server closes first": Mutant(
        "time_wait_reuse",
        (
            NO_TIME,
            Change("within", "near.close()", "passive.close()"),
            Change("within", "far.close()", "near.close()"),
            Change("within", "passive.close()", "far.close()"),
        ),
        (
            NEAR_WAITS,
            'lab.expect(near, Timer("timewait", 0, 58), within=seconds(4))',
            NO_PORT,
            CONNECTED,
            LATE_OPEN,
            LATE_FAR,
        ),
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (
        FIXED_PORT,
        FIXED_PORT_SERVED,
        FIXED_PORT_SHARED,
        EPHEMERAL_PORTS,
        BIND_BEFORE_CONNECT,
        TIME_WAIT_REUSE,
    )
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
