"""Small records, written by hand, that show what a report must be able to show."""

import msgspec

from socketlab.lab.record import (
    Chart,
    Conflict,
    Lane,
    Life,
    Record,
    Sentence,
    Series,
    Story,
)
from socketlab.tcp.endpoint import End
from socketlab.tcp.segment import Flag
from socketlab.tcp.states import State
from tests.report.stored.words import (
    ACK,
    FIN,
    PSH,
    SERVER,
    SYN,
    at,
    call,
    client_end,
    deaf,
    finding,
    life,
    passage,
    record,
    row,
    step,
)


def close_order() -> Record:
    """One connection from LISTEN to its last state, everything observed."""
    near = client_end()
    far = near.peer
    listener = End(SERVER)
    passages = (
        passage(near, (1212, 1216), SYN, (0, 0)),
        passage(far, (1224, 1229), SYN | ACK, (0, 1)),
        passage(near, (1236, 1240), ACK, (1, 1)),
        passage(near, (2004, 2009), FIN | ACK, (1, 1)),
        passage(far, (2015, 2019), ACK, (1, 2)),
        passage(far, (3011, 3017), FIN | ACK, (1, 2)),
        passage(near, (3022, 3027), ACK, (2, 2)),
    )
    client = life(
        near,
        "client",
        (State.SYN_SENT, 1208),
        (State.ESTABLISHED, 1231),
        (State.FIN_WAIT_1, 2002),
        (State.FIN_WAIT_2, 2020),
        (State.TIME_WAIT, 3018),
    )
    server = life(
        far,
        "server",
        (State.SYN_RECEIVED, 1219),
        (State.ESTABLISHED, 1241),
        (State.CLOSE_WAIT, 2010),
        (State.LAST_ACK, 3009),
        (State.CLOSED, 3028),
    )
    half = Lane(
        State.SYN_RECEIVED, at(1219), at(1241), observed=False, sources=("packets",)
    )
    server = Life(server.end, server.host, (half, *server.lanes[1:]))
    calls = (
        call(listener, "server", (10, 14), "bind(3, 10.77.3.1:7) = 0"),
        call(listener, "server", (20, 26), "listen(3, 5) = 0"),
        call(near, "client", (1200, 1260), "connect(4, 10.77.3.1:7) = 0"),
        call(far, "server", (1280, 1290), "accept(3) = 5"),
        call(near, "client", (2000, 2030), "close(4) = 0"),
        call(far, "server", (2060, 2064), "recv(5, 65536) = b''"),
        call(far, "server", (3004, 3040), "close(5) = 0"),
    )
    return record(
        steps=(
            step(
                1,
                0,
                "The server listens.",
                table=(row(State.LISTEN, listener, owner="page"),),
            ),
            step(
                2,
                1190,
                "The client connects; the server accepts.",
                table=(
                    row(State.LISTEN, listener),
                    row(State.ESTABLISHED, near),
                    row(State.ESTABLISHED, far),
                ),
                counters={"TcpActiveOpens": 1, "TcpPassiveOpens": 1, "TcpInSegs": 3},
            ),
            step(
                3,
                1995,
                "The client closes first: the active close.",
                table=(
                    row(State.LISTEN, listener),
                    row(State.FIN_WAIT_2, near, timer="timewait,59sec"),
                    row(State.CLOSE_WAIT, far),
                ),
                counters={"TcpInSegs": 2, "TcpOutSegs": 2},
            ),
            step(
                4,
                3000,
                "The server closes: the passive close.",
                table=(row(State.LISTEN, listener), row(State.TIME_WAIT, near)),
                counters={"TcpExtTW": 1},
            ),
        ),
        findings=(
            finding(1, "server", State.LISTEN),
            finding(2, "client", State.ESTABLISHED),
            finding(2, "server", State.ESTABLISHED),
            finding(3, "client", State.FIN_WAIT_2),
            finding(3, "server", State.CLOSE_WAIT),
            finding(4, "client", State.TIME_WAIT),
            finding(4, "server", State.CLOSED),
        ),
        stories=(Story(client, server, passages),),
        listeners=(life(listener, "server", (State.LISTEN, 22)),),
        observations=calls,
    )


