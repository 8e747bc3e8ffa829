"""The laboratory that a page is handed: steps, expectations, waiting."""

import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic_ns
from typing import TYPE_CHECKING

import socketlab
from socketlab.evidence.observation import SocketRow
from socketlab.lab.account import Asked, StepTaken
from socketlab.lab.expectation import Expected, In
from socketlab.lab.judgement import Whom, Window, judge
from socketlab.lab.linux import link
from socketlab.lab.linux.held.sockets import Held, end_of
from socketlab.lab.linux.hosts import LinuxHost
from socketlab.lab.linux.lossy.crossing import Odds
from socketlab.lab.linux.lossy.link import LossyLink
from socketlab.lab.linux.observe.awaiting import await_listening
from socketlab.lab.linux.observe.serving import run_server
from socketlab.lab.linux.plot import Plot
from socketlab.lab.linux.process import LinuxProgram
from socketlab.lab.linux.surroundings import path
from socketlab.lab.linux.watch import Watch
from socketlab.lab.record import Sentence, Value
from socketlab.tcp.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from socketlab.lab.experiment import Host, Subject

TOO_LONG = Sentence("It takes long; it is waited for with --slow.")

PACKAGE = Path(socketlab.__file__).parent

PATIENCE = 1_000_000_000
"""How long an expectation may take where the page says nothing, nanoseconds."""

LASTING = 100_000_000
"""How long silence must hold where the page says nothing, nanoseconds."""

PAUSE = 0.0005
"""Seconds between two looks, doubled after each up to `LONG_PAUSE`."""

LONG_PAUSE = 0.02


