"""Every expectation of every chat page disagrees in some world; see test_mutants."""

from pathlib import Path

import pytest

from tests.experiments.mutants import Change, Mutant, never_refuted, refute

LISTEN = "lab.expect(listener, State.LISTEN, within=seconds(5))"
ENDS_AT_ONCE = Change("within", "chat server --no", "--version chat server --no")

RELAYED = "lab.expect(ends, Carries(relayed))"
SAID = 'lab.expect(speaker, Carries("hello"))'
NOT_BACK = 'lab.expect(speaker.far, Carries("hello", times=0))'
SILENT = "lab.expect(rest, Carries(times=0))"
HEARD = 'lab.expect(rest, Sends("ACK"))'
HEARD_TOO = 'lab.expect(speaker.far, Sends("ACK"))'
OVER_TCP = Change("within", ' = "udp",', ' = "tcp",')

ONE_MESSAGE = {
    "the server ends at once": Mutant(
        "one_message", (ENDS_AT_ONCE, Change("after", LISTEN, "return")), (LISTEN,)
    ),
    "nobody speaks": Mutant(
        "one_message",
        (
            OVER_TCP,
            Change("instead", r'speaker.send(b"PRIVMSG #lobby :hello\r\n")', "pass"),
        ),
        (RELAYED, SAID, HEARD, HEARD_TOO),
    ),
    "the server gives the speaker its words back": Mutant(
        "one_message",
        (
            OVER_TCP,
            Change(
                "before",
                r'speaker.send(b"PRIVMSG #lobby :hello\r\n")',
                r'speaker.send(b"CAP REQ echo-message\r\n")',
            ),
        ),
        (NOT_BACK,),
    ),
    "another one answers": Mutant(
        "one_message",
        (Change("after", 'speaker.send(b"hello")', 'rest[0].send(b"hello")'),),
        (SILENT, NOT_BACK),
    ),
}

TO_BOB = 'lab.expect(bob.far, Carries("ann : line", times=messages))'
TO_CAT = 'lab.expect(cat.far, Carries("ann : line", times=messages))'
DROPPED = 'lab.expect(cat, Moves("UdpRcvbufErrors"))'
NOT_TOLD = "lab.expect(ann.far, Carries(times=0))"
NO_COMPLAINT = "lab.expect(cat, Carries(times=0))"
KEPT = "lab.expect(cat, Receives(tuple(lines[: min(kept, messages - 1)])))"
LAST = 'lab.expect(cat, Receives(("ann : the last",)))'

FULL_UDP_BUFFER = {
    "the buffer is as large as usual": Mutant(
        "full_udp_buffer",
        (Change("within", ', options={"SO_RCVBUF": 4096}', ""),),
        (DROPPED, KEPT),
    ),
    "Ann stops early": Mutant(
        "full_udp_buffer",
        (Change("within", "range(1, messages + 1):", "range(1, 9):"),),
        (TO_BOB, TO_CAT, DROPPED),
    ),
    "Cat complains": Mutant(
        "full_udp_buffer",
        (
            Change("before", TO_BOB, 'cat.send(b"slower please")'),
            Change("after", NO_COMPLAINT, "return"),
        ),
        (NOT_TOLD, NO_COMPLAINT),
    ),
    "Cat does not read what was kept": Mutant(
        "full_udp_buffer",
        (Change("instead", "while cat.receive(wait=False):", "while kept < 2:"),),
        (KEPT, LAST),
    ),
}

CLOSED_WINDOW = 'lab.expect(cat, Moves("TcpExtTCPToZeroWindowAdv"))'
STILL_SERVED = "lab.expect(cat.far, State.ESTABLISHED)"
READ = "lab.expect(bob, Waiting(0))"
TOLD = 'lab.expect(ann.far, Carries("QUIT :Send queue exceeded"), within=seconds(5))'
BOB_STAYS = "lab.expect(bob.far, State.ESTABLISHED)"
GIVEN_UP = "lab.expect(cat.far, State.FIN_WAIT_1)"
UNAWARE = "lab.expect(cat, State.ESTABLISHED)"
FIN = 'lab.expect(cat.far, Sends("FIN"))'
ENDED = "lab.expect(cat.far, State.FIN_WAIT_2)"
AT_THE_END = "lab.expect(cat, State.CLOSE_WAIT)"

SILENT_READER = {
    "the server ends at once": Mutant(
        "silent_reader", (ENDS_AT_ONCE, Change("after", LISTEN, "return")), (LISTEN,)
    ),
    "Ann says nothing": Mutant(
        "silent_reader",
        (
            Change("within", "read(bob, FEW)", "pass"),
            Change("within", "ann.send(LINE * FEW)", "pass"),
            Change("after", GIVEN_UP, "return"),
        ),
        (CLOSED_WINDOW, TOLD, GIVEN_UP),
    ),
    "Bob does not read, and Cat leaves": Mutant(
        "silent_reader",
        (
            Change("instead", "read(bob, FEW)", "cat.close()"),
            Change("after", READ, "return"),
        ),
        (STILL_SERVED, READ),
    ),
    "Bob and Cat leave": Mutant(
        "silent_reader",
        (
            Change("before", TOLD, "bob.close()\ncat.close()"),
            Change("after", UNAWARE, "return"),
        ),
        (BOB_STAYS, UNAWARE),
    ),
    "Cat does not read": Mutant(
        "silent_reader",
        (Change("instead", "while cat.receive():", "if False:"),),
        (FIN, ENDED, AT_THE_END),
    ),
}

MUTANTS = {
    f"{mutant.page}: {name}": mutant
    for mutants in (ONE_MESSAGE, FULL_UDP_BUFFER, SILENT_READER)
    for name, mutant in mutants.items()
}


@pytest.mark.parametrize("name", MUTANTS)
def test_expectations_disagree_in_another_world(name: str, tmp_path: Path) -> None:
    """What a mutant says disagrees, disagrees, and so does the page."""
    refute(MUTANTS[name], tmp_path)


@pytest.mark.parametrize("page", ["one_message", "full_udp_buffer", "silent_reader"])
def test_every_expectation_has_a_mutant(page: str) -> None:
    """There is no expectation on a page that no mutant refutes."""
    assert set() == never_refuted(page, MUTANTS)
