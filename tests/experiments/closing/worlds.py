"""Changes that many mutants of these pages share."""

from tests.experiments.mutants import Change

IMPORT = "from socketlab.tcp.states import State"

HASTE = Change(
    "after",
    IMPORT,
    "from socketlab.lab.linux import laboratory\nlaboratory.PATIENCE = 50_000_000",
)
"""Expectations without `within` give up after 50 ms instead of a second: a mutant's
world is different at once, there is nothing to wait for."""

NO_TIME = Change("after", IMPORT, "from socketlab.lab.experiment import ms as seconds")
"""Those with `within` give up a thousand times earlier; not where programs start."""

SOON = Change("instead", "SOON = seconds(5)", "SOON = seconds(0.05)")
"""Signals and programs that run get less time; programs that start do not."""


def ended_after(line: str) -> Change:
    """The page ends behind this line."""
    return Change("after", line, "return")