class LinuxLab:
    """Implements `lab.experiment.Lab` on the kernel of this machine."""

    def __init__(
        self,
        network: str,
        watch: Watch,
        tell: "Callable[[Sentence], None]",
        *,
        slow: bool = False,
        server: str = "",
    ) -> None:
        """`network` is the run's own: its first three bytes, `10.77.3`."""
        self.network = network
        self.watch = watch
        self.tell = tell
        self.journal = watch.journal
        self.all_hosts: list[LinuxHost] = []
        self.steps: list[StepTaken] = []
        self.asked: list[Asked] = []
        self.open_step: StepTaken | None = None
        self.kept: list[socket.socket] = []
        self.slow = slow
        self.own_server = server
        self.plots: list[Plot] = []
        self.settings: dict[str, str] = {}
        self.current: Sentence | None = None
        self.links: list[LossyLink] = []

    def hosts(self, *names: str) -> tuple[LinuxHost, ...]:
        """Give each host an address of the run's network."""
        for name in names:
            address = f"{self.network}.{len(self.all_hosts) + 1}"
            link.add_address(address)
            self.all_hosts.append(LinuxHost(self, name, address))
        first, *others = self.all_hosts
        for other in others:
            link.prefer_source(other.address, first.address)
            link.prefer_source(first.address, other.address)
        return tuple(self.all_hosts)

    def link(
        self,
        *,
        loss: float = 0.0,
        reorder: float = 0.0,
        duplicate: float = 0.0,
        delay: int = 0,
        seed: int = 1,
    ) -> LossyLink:
        """Lay a link between the two hosts of the page, with these odds.

        Raises:
            NoLinkError: this kernel has no veth.
            ValueError: there are not two hosts.

        """
        if len(self.all_hosts) != 2:  # noqa: PLR2004 both ends
            raise ValueError("a link joins the two hosts of a page")
        first, second = self.all_hosts
        odds = Odds(loss, reorder, duplicate, delay)
        made = LossyLink(first, second, odds, seed)
        self.links.append(made)
        self.watch.ignore(made.wires)
        return made

    def set(self, name: str, value: int | str) -> None:
        """Set a sysctl of the private namespace (sysctl(8)).

        Raises:
            OSError: this kernel has no such setting, or refuses the value.

        """
        path(name).write_text(str(value), encoding="ascii")
        self.settings[name] = str(value)

    def host_at(self, address: str) -> LinuxHost:
        """Find the host that has an address."""
        return next(host for host in self.all_hosts if host.address == address)

    @contextmanager
    def step(self, sentence: str, **values: Value) -> Iterator[None]:
        """Do one step; the one before it is settled first."""
        self.settle()
        step = StepTaken(
            number=len(self.steps) + 1,
            sentence=Sentence(sentence, values),
            began=monotonic_ns(),
            variant=self.current,
        )
        self.steps.append(step)
        self.open_step = step
        self.tell(step.sentence)
        yield
        step.ended = monotonic_ns()

    @contextmanager
    def variant(self, sentence: str, **values: Value) -> Iterator[None]:
        """Mark the steps inside as one variant."""
        self.current = Sentence(sentence, values)
        yield
        self.current = None

    def chart(self, title: str, *, x: str, y: str) -> Plot:
        """Begin a chart."""
        self.plots.append(Plot(title, x, y))
        return self.plots[-1]

    def count(self, subjects: "Sequence[Subject]", state: State) -> int:
        """Count the ends in a state; -1 without sock_diag."""
        looks = [self.watch.look_at(end_of(one)) for one in subjects]
        if None in looks:
            return -1
        return sum(look is not None and look.state is state for look in looks)

    def queue(self, listener: "Subject") -> int:
        """Count who waits to be accepted; -1 without sock_diag."""
        look = self.watch.look_at(end_of(listener))
        return look.receive_queue if look else -1

    def settle(self) -> None:
        """Close the books of the last step: socket table, counters, programs."""
        step, self.open_step = self.open_step, None
        if step is None:
            return
        self.watch.gather()
        step.table = self.table()
        step.counters = self.watch.counters_since_settled()
        step.settled = monotonic_ns()

    def table(self) -> tuple[SocketRow, ...]:
        """The socket table of the namespace."""
        return self.watch.table()

    def expect(
        self,
        subject: "Subject | Host | Sequence[Subject]",
        expected: State | Expected,
        *,
        within: int | None = None,
        slow: bool = False,
    ) -> None:
        """Wait until it is so, or until it should have been."""
        if self.open_step is None:
            raise RuntimeError("expect stands after a step, not before the first")
        if isinstance(expected, State):
            expected = In(expected)
        if not isinstance(expected, Expected):
            raise TypeError(
                "expect() takes a state such as State.LISTEN, or an expectation "
                "such as Sends('SYN')"
            )
        whom = whom_of(subject)
        if within is None:
            within = LASTING if expected.lasting else PATIENCE
        frame = sys._getframe(1)  # noqa: SLF001 the page's line is part of the finding
        began = monotonic_ns()
        unasked = slow and not self.slow
        until = began if unasked else self.wait(whom, expected, began + within)
        self.asked.append(
            Asked(
                step=self.open_step.number,
                whom=whom,
                expected=expected,
                file=spelled(frame.f_code.co_filename),
                line=frame.f_lineno,
                began=began,
                until=until,
                reason=TOO_LONG if unasked else None,
            )
        )

    def wait(self, whom: Whom, expected: Expected, deadline: int) -> int:
        """Look again and again; give the time of the last look."""
        assert self.open_step is not None  # noqa: S101 expect has checked it
        pause = PAUSE
        if whom.nobody:
            deadline = 0
        if not self.watch.can_see(expected):
            # Nobody can tell when it is so: give it the usual time.
            deadline = min(deadline, monotonic_ns() + LASTING)
        while True:
            self.watch.look(whom, expected)
            until = monotonic_ns()
            window = Window(self.open_step.began, until)
            outcome, _source = judge(
                expected.witnesses(whom, window, self.watch.timeline)
            )
            if (outcome == "agrees" and not expected.lasting) or until >= deadline:
                return until
            time.sleep(pause)
            pause = min(2 * pause, LONG_PAUSE)

    def run_program(
        self, host: LinuxHost, name: str, command: list[str]
    ) -> LinuxProgram:
        """Start a program and watch it."""
        program = LinuxProgram(host, name, command)
        self.watch.programs.append(program)
        return program

    def server(
        self, host: LinuxHost, name: str, port: int, default: str
    ) -> LinuxProgram:
        """Run the page's server, or the user's in its place; wait for it."""
        if not self.own_server:
            program = host.run(name, default)
            await_listening(program, port)
            return program
        return run_server(host, name, port, self.own_server)

    def keep(self, held: socket.socket) -> None:
        """Close this socket when the run ends, not before."""
        self.kept.append(held)

    def leave(self) -> None:
        """End what the page started."""
        for program in self.watch.programs:
            program.end()
        for laid in self.links:
            laid.end()
        for held in self.kept:
            held.close()


def spelled(file: str) -> str:
    """Spell a page's file as a reader finds it, without this machine's folders."""
    path = Path(file)
    for folder in (PACKAGE.parent, Path.cwd()):
        if path.is_relative_to(folder):
            return str(path.relative_to(folder))
    return file


def whom_of(subject: "Subject | Host | Sequence[Subject]") -> Whom:
    """The subject of an expectation, as a value."""
    if isinstance(subject, LinuxHost):
        return Whom(subject.name, whole=True)
    if isinstance(subject, LinuxProgram):
        return Whom(subject.host.name, program=subject.name)
    if isinstance(subject, Sequence):
        host = subject[0].host.name if subject else ""
        return Whom(host, tuple(end_of(one) for one in subject))
    assert isinstance(subject, Held)  # noqa: S101 ours
    return Whom(subject.host.name, (end_of(subject),))
