"""The pages of the diagram: every expectation disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.mutants import NOTHING, Change, Mutant, never_refuted, refute

SOON = Change(
    "after",
    "from socketlab.tcp.states import State",
    "from socketlab.lab.experiment import ms as seconds",
)
"""What a mutant denies never becomes true: a thousandth of the time will do."""


def ended_after(line: str) -> Change:
    """The page ends behind this line."""
    return Change("after", line, "return")


LISTEN = "lab.expect(listener, State.LISTEN)"
SYN = 'lab.expect(near, Sends("SYN"))'
SYN_ACK = 'lab.expect(near.far, Sends("SYN ACK"))'
SYN_SENT = "lab.expect(near, State.SYN_SENT)"
SYN_RECEIVED = "lab.expect(near.far, State.SYN_RECEIVED)"
LISTENER_GONE = Change("before", LISTEN, "listener.close()")

HANDSHAKE = {
    "the listener closes at once": Mutant(
        "held_handshake", (LISTENER_GONE, ended_after(LISTEN)), (LISTEN,)
    ),
    "the client hears, and it was earlier": Mutant(
        "held_handshake",
        (
            Change("within", ", deaf=True", ""),
            Change("before", SYN, NOTHING),
            ended_after(SYN_RECEIVED),
        ),
        (SYN, SYN_ACK, SYN_SENT, SYN_RECEIVED),
    ),
    "the client never hears": Mutant(
        "held_handshake",
        (
            SOON,
            Change("instead", "near.hear()", "pass"),
            ended_after("lab.expect(near.far, State.ESTABLISHED, within=seconds(5))"),
        ),
        (
            "lab.expect(near, State.ESTABLISHED, within=seconds(5))",
            'lab.expect(near, Sends("ACK"))',
            "lab.expect(near.far, State.ESTABLISHED, within=seconds(5))",
        ),
    ),
    "the server closes the other socket": Mutant(
        "held_handshake",
        (Change("instead", "listener.close()", "far.close()"),),
        (
            "lab.expect(listener, State.CLOSED)",
            "lab.expect(far, State.ESTABLISHED)",
        ),
    ),
}

NEVER = "lab.expect(near, State.CLOSED, within=seconds(70), slow=True)"
SLOW = Change("before", NEVER, "lab.slow = True")

NEAR_OPEN = "lab.expect(near, State.ESTABLISHED)"
FAR_OPEN = "lab.expect(far, State.ESTABLISHED)"

CLOSE = {
    "nobody closes": Mutant(
        "held_close",
        (
            SOON,
            SLOW,
            Change("within", "near.shutdown()", "pass"),
            Change("within", "far.shutdown()", "pass"),
        ),
        (
            'lab.expect(near, Sends("FIN"))',
            "lab.expect(near, State.FIN_WAIT_1)",
            "lab.expect(far, State.CLOSE_WAIT)",
            "lab.expect(near, State.FIN_WAIT_2, within=seconds(5))",
            'lab.expect(far, Sends("FIN"))',
            "lab.expect(far, State.LAST_ACK)",
            "lab.expect(near, State.TIME_WAIT)",
            "lab.expect(far, State.CLOSED, within=seconds(5))",
            'lab.expect(near, Sends("ACK"))',
            NEVER,
        ),
    ),
    "both close at once": Mutant(
        "held_close",
        (
            Change("before", NEAR_OPEN, "far.close()\nnear.close()"),
            ended_after(FAR_OPEN),
        ),
        (NEAR_OPEN, FAR_OPEN),
    ),
}

CALLED = 'lab.expect(near, Sends("SYN"))'
CALLED_TOO = 'lab.expect(far, Sends("SYN"))'
FAR_SYN_SENT = "lab.expect(far, State.SYN_SENT)"
NEAR_RECEIVED = "lab.expect(near, State.SYN_RECEIVED)"
FAR_RECEIVED = "lab.expect(far, State.SYN_RECEIVED)"

SIMULTANEOUS_OPEN = {
    "both give up, and it was earlier": Mutant(
        "simultaneous_open",
        (
            Change("before", CALLED, f"near.close()\nfar.close()\n{NOTHING}"),
            ended_after(FAR_SYN_SENT),
        ),
        (CALLED, CALLED_TOO, SYN_SENT, FAR_SYN_SENT),
    ),
    "the link passes nothing on": Mutant(
        "simultaneous_open",
        (
            SOON,
            Change("instead", "link.pass_on(2)", "pass"),
            Change("instead", "link.release()", "pass"),
            Change("within", r'near.send(b"hello\n")', "pass"),
        ),
        (
            'lab.expect(near, Sends("SYN ACK"))',
            'lab.expect(far, Sends("SYN ACK"))',
            NEAR_RECEIVED,
            FAR_RECEIVED,
            "lab.expect(near, State.ESTABLISHED, within=seconds(5))",
            "lab.expect(far, State.ESTABLISHED, within=seconds(5))",
            r'lab.expect(far, Waiting(len(b"hello\n")))',
        ),
    ),
}

EARLY_CLOSE = {
    "the link passes nothing on, and nobody closes": Mutant(
        "early_close",
        (
            SOON,
            Change("instead", "link.pass_on(2)", "pass"),
            Change("instead", "near.close()", "pass"),
            Change("instead", "link.release()", "pass"),
        ),
        (
            NEAR_RECEIVED,
            FAR_RECEIVED,
            "lab.expect(near, State.FIN_WAIT_1)",
            "lab.expect(far, State.CLOSE_WAIT, within=seconds(5))",
            "lab.expect(near, State.FIN_WAIT_2, within=seconds(5))",
        ),
    ),
}

CLOSED = "lab.expect(near, State.CLOSED)"
STILL = "lab.expect(listener, State.LISTEN)"

ABANDONED = {
    "the client hears, and shuts its direction down": Mutant(
        "abandoned_request",
        (
            SOON,
            Change("within", ", wait=False, deaf=True", ""),
            Change("instead", "near.close()", "near.shutdown()"),
            Change("before", STILL, "listener.close()"),
        ),
        (
            SYN_SENT,
            SYN_RECEIVED,
            CLOSED,
            'lab.expect(near, Sends("FIN", times=0))',
            'lab.expect(near.far, Sends("SYN ACK"), within=seconds(5))',
            'lab.expect(near, Sends("RST"), within=seconds(5))',
            "lab.expect(near.far, Absent())",
            STILL,
        ),
    ),
}

BOTH_LISTEN = "lab.expect(other, State.LISTEN)"
EPIPE = 'lab.expect(busy, Returns("send", "EPIPE"))'
BUSY = "lab.expect(busy, State.LISTEN)"
EISCONN = 'lab.expect(busy, Returns("connect", "EISCONN"))'
NO_SYN = 'lab.expect(client.connection(7, other), Sends("SYN", times=0))'
OPEN = "lab.expect(near, State.ESTABLISHED)"
SERVED = "lab.expect(near.far, State.ESTABLISHED)"

ASKING = {
    "the client's socket has stopped listening before": Mutant(
        "listener_that_asks",
        (
            Change("before", BUSY, "busy.shutdown()\nother.shutdown()"),
            Change("instead", r'busy.send(b"hello\n", may_fail=True)', "pass"),
            ended_after(NO_SYN),
        ),
        (BOTH_LISTEN, EPIPE, BUSY, EISCONN, NO_SYN),
    ),
    "it goes on listening": Mutant(
        "listener_that_asks",
        (
            Change("instead", "busy.shutdown()", "pass"),
            Change(
                "instead",
                "near = busy.connect(other)",
                "near = client.connection(7, other)",
            ),
        ),
        ("lab.expect(busy, State.CLOSED)", OPEN, SERVED),
    ),
    "it connected earlier": Mutant(
        "listener_that_asks", (Change("before", SYN, NOTHING),), (SYN,)
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (
        HANDSHAKE,
        CLOSE,
        SIMULTANEOUS_OPEN,
        EARLY_CLOSE,
        ABANDONED,
        ASKING,
    )
    for name, mutant in mutants.items()
}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


@pytest.mark.parametrize("page", sorted({mutant.page for mutant in MUTANTS.values()}))
def test_every_expectation_has_a_mutant(page: str) -> None:
    """There is no expectation on a page that no mutant refutes."""
    assert set() == never_refuted(page, MUTANTS)
