"""What one run found, and its JSON form.

A stored record gives the same report for ever: everything a picture needs is
in it. Times are nanoseconds on CLOCK_MONOTONIC; a report counts from `began`.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from socketlab.evidence.observation import AnyObservation, SocketRow
from socketlab.tcp.endpoint import End
from socketlab.tcp.segment import Wire
from socketlab.tcp.states import State

FORM: Final = 1

Outcome: TypeAlias = Literal["agrees", "disagrees", "not observed"]
Value: TypeAlias = str | int | float | bool


class Sentence(Struct, frozen=True):
    """A sentence of a page: a template for the catalogues, and its values."""

    template: str
    values: Mapping[str, Value] = {}

    def __str__(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.values)


class Host(Struct, frozen=True):
    """A host of the page and its address."""

    name: str
    address: str


class Step(Struct, frozen=True):
    """One step: from `began` to `ended`; `settled` after its expectations.

    `table` is the socket table then, `counters` what moved between `began` and
    `settled`. `variant` is what this step is a part of, where the page lays
    variants side by side.
    """

    number: int
    sentence: Sentence
    began: int
    ended: int
    settled: int
    table: tuple[SocketRow, ...] = ()
    counters: dict[str, int] = {}
    variant: Sentence | None = None


class Series(Struct, frozen=True):
    """One line of a chart: its name, and its points as (x, y)."""

    name: Sentence
    points: tuple[tuple[float, float], ...]


class Chart(Struct, frozen=True):
    """What a sweep measured: series over a parameter."""

    title: Sentence
    x: Sentence
    y: Sentence
    series: tuple[Series, ...]


class Finding(Struct, frozen=True):
    """What became of one expectation.

    Attributes:
        step: the number of the step it belongs to.
        sentence: what was expected, as a sentence with values.
        outcome: agrees, disagrees or not observed.
        expected: the expected value in short, `FIN_WAIT_2`.
        observed: what each source saw, by source; inferred ones too.
        source: the source that decided; empty when none could see.
        file: the page's file, as the user named it or inside the package.
        line: its line there.
        host: the host it speaks of; empty for all.
        began: when we began to look.
        until: when we stopped looking.
        reason: why nobody looked, where that is known; else nothing.

    """

    step: int
    sentence: Sentence
    outcome: Outcome
    expected: str
    observed: dict[str, str]
    source: str
    file: str
    line: int
    host: str
    began: int
    until: int
    reason: Sentence | None = None


class Lane(Struct, frozen=True):
    """One end was in one state for a while.

    `observed` is false where the state is only inferred from segments;
    `sources` are all that saw it. `ended` is None where it outlasts the run.
    """

    state: State
    began: int
    ended: int | None
    observed: bool
    sources: tuple[str, ...]


class Life(Struct, frozen=True):
    """The states one end went through, in order."""

    end: End
    host: str
    lanes: tuple[Lane, ...]


class Passage(Struct, frozen=True):
    """One segment on its way: when it was sent, when it arrived (None: never).

    `sequence` and `acknowledgment` are relative to each side's initial number.
    `heard` is false when it arrived at a deaf socket. `numbers` are the packets
    of the capture file. `doubled`: a second copy that nobody sent; the link made it.
    """

    segment: Wire
    sent: int | None
    received: int | None
    sequence: int
    acknowledgment: int
    numbers: tuple[int, ...]
    again: bool = False
    heard: bool = True
    doubled: bool = False


class Story(Struct, frozen=True):
    """One connection: two lives and what passed between them."""

    client: Life
    server: Life
    passages: tuple[Passage, ...]


class Conflict(Struct, frozen=True):
    """Two sources that say different things of one end at one time."""

    end: End
    time: int
    observed: State
    observed_by: str
    inferred: State
    sentence: Sentence


class Environment(Struct, frozen=True):
    """Where the run happened."""

    kernel: str
    python: str
    machine: str
    processors: int
    privilege: str
    started: str
    sysctls: dict[str, str] = {}


class Record(Struct, frozen=True, kw_only=True):
    """What one run of one page found.

    Attributes:
        form: the version of this form.
        socketlab: the version that wrote it.
        name: the page's name.
        question: the first sentence of the page's docstring.
        hypothesis: the rest of it.
        parameters: the page's parameters in this run.
        began, ended: the run, on CLOCK_MONOTONIC.
        realtime: CLOCK_REALTIME minus CLOCK_MONOTONIC, nanoseconds.
        sources: "used", or the reason why not.
        caveats: what each used source cannot see.
        charts: what the page measured over a parameter.
        settings: the sysctls that the page itself has set.
        slow: what takes long was waited for.
        kept: the page keeps its hypothesis although the kernel refutes it;
            `refutation` says what is true instead.

    """

    form: Literal[1] = FORM
    socketlab: str
    name: str
    question: str
    hypothesis: str
    parameters: dict[str, Value]
    environment: Environment
    hosts: tuple[Host, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    verdict: Outcome
    kept: bool = False
    refutation: str = ""
    stories: tuple[Story, ...]
    listeners: tuple[Life, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    charts: tuple[Chart, ...] = ()
    settings: dict[str, str] = {}
    slow: bool = False
    observations: tuple[AnyObservation, ...]
    sources: dict[str, str]
    caveats: dict[str, tuple[str, ...]]
    began: int
    ended: int
    realtime: int

    @property
    def seconds(self) -> float:
        """How long the run took."""
        return (self.ended - self.began) / 1e9


def to_json(record: Record) -> bytes:
    """Encode a record; the same record gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1)


def from_json(text: bytes) -> Record:
    """Decode a record.

    Raises:
        msgspec.DecodeError: it is not a record, or one of another form.

    """
    return msgspec.json.decode(text, type=Record)
