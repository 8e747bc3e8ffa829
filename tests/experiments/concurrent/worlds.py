"""A change that many mutants of pages with programs share."""

from tests.experiments.closing.worlds import IMPORT
from tests.experiments.mutants import Change

HURRY = Change(
    "after",
    IMPORT,
    "from time import monotonic_ns\n"
    "from socketlab.lab.linux.laboratory import LinuxLab\n"
    "patient = LinuxLab.wait\n"
    "def hurry(lab, whom, expected, deadline):\n"
    "    now = monotonic_ns()\n"
    "    if expected.short() not in ('LISTEN', repr('ready\\n')):\n"
    "        if deadline < now + seconds(30):\n"
    "            deadline = min(deadline, now + 300_000_000)\n"
    "    return patient(lab, whom, expected, deadline)\n"
    "LinuxLab.wait = hurry",
)
"""Whatever is expected of a server that has started gets 0.3 s at most, unless it may
take very long: that comes true in the mutant's world, and what follows relies on it."""
