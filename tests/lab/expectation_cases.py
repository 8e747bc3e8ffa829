"""Expectations, what was seen, and what comes of it: three outcomes of every kind."""

from collections.abc import Sequence
from typing import NamedTuple

from socketlab.evidence.observation import (
    COUNTERS,
    MINI_SOCKET,
    OUTPUT,
    PACKETS,
    SOCK_DIAG,
    TRACEPOINT,
    AnyObservation,
    SegmentSeen,
)
from socketlab.lab.expectation import (
    Accepted,
    Expected,
    In,
    Moves,
    Queue,
    Sends,
    Shows,
    Waiting,
)
from socketlab.lab.judgement import Whom, Window
from socketlab.lab.record import Outcome
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State
from tests.evidence.sightings import (
    ACK,
    FAR,
    FIN,
    LISTENER,
    NEAR,
    OTHER,
    SYN,
    change,
    datagram,
    inference,
    journey,
    look,
    moved,
    output,
)

STEP, UNTIL = 1000, 2000
WINDOW = Window(STEP, UNTIL)
BEFORE, NOW, AFTER = 500, 1500, 2500

CLIENT_END = Whom("client", (NEAR,))
CLIENTS = Whom("client", (NEAR, OTHER))
SERVER_END = Whom("server", (FAR,))
LISTENS = Whom("server", (LISTENER,))
PROGRAM = Whom("client", program="first client")

S = State
OVERFLOWS = "TcpExtListenOverflows"
NO_FIN = Sends("FIN", times=0)
LOOKS = ((9, BEFORE), (1, STEP), (2, UNTIL), (9, AFTER))


class Case(NamedTuple):
    """An expectation, of whom, what was seen, and what comes of it."""

    expected: Expected
    whom: Whom
    seen: Sequence[AnyObservation]
    outcome: Outcome
    observed: dict[str, str]


def near(state: State) -> AnyObservation:
    """Give a look at the client's end."""
    return look(state, NOW)


def far(state: State, queue: int = 0, inode: int = 0) -> AnyObservation:
    """Give a look at the server's end."""
    return look(state, NOW, FAR, queue=queue, inode=inode)


def listener(queue: int, state: State = State.LISTEN) -> AnyObservation:
    """Give a look at the listener."""
    return look(state, NOW, LISTENER, queue=queue)


def both(end: End, flags: int, time: int = NOW, number: int = 1) -> list[SegmentSeen]:
    """Give both copies of a segment."""
    return journey(end, flags, (time, time + 1), number)


