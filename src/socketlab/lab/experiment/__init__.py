"""The words of a page.

A page is a module: its docstring is the question and the hypothesis, its
function `run(lab, ...)` the experiment. It collects nothing and waits for
nothing; the laboratory that is handed to it does.
"""

from socketlab.lab.experiment.hosts import Host, Program
from socketlab.lab.experiment.laboratory import Lab, Plot
from socketlab.lab.experiment.limits import Between, OneOf, ms, seconds
from socketlab.lab.experiment.link import Link
from socketlab.lab.experiment.sockets import Connection, Listener, Subject

__all__ = [
    "Between",
    "Connection",
    "Host",
    "Lab",
    "Link",
    "Listener",
    "OneOf",
    "Plot",
    "Program",
    "Subject",
    "ms",
    "seconds",
]
