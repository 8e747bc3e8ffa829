"""The laboratory that a page is handed."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from socketlab.lab.expectation import Expected
from socketlab.lab.experiment.hosts import Host, Program
from socketlab.lab.experiment.link import Link
from socketlab.lab.experiment.sockets import Subject
from socketlab.lab.record import Value
from socketlab.tcp.states import State


class Plot(Protocol):
    """A chart that the page draws, point by point."""

    def point(self, series: str, x: float, y: float) -> None:
        """Add a point to a series."""


class Lab(Protocol):
    """What a page is handed."""

    @property
    def slow(self) -> bool:
        """Whether what takes long is to be waited for (`--slow`)."""

    @property
    def own_server(self) -> str:
        """The command of the user's server (`--server`); empty without one."""

    def hosts(self, *names: str) -> tuple[Host, ...]:
        """Make the hosts of the page; once, before anything else."""

    def link(
        self,
        *,
        loss: float = 0.0,
        reorder: float = 0.0,
        duplicate: float = 0.0,
        delay: int = 0,
        seed: int = 1,
    ) -> Link:
        """Lay a link between the two hosts, instead of `lo`.

        Every packet, whatever it carries, is lost, overtaken by the next one or
        doubled with these probabilities, from 0 to 1, and takes `delay` each way.
        One seed gives one sequence of fates.
        """

    def set(self, name: str, value: int | str) -> None:
        """Set a sysctl of the private namespace, `net.ipv4.tcp_syncookies`."""

    def server(self, host: Host, name: str, port: int, default: str) -> Program:
        """Run the server of the page: a command of socketlab, as `Host.run` does.

        It is back when something listens on the port. `lab run --server` puts a
        program of the user in its place.
        """

    def step(self, sentence: str, **values: Value) -> AbstractContextManager[None]:
        """One step: a sentence in the present tense, with values by name."""

    def variant(self, sentence: str, **values: Value) -> AbstractContextManager[None]:
        """The steps inside belong to one variant; the report lays them side by side."""

    def chart(self, title: str, *, x: str, y: str) -> Plot:
        """A chart of what the page measures over a parameter."""

    def count(self, subjects: Sequence[Subject], state: State) -> int:
        """Look once: so many of these ends are in that state; -1 if nobody can see."""

    def queue(self, listener: Subject) -> int:
        """Look once: so many wait in the accept queue; -1 if nobody can see."""

    def expect(
        self,
        subject: "Subject | Host | Sequence[Subject]",
        expected: State | Expected,
        *,
        within: int | None = None,
        slow: bool = False,
    ) -> None:
        """State what should now be true of a subject.

        `within` is how long it may take, nanoseconds; see `ms` and `seconds`. What
        is `slow` is waited for only on request, and is not observed otherwise.
        """
