"""Every expectation of the pages on what clients believe disagrees in some world."""

from pathlib import Path

import pytest

from tests.experiments.mutants import NOTHING, Change, Mutant, never_refuted, refute

NO_QUEUE = "lab.expect(listener, Queue(0))"
CONNECT = 'lab.expect(near, Returns("connect", times=3))'
BELIEVE = "lab.expect(near, State.ESTABLISHED)"
NOBODY_THERE = "lab.expect([one.far for one in near], Absent())"
COOKIES = 'lab.expect(listener, Moves("TcpExtSyncookiesSent", 3))'
FIRST_THERE = "lab.expect(first.far, State.ESTABLISHED)"
FIRST_BYTES = 'lab.expect(first.far, Waiting(len(b"hello\\n")))'
ONE_QUEUED = "lab.expect(listener, Queue(1))"
SECOND_SENT = 'lab.expect(second, Returns("send", "6"))'
AGAIN = 'lab.expect(second, Sends("PSH ACK", times=2), within=seconds(2))'
OVERFLOWS = 'lab.expect(listener, Moves("TcpExtListenOverflows", 2))'
SECOND_BELIEVES = "lab.expect(second, State.ESTABLISHED)"
SECOND_UNKNOWN = "lab.expect(second.far, Absent())"
FIRST_ACCEPTED = "lab.expect(first.far, Accepted(yes=True))"
SECOND_THERE = "lab.expect(second.far, State.ESTABLISHED, within=seconds(5))"
SECOND_BYTES = 'lab.expect(second.far, Waiting(len(b"world\\n")))'
SILENT_BELIEVES = "lab.expect(silent, State.ESTABLISHED)"
SILENT_UNKNOWN = "lab.expect(silent.far, Absent())"
AT_ONCE = Change("within", "import Lab, seconds", "import Lab, ms as seconds")

GHOST_CONNECTION = {
    "a client is there before": Mutant(
        "ghost_connection",
        (
            Change("before", NO_QUEUE, "listener.hear()\nclient.connect(listener)"),
            Change("after", NO_QUEUE, "return"),
        ),
        (NO_QUEUE,),
    ),
    "the clients had connected earlier, and leave": Mutant(
        "ghost_connection",
        (
            Change("before", CONNECT, f"for one in near:\n    one.close()\n{NOTHING}"),
            Change("after", BELIEVE, "return"),
        ),
        (CONNECT, BELIEVE),
    ),
    "no cookies, and room enough": Mutant(
        "ghost_connection",
        (
            AT_ONCE,
            Change(
                "within", '"net.ipv4.tcp_syncookies", 2', '"net.ipv4.tcp_syncookies", 0'
            ),
            Change("within", "server.listen(7, 0)", "server.listen(7, 5)"),
        ),
        (NOBODY_THERE, COOKIES, AGAIN, OVERFLOWS, SECOND_UNKNOWN, SILENT_UNKNOWN),
    ),
    "nobody sends, the server does not accept, two leave": Mutant(
        "ghost_connection",
        (
            AT_ONCE,
            Change("instead", r'first.send(b"hello\n")', "pass"),
            Change("instead", r'second.send(b"world\n")', "pass"),
            Change("before", SECOND_BELIEVES, "second.close()\nsilent.close()"),
            Change("instead", "listener.accept()", "pass"),
        ),
        (
            *(FIRST_THERE, FIRST_BYTES, ONE_QUEUED, SECOND_SENT, SECOND_BELIEVES),
            *(FIRST_ACCEPTED, SECOND_THERE, SECOND_BYTES, SILENT_BELIEVES),
        ),
    ),
}

SENT = 'lab.expect(near, Returns("send", str(len(LINE))))'
UNFINISHED = "lab.expect(near.far, State.SYN_RECEIVED)"
OVERFLOW = 'lab.expect(listener, Moves("TcpExtListenOverflows"))'
SENT_AGAIN = 'lab.expect(near, Sends("PSH ACK"), within=seconds(5))'
FINISHED = "lab.expect(near.far, State.ESTABLISHED, within=seconds(5))"
BYTES = "lab.expect(near.far, Waiting(len(LINE)))"
QUEUE = "lab.expect(listener, Queue(2))"
FORGOTTEN = "lab.expect(near.far, Absent(), within=seconds(5))"
CLOSED = "lab.expect(near, State.CLOSED)"
UNKNOWN = "lab.expect(near.far, Absent())"
RESET = 'lab.expect(near.far, Sends("RST"))'
TOLD = 'lab.expect(near, Returns("recv", "ECONNRESET"))'
CONNECTED = 'lab.expect(near, Returns("connect"))'
HASTY = Change("within", "Listener, seconds", "Listener, ms as seconds")

ONE_SIDED_CONNECTION = {
    "the listener hears": Mutant(
        "one_sided_connection",
        (
            HASTY,
            Change("instead", 'listener.deafen(flags="ACK")', "pass"),
            Change("instead", "listener.hear()", "pass"),
            Change(
                "instead",
                "client.connect(listener)",
                "client.connect(listener, wait=False)",
            ),
            Change("after", QUEUE, "return"),
        ),
        (UNFINISHED, OVERFLOW, SENT_AGAIN, QUEUE),
    ),
    "the client had connected earlier, and only ends": Mutant(
        "one_sided_connection",
        (
            HASTY,
            Change("before", CONNECTED, f"near.shutdown()\n{NOTHING}"),
            Change("instead", "near.send(LINE)", "pass"),
            Change("after", QUEUE, "return"),
        ),
        (CONNECTED, BELIEVE, SENT, FINISHED, BYTES),
    ),
    "no setting is changed": Mutant(
        "one_sided_connection",
        (
            HASTY,
            Change("instead", 'lab.set("net.ipv4.tcp_abort_on_overflow", 1)', "pass"),
            Change("instead", 'lab.set("net.ipv4.tcp_synack_retries", 0)', "pass"),
            Change(
                "instead", "near.receive(may_fail=True)", "near.receive(wait=False)"
            ),
        ),
        (FORGOTTEN, CLOSED, UNKNOWN, RESET, TOLD),
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (GHOST_CONNECTION, ONE_SIDED_CONNECTION)
    for name, mutant in mutants.items()
}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


@pytest.mark.parametrize("page", ["ghost_connection", "one_sided_connection"])
def test_every_expectation_has_a_mutant(page: str) -> None:
    """There is no expectation on a page that no mutant refutes."""
    assert set() == never_refuted(page, MUTANTS)
