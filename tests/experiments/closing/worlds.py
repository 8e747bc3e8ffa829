"""Changes that many mutants of these pages share."""

from tests.experiments.mutants import Change

IMPORT = "from socketlab.tcp.states import State"

NO_TIME = Change("after", IMPORT, "from socketlab.lab.experiment import ms as seconds")
"""Expectations with `within` give up a thousand times earlier: a mutant's world is
different at once. Not for pages on which programs start."""

SOON = Change("instead", "SOON = seconds(5)", "SOON = seconds(0.05)")
"""Signals and programs that run get less time; programs that start do not."""


def ended_after(line: str) -> Change:
    """The page ends behind this line."""
    return Change("after", line, "return")
