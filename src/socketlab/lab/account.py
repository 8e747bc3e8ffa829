"""What the laboratory tells of one run, before anything is concluded from it."""

from typing import TypeAlias

from msgspec import Struct

from socketlab.evidence.observation import AnyObservation, SocketRow
from socketlab.lab.expectation import Expected
from socketlab.lab.judgement import Whom
from socketlab.lab.record import Chart, Environment, Host, Sentence, Value


class Order(Struct, frozen=True):
    """What is to be run.

    Attributes:
        place: the dotted module of a page, or the path of its file.
        parameters: complete, and within their limits.
        without: sources that are to be left out.
        network: the first three bytes of the hosts' addresses, `10.77.3`.
        language: for the sentences of refusals.
        traced: the tracepoint watches from outside.
        slow: what takes long is waited for.
        server: a command that takes the server's part; empty for the page's own.

    """

    place: str
    parameters: dict[str, Value]
    without: tuple[str, ...]
    network: str
    language: str
    traced: bool = False
    slow: bool = False
    server: str = ""


class StepTaken(Struct):
    """A step as it was done."""

    number: int
    sentence: Sentence
    began: int
    ended: int = 0
    settled: int = 0
    table: tuple[SocketRow, ...] = ()
    counters: dict[str, int] = {}
    variant: Sentence | None = None


class Asked(Struct, frozen=True):
    """An expectation, before it is judged.

    `reason` says why nobody looked; then there is nothing to judge.
    """

    step: int
    whom: Whom
    expected: Expected
    file: str
    line: int
    began: int
    until: int
    reason: Sentence | None = None


class Packet(Struct, frozen=True):
    """One captured packet for the capture file; `time` is CLOCK_REALTIME."""

    time: int
    monotonic: int
    outgoing: bool
    data: bytes
    length: int


class Progress(Struct, frozen=True, tag="progress"):
    """A step began."""

    sentence: Sentence


class Refused(Struct, frozen=True, tag="refused"):
    """The run could not begin, or the page broke; a sentence for the user.

    `trace` is the page's own traceback, where it broke.
    """

    sentence: str
    trace: str = ""


class Account(Struct, frozen=True, tag="account", kw_only=True):
    """A whole run as it was seen from inside the namespace."""

    hosts: tuple[Host, ...]
    steps: tuple[StepTaken, ...]
    asked: tuple[Asked, ...]
    observations: tuple[AnyObservation, ...]
    packets: tuple[Packet, ...]
    sources: dict[str, str]
    caveats: dict[str, tuple[str, ...]]
    environment: Environment
    began: int
    ended: int
    realtime: int
    charts: tuple[Chart, ...] = ()
    settings: dict[str, str] = {}
    slow: bool = False


Message: TypeAlias = Progress | Refused | Account
