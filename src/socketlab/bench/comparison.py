"""Contestants in turns under one load, and what the rounds say together."""

import gc
import resource
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields

from socketlab.bench.chat.load import Load
from socketlab.bench.chat.workload import Workload
from socketlab.bench.contestant import Contestant
from socketlab.bench.figures import Figures, bound_by, summarise
from socketlab.bench.process import on_processors_apart


@dataclass(frozen=True)
class Comparison:
    """What every round gave: the figures of each contestant, in their order."""

    work: Workload
    names: tuple[str, ...]
    rounds: tuple[tuple[Figures, ...], ...]

    def medians(self) -> list[Figures]:
        """Give the medians of each contestant."""
        return [summarise(runs) for runs in zip(*self.rounds, strict=True)]

    def form(self) -> dict[str, object]:
        """Give what `--json` prints (docs/reference/machine-forms.md)."""
        every = [run for one in self.rounds for run in one]
        return {
            "workload": {"kind": "chat", "rounds": len(self.rounds)}
            | {
                field.name: getattr(self.work, field.name) for field in fields(Workload)
            },
            "contestants": self.named(self.medians()),
            "pairs": [self.named(one) for one in self.rounds],
            "bound_by": bound_by(every),
        }

    def named(self, figures: Sequence[Figures]) -> list[dict[str, object]]:
        """Put the contestants' names to their figures."""
        return [
            {"name": name} | asdict(one)
            for name, one in zip(self.names, figures, strict=True)
        ]


def compare(
    work: Workload,
    contestants: Sequence[Contestant],
    rounds: int,
    tell: Callable[[str], None] = lambda _name: None,
) -> Comparison:
    """Measure everyone in turns, so that what disturbs one disturbs the next too.

    Raises:
        LoadError: a room did not do its part.
        StartError: a server did not begin to listen.
        OSError: a program or a connection could not be started.

    """
    with many_descriptors():
        found = [
            tuple(measure(work, contestant, tell) for contestant in contestants)
            for _ in range(rounds)
        ]
    return Comparison(work, tuple(one.name for one in contestants), tuple(found))


def measure(
    work: Workload, contestant: Contestant, tell: Callable[[str], None]
) -> Figures:
    """Measure one server once."""
    tell(contestant.name)
    gc.collect()
    gc.disable()  # a pause of ours would count as the server's
    try:
        with (
            contestant.run() as (place, server),
            on_processors_apart(server),
            Load(work, place) as load,
        ):
            return load.measure(server)
    finally:
        gc.enable()


@contextmanager
def many_descriptors() -> Iterator[None]:
    """Raise the limit of descriptors for a while, as far as it goes (getrlimit(2))."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