CASES = {
    "in: a look-up agrees": Case(
        In(S.LISTEN), LISTENS, [listener(0)], "agrees", {SOCK_DIAG: "LISTEN"}
    ),
    "in: the kernel overrules what segments imply": Case(
        In(S.CLOSE_WAIT),
        CLIENT_END,
        [
            near(S.ESTABLISHED),
            change(S.SYN_SENT, S.ESTABLISHED, BEFORE),
            inference(S.ESTABLISHED, S.CLOSE_WAIT, NOW),
        ],
        "disagrees",
        {SOCK_DIAG: "ESTABLISHED", TRACEPOINT: "ESTABLISHED", PACKETS: "CLOSE_WAIT"},
    ),
    "in: what began earlier still holds": Case(
        In(S.SYN_SENT),
        CLIENT_END,
        [change(S.CLOSED, S.SYN_SENT, BEFORE)],
        "agrees",
        {TRACEPOINT: "SYN_SENT"},
    ),
    "in: a change after the last look does not count": Case(
        In(S.ESTABLISHED),
        CLIENT_END,
        [
            inference(S.CLOSED, S.SYN_SENT, BEFORE),
            inference(S.SYN_SENT, S.ESTABLISHED, AFTER),
        ],
        "disagrees",
        {PACKETS: "SYN_SENT"},
    ),
    "in: all ends must be": Case(
        In(S.ESTABLISHED),
        CLIENTS,
        [near(S.ESTABLISHED), look(S.SYN_SENT, NOW, OTHER)],
        "disagrees",
        {SOCK_DIAG: "1 ESTABLISHED, 1 SYN_SENT"},
    ),
    "in: a source that knows some ends only has no say": Case(
        In(S.ESTABLISHED), CLIENTS, [near(S.ESTABLISHED)], "not observed", {}
    ),
    "in: a look-up from before the step has no say": Case(
        In(S.LISTEN), LISTENS, [look(S.LISTEN, BEFORE, LISTENER)], "not observed", {}
    ),
    "in: the tracepoint is blind to TIME-WAIT": Case(
        In(S.TIME_WAIT),
        CLIENT_END,
        [change(S.FIN_WAIT_2, S.CLOSED, NOW, note=MINI_SOCKET)],
        "not observed",
        {},
    ),
    "in: a program is in no state": Case(In(S.LISTEN), PROGRAM, [], "not observed", {}),
    "queue: as long as expected": Case(
        Queue(2), LISTENS, [listener(2)], "agrees", {SOCK_DIAG: "queue 2"}
    ),
    "queue: longer": Case(
        Queue(2), LISTENS, [listener(3)], "disagrees", {SOCK_DIAG: "queue 3"}
    ),
    "queue: no listener": Case(
        Queue(0), LISTENS, [listener(0, S.CLOSED)], "disagrees", {SOCK_DIAG: "CLOSED"}
    ),
    "queue: nobody looked": Case(Queue(0), LISTENS, [], "not observed", {}),
    "waiting: as many as expected": Case(
        Waiting(6),
        SERVER_END,
        [far(S.ESTABLISHED, queue=6)],
        "agrees",
        {SOCK_DIAG: "6 bytes"},
    ),
    "waiting: more": Case(
        Waiting(0),
        SERVER_END,
        [far(S.ESTABLISHED, queue=6)],
        "disagrees",
        {SOCK_DIAG: "6 bytes"},
    ),
    "waiting: nothing waits where there is no socket": Case(
        Waiting(0), SERVER_END, [far(S.CLOSED)], "disagrees", {SOCK_DIAG: "CLOSED"}
    ),
    "waiting: nobody looked": Case(Waiting(0), SERVER_END, [], "not observed", {}),
    "accepted: it has an inode": Case(
        Accepted(yes=True),
        SERVER_END,
        [far(S.ESTABLISHED, inode=9)],
        "agrees",
        {SOCK_DIAG: "accepted"},
    ),
    "accepted: it has none yet": Case(
        Accepted(yes=True),
        SERVER_END,
        [far(S.ESTABLISHED)],
        "disagrees",
        {SOCK_DIAG: "not accepted"},
    ),
    "not accepted: it has no inode": Case(
        Accepted(yes=False),
        SERVER_END,
        [far(S.CLOSE_WAIT)],
        "agrees",
        {SOCK_DIAG: "not accepted"},
    ),
    "not accepted: one of two has an inode": Case(
        Accepted(yes=False),
        Whom("server", (FAR, OTHER.peer)),
        [far(S.ESTABLISHED), look(S.ESTABLISHED, NOW, OTHER.peer, inode=9)],
        "disagrees",
        {SOCK_DIAG: "1 accepted, 1 not accepted"},
    ),
    "not accepted: a closed socket does not tell": Case(
        Accepted(yes=False), SERVER_END, [far(S.FIN_WAIT_2)], "not observed", {}
    ),
    "sends: it did": Case(
        Sends("FIN"), CLIENT_END, both(NEAR, FIN | ACK), "agrees", {PACKETS: "FIN x1"}
    ),
    "sends: only the other end did": Case(
        Sends("FIN"),
        SERVER_END,
        both(NEAR, FIN | ACK),
        "disagrees",
        {PACKETS: "FIN x0"},
    ),
    "sends: all flags": Case(
        Sends("SYN FIN"),
        CLIENT_END,
        both(NEAR, SYN),
        "disagrees",
        {PACKETS: "SYN FIN x0"},
    ),
    "sends: before the step and after it do not count": Case(
        Sends("SYN"),
        CLIENT_END,
        [*both(NEAR, SYN, BEFORE), *both(NEAR, SYN, AFTER, 2)],
        "disagrees",
        {PACKETS: "SYN x0"},
    ),
    "sends: twice": Case(
        Sends("SYN", times=2),
        CLIENTS,
        [*both(NEAR, SYN), *both(NEAR, SYN, NOW, 2), *both(OTHER, SYN, NOW, 3)],
        "disagrees",
        {PACKETS: "SYN x1 to 2"},
    ),
    "sends: nothing, and nothing was sent": Case(
        NO_FIN, CLIENT_END, both(NEAR, ACK), "agrees", {PACKETS: "FIN x0"}
    ),
    "sends: nothing, but something was sent": Case(
        NO_FIN, CLIENT_END, both(NEAR, FIN), "disagrees", {PACKETS: "FIN x1"}
    ),
    "sends: nothing was captured": Case(NO_FIN, CLIENT_END, [], "not observed", {}),
    "sends: a datagram has no flags": Case(
        Sends("SYN"),
        CLIENT_END,
        [datagram(NEAR, NOW)],
        "disagrees",
        {PACKETS: "SYN x0"},
    ),
    "sends: a program has no end": Case(
        Sends("SYN"), PROGRAM, both(NEAR, SYN), "not observed", {}
    ),
    "moves: all looks of the step add up": Case(
        Moves(OVERFLOWS, 3),
        LISTENS,
        [moved(OVERFLOWS, by, at) for by, at in LOOKS],
        "agrees",
        {COUNTERS: f"{OVERFLOWS} +3"},
    ),
    "moves: it stood still": Case(
        Moves(OVERFLOWS),
        LISTENS,
        [moved(OVERFLOWS, 0, NOW)],
        "disagrees",
        {COUNTERS: f"{OVERFLOWS} +0"},
    ),
    "moves: nobody read it": Case(
        Moves(OVERFLOWS),
        LISTENS,
        [moved("TcpExtListenDrops", 1, NOW)],
        "not observed",
        {},
    ),
    "shows: exactly this, however it came": Case(
        Shows("olleh\n"),
        PROGRAM,
        [
            output("first client", "earlier\n", BEFORE),
            output("first client", "ol", STEP),
            output("second client", "other\n", NOW),
            output("first client", "leh\n", UNTIL),
        ],
        "agrees",
        {OUTPUT: r"'olleh\n'"},
    ),
    "shows: more than this": Case(
        Shows("olleh\n"),
        PROGRAM,
        [output("first client", "olleh\n\n", NOW)],
        "disagrees",
        {OUTPUT: r"'olleh\n\n'"},
    ),
    "shows: silence": Case(
        Shows(""), PROGRAM, [output("first client", "", NOW)], "agrees", {OUTPUT: "''"}
    ),
    "shows: nobody looked": Case(Shows(""), PROGRAM, [], "not observed", {}),
}
