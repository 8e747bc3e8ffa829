"""What is measured of a server, and what many measurements say together."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import median


@dataclass(frozen=True)
class Figures:
    """One run of one server; None: not seen, as with a server elsewhere.

    Attributes:
        rate: deliveries per second.
        p50_us: half of the deliveries took at most so long, microseconds.
        p99_us: 99 of 100 did.
        cpu_us: processor time of the server per delivery, microseconds.
        rss_kb: the server's memory after the load, KiB.
        wrong: deliveries that were damaged or out of order.
        lost: deliveries that never came.
        member_kb: what the server's memory grew by per member who joined, KiB.
        join_s: seconds until everybody had joined.
        join_cpu_s: processor time of the server for that, seconds.
        server_busy: the part of one processor that the server used, 0 to 1.
        generator_busy: the part that the load generator used.

    """

    rate: float
    p50_us: float
    p99_us: float
    cpu_us: float | None
    rss_kb: float | None
    wrong: int
    lost: int
    member_kb: float | None
    join_s: float
    join_cpu_s: float | None
    server_busy: float | None
    generator_busy: float


def summarise(runs: Sequence[Figures]) -> Figures:
    """Give the median of each figure; of what went wrong, the sum."""
    found: dict[str, float | int | None] = {}
    for field in fields(Figures):
        values = [getattr(run, field.name) for run in runs]
        seen = [value for value in values if value is not None]
        if field.name in {"wrong", "lost"}:
            found[field.name] = sum(seen)
        else:
            found[field.name] = round(median(seen), 4) if seen else None
    return Figures(**found)  # type: ignore[arg-type]


def bound_by(runs: Sequence[Figures]) -> str:
    """Tell who had less to spare: a generator that did says little of the server."""
    server = max((run.server_busy or 0.0) for run in runs)
    return "generator" if max(run.generator_busy for run in runs) > server else "server"


def quantile(ordered: Sequence[float], part: float) -> float:
    """Give the value that `part` (0 to 1) of the ordered values do not exceed."""
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else 0.0
