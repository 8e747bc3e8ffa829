"""The words in which small records are written by hand."""

from socketlab.evidence.observation import CallMade, Deafened, SocketRow
from socketlab.lab.record import (
    Environment,
    Finding,
    Host,
    Lane,
    Life,
    Outcome,
    Passage,
    Record,
    Sentence,
    Step,
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
    *,
    program: str = "",
    errno: str = "",
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
        program=program,
        errno=errno,
    )


def finding(
    step: int,
    host: str,
    state: State,
    outcome: Outcome = "agrees",
    observed: dict[str, str] | None = None,
) -> Finding:
    """Build what became of an expectation of one state."""
    if observed is None:
        observed = {"tracepoint": state.value, "sock_diag": state.value}
    return Finding(
        step,
        Sentence("{host} is in {state}.", {"host": host, "state": state.label}),
        outcome,
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
        "question": "Which end of a connection remembers it after both have closed?",
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
            "tracepoint": ("It never prints TIME-WAIT: a move to CLOSED may be that.",),
            "packets": (
                "A segment dropped behind the tap still looks as if it arrived.",
            ),
        },
        "began": BEGAN,
        "ended": at(4000),
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


def deaf(end: End, when: float, *, is_deaf: bool) -> Deafened:
    """Build a change of hearing."""
    return Deafened(source="calls", time=at(when), end=end, deaf=is_deaf)