def storm() -> Record:
    """Everything that can go wrong: loss, deafness, resets, doubts, contradictions."""
    near = client_end()
    far = near.peer
    payload = b'\x1b[31m"\xff\\\n' + b"long " * 20
    passages = (
        passage(near, (200, None), SYN, (0, 0)),
        passage(near, (1_000_200, 1_000_210), SYN, (0, 0), again=True, heard=False),
        passage(near, (3_000_200, 3_000_210), SYN, (0, 0), again=True),
        passage(far, (None, 3_000_230), SYN | ACK, (0, 1)),
        passage(near, (3_000_300, 3_040_000), PSH | ACK, (1, 1), payload),
        passage(far, (3_000_400, 3_040_100), FIN | ACK, (1, 1)),
        passage(near, (3_050_000, 3_050_010), Flag.RST, (106, 0), again=True),
    )
    client = life(near, "client", (State.SYN_SENT, 190), (State.ESTABLISHED, 3_000_240))
    server = life(
        far,
        "server",
        (State.SYN_RECEIVED, 3_000_212),
        (State.ESTABLISHED, 3_000_310),
        (State.ESTABLISHED, 3_000_320),
        (State.FIN_WAIT_1, 3_000_390),
        (State.CLOSED, 3_050_011),
        seen=False,
    )
    observations = (
        call(End(SERVER), "server", (5, 9), "listen(3, 5) = 0", program="one"),
        call(None, "server", (6, 6_000), "select(4) = 1", program="two"),
        call(far, "server", (100, None), "recv(4, ...)", program="one"),
        call(far, "server", (7_000, 3_000_000), "recv(4, b'x' * 99, 65536) = 1"),
        call(near, "client", (180, 3_050_050), "connect(4) = -1", errno="ECONNRESET"),
        call(near, "client", (185, 186), "fcntl(" + "4, " * 30 + ") = 0"),
        call(None, "nowhere", (1, 2), "getpid() = 1"),
        deaf(far, 900_000, is_deaf=True),
        deaf(far, 2_000_000, is_deaf=False),
    )
    inferred = Conflict(
        far,
        at(3_000_300),
        State.SYN_RECEIVED,
        "sock_diag",
        State.ESTABLISHED,
        Sentence("{source} saw {state}.", {"source": "sock_diag", "state": "x"}),
    )
    wide = "The server and the client disagree about everything, " * 4 + "again."
    many = finding(1, "client", State.ESTABLISHED, "disagrees")
    queue = Sentence("The queue of the {host} holds {length}.", {"host": "a<b"})
    return record(
        name="storm <1>",
        hypothesis="Nothing | is *lost*, <b>ever</b>.",
        verdict="disagrees",
        kept=True,
        refutation="Much is lost.",
        parameters={"loss": 0.5, "text": "\x1b[0m"},
        steps=(
            step(1, 0, "The client connects, {times} times.", values={"times": 3}),
            step(2, 4_000, wide, counters={"TcpRetransSegs": 2, "TcpInErrs": 0}),
        ),
        findings=(
            finding(1, "client", State.ESTABLISHED),
            msgspec.structs.replace(
                many,
                observed={"packets": "SYN_SENT", "sock_diag": "\x07odd"},
                source="packets",
                sentence=Sentence("All {count} ends at the {host}.", {"count": 3}),
            ),
            finding(2, "server", State.CLOSED, "not observed", {}),
            msgspec.structs.replace(many, step=2, host="", sentence=queue),
            finding(2, "elsewhere", State.CLOSED),
        ),
        stories=(Story(client, server, passages),),
        listeners=(life(End(SERVER), "server", (State.LISTEN, 8)),),
        conflicts=(inferred,),
        observations=observations,
        sources={"packets": "used", "tracepoint": "needs root", "new": "used"},
        ended=at(3_060_000),
    )


def exchange(count: int) -> Record:
    """Build one long connection: so many segments from the client."""
    near = client_end()
    passages = tuple(
        passage(near, (1000 + 100 * n, 1010 + 100 * n), PSH | ACK, (n, 1), b"x")
        for n in range(count)
    )
    alive = life(near, "client", (State.ESTABLISHED, 0))
    calls = tuple(
        call(near, "client", (999 + 100 * n, 1020 + 100 * n), "send(4, 1) = 1")
        for n in range(count)
    )
    story = Story(alive, Life(near.peer, "server", ()), passages)
    return record(stories=(story,), observations=calls, steps=(step(1, 0, "Talk."),))


def sweep() -> Record:
    """Build a run that measured three series over a parameter; one was not seen."""
    series = tuple(
        Series(Sentence(name), tuple((x, y) for x, y in points))
        for name, points in (
            ("ESTABLISHED at the clients", [(x, min(x, 3)) for x in range(9)]),
            ("ESTABLISHED at the server", [(x, min(x, 3)) for x in range(9)]),
            ("in the accept queue", [(0, 0), (2, -1), (4, 2), (8, 3)]),
            ("nothing <seen>", [(1, -1)]),
        )
    )
    drawn = Chart(
        Sentence("Connections against clients, backlog {backlog}", {"backlog": 2}),
        Sentence("clients"),
        Sentence("connections"),
        series,
    )
    return record(
        name="sweep", charts=(drawn,), settings={"net.core.somaxconn": "2"}, slow=True
    )


def paired() -> Record:
    """Build a run of two variants that differ in one step and in what was seen."""
    one = Sentence("without {option}", {"option": "SO_REUSEADDR"})
    other = Sentence("with")
    bind = "The server binds port {port}."
    reason = Sentence("It takes {time}; --slow waits.", {"time": "60 s"})
    return record(
        name="paired",
        verdict="not observed",
        steps=(
            step(1, 0, "The server listens."),
            step(2, 1_000, bind, values={"port": 7}, variant=one),
            step(3, 2_000, bind, values={"port": 8}, variant=other),
            step(4, 3_000, "It waits.", variant=other),
            step(5, 4_000, "Nothing is expected.", variant=other),
        ),
        findings=(
            finding(1, "server", State.LISTEN),
            finding(2, "server", State.CLOSED, "disagrees", {"sock_diag": "TIME_WAIT"}),
            finding(2, "client", State.ESTABLISHED),
            finding(3, "server", State.LISTEN),
            finding(3, "server", State.LISTEN),
            msgspec.structs.replace(
                finding(4, "client", State.CLOSED, "not observed", {}), reason=reason
            ),
        ),
    )
