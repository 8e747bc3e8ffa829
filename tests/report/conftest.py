"""Small records, written by hand, that show what a report must be able to show."""

import pytest

from socketlab.evidence.observation import CallMade, SocketRow
from socketlab.lab.record import (
    Environment,
    Finding,
    Host,
    Lane,
    Life,
    Passage,
    Record,
    Sentence,
    Step,
    Story,
)
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.segment import Flag, Segment
from socketlab.tcp.states import State

BEGAN = 7_000_000_000_000
SERVER = Endpoint("10.77.3.1", 7)
SYN, ACK, FIN, PSH = Flag.SYN, Flag.ACK, Flag.FIN, Flag.PSH
ISN = {"client": 3_141_592_653, "server": 2_718_281_828}


def at(microseconds: float) -> int:
    """Give the moment so many microseconds after the run began."""
    return BEGAN + round(microseconds * 1000)


def client_end(number: int = 0) -> End:
    """Give the client's end of connection `number`."""
    return End(Endpoint("10.77.3.2", 40_000 + number), SERVER)


def life(end: End, host: str, *changes: tuple[State, float], seen: bool = True) -> Life:
    """Build a life from its changes; the last lane outlasts the run."""
    ends = [at(when) for _, when in changes[1:]]
    sources = ("sock_diag", "tracepoint") if seen else ("packets",)
    return Life(
        end,
        host,
        tuple(
            Lane(state, at(when), until, seen, sources)
            for (state, when), until in zip(changes, [*ends, None], strict=True)
        ),
    )


def segment(
    end: End, flags: int, relative: tuple[int, int], payload: bytes = b""
) -> Segment:
    """Build a segment from relative numbers."""
    assert end.remote is not None
    near, far = ("server", "client") if end.local == SERVER else ("client", "server")
    return Segment(
        end.local,
        end.remote,
        ISN[near] + relative[0],
        ISN[far] + relative[1] if flags & ACK else 0,
        flags,
        64_240,
        len(payload),
        payload,
    )


def passage(
    end: End,
    times: tuple[float | None, float | None],
    flags: int,
    relative: tuple[int, int],
    payload: bytes = b"",
    **marks: bool,
) -> Passage:
    """Build a passage; `times` are sent and received, in microseconds."""
    sent, received = (None if when is None else at(when) for when in times)
    return Passage(
        segment(end, flags, relative, payload),
        sent,
        received,
        *relative,
        (1, 2),
        **marks,
    )


def call(
    end: End | None,
    host: str,
    times: tuple[float, float | None],
    text: str,
    **more: str,
) -> CallMade:
    """Build a call from `name(arguments) = result`."""
    head, _, result = text.partition(" = ")
    name, _, arguments = head.rstrip(")").partition("(")
    begun, ended = times
    return CallMade(
        source="calls",
        time=at(begun),
        end=end,
        host=host,
        name=name,
        arguments=arguments,
        result=result,
        returned=None if ended is None else at(ended),
        **more,
    )


def finding(
    step: int,
    host: str,
    state: State,
    outcome: str = "agrees",
    observed: dict[str, str] | None = None,
) -> Finding:
    """Build what became of an expectation of one state."""
    if observed is None:
        observed = {"tracepoint": state.value, "sock_diag": state.value}
    return Finding(
        step,
        Sentence("{host} is in {state}.", {"host": host, "state": state.label}),
        outcome,  # type: ignore[arg-type]
        state.value,
        observed,
        next(iter(observed), ""),
        "socketlab/experiments/closing/close_order.py",
        20 + step,
        host,
        at(900 * step),
        at(900 * step + 50),
    )


def record(**parts: object) -> Record:
    """Build a record; `parts` replace the defaults."""
    fields: dict[str, object] = {
        "socketlab": "0.1.0",
        "name": "close_order",
        "question": "Which end of a TCP connection remembers it after both have closed?",
        "hypothesis": "The active closer, the end that sends the first FIN, goes to "
        "TIME-WAIT; the passive closer forgets at once (RFC 9293, section 3.6).",
        "parameters": {},
        "environment": Environment(
            "6.18.5",
            "3.11.2",
            "x86_64",
            2,
            "root",
            "2025-11-22T10:40:00Z",
            {"net.ipv4.tcp_fin_timeout": "60"},
        ),
        "hosts": (Host("server", "10.77.3.1"), Host("client", "10.77.3.2")),
        "steps": (),
        "findings": (),
        "verdict": "agrees",
        "stories": (),
        "observations": (),
        "sources": {
            "tracepoint": "used",
            "packets": "used",
            "sock_diag": "used",
            "destroy": "used",
            "counters": "used",
            "proc": "no program was started",
            "calls": "used",
        },
        "caveats": {
            "tracepoint": (
                "It never prints TIME-WAIT: a move to CLOSED may be a move to TIME-WAIT.",
            ),
            "packets": (
                "A segment dropped behind the tap still looks as if it arrived.",
            ),
        },
        "began": BEGAN,
        "ended": at(3000),
        "realtime": 1_763_800_000_000_000_000,
    }
    return Record(**(fields | parts))  # type: ignore[arg-type]


def row(state: State, end: End, **more: object) -> SocketRow:
    """Build one line of a socket table."""
    return SocketRow(state, end.local, end.remote, 0, 0, **more)  # type: ignore[arg-type]


def step(number: int, when: float, template: str, **more: object) -> Step:
    """Build a step of a tenth of a millisecond."""
    times = at(when), at(when + 100), at(when + 150)
    values = more.pop("values", {})
    return Step(number, Sentence(template, values), *times, **more)  # type: ignore[arg-type]


@pytest.fixture
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
    half = Lane(State.SYN_RECEIVED, at(1219), at(1241), False, ("packets",))
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
