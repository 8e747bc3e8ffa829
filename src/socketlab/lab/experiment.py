"""The words of a page.

A page is a module: its docstring is the question and the hypothesis, its
function `run(lab, ...)` the experiment. It collects nothing and waits for
nothing; the laboratory that is handed to it does.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from msgspec import Struct

from socketlab.lab.expectation import Expected
from socketlab.lab.link import Link
from socketlab.lab.record import Value
from socketlab.tcp.states import State


class Between(Struct, frozen=True):
    """A parameter's range, both ends included: `Annotated[int, Between(0, 9)]`."""

    low: int
    high: int


class OneOf(Struct, frozen=True):
    """A parameter's choices: `Annotated[str, OneOf(("client", "server"))]`."""

    choices: tuple[str, ...]


def ms(count: float) -> int:
    """Milliseconds, as the laboratory counts time: in nanoseconds."""
    return round(count * 1_000_000)


def seconds(count: float) -> int:
    """Seconds, as the laboratory counts time: in nanoseconds."""
    return round(count * 1_000_000_000)


class Subject(Protocol):
    """What an expectation can speak of."""

    @property
    def host(self) -> "Host":
        """The host it lives on."""


class Connection(Subject, Protocol):
    """One end of a connection that the page holds. Its words are system calls."""

    @property
    def far(self) -> "Subject":
        """The other end, for expectations; it need not be held by anyone."""

    def send(self, data: bytes, *, wait: bool = True, may_fail: bool = False) -> int:
        """send(2): the number of bytes the kernel took; 0 where it failed.

        Without `wait` it takes nothing where there is no room (MSG_DONTWAIT).
        """

    def send_to(self, to: Subject, data: bytes, *, may_fail: bool = False) -> int:
        """sendto(2): a datagram to the place of another socket."""

    def receive(
        self, size: int = 65536, *, wait: bool = True, may_fail: bool = False
    ) -> bytes:
        """recv(2): waits for data; empty at end of input, and where it failed.

        Without `wait` it gives nothing where nothing is there (MSG_DONTWAIT).
        """

    def set(self, option: str, value: int) -> None:
        """setsockopt(2): `near.set("TCP_NODELAY", 1)`."""

    def shutdown(self) -> None:
        """shutdown(2) with SHUT_WR: the half-close."""

    def close(self) -> None:
        """close(2)."""

    def measure(self) -> int:
        """How long the next datagram is, which stays there; recv(2) with MSG_TRUNC."""

    def forget(self) -> None:
        """Be gone without a FIN or a RST, as a machine that loses its power is."""

    def deafen(self, *, flags: str = "") -> None:
        """From now on drop what arrives: all of it, or segments with these flags."""

    def hear(self) -> None:
        """Hear again; the other side's retransmission carries on from here."""


class Listener(Subject, Protocol):
    """A listening socket that the page holds."""

    def accept(self) -> Connection:
        """accept(2): waits for a connection."""

    def send(self, data: bytes, *, may_fail: bool = False) -> int:
        """send(2), on the listening socket itself."""

    def connect(self, to: Subject, *, may_fail: bool = False) -> Connection:
        """connect(2), on the listening socket itself."""

    def shutdown(self) -> None:
        """shutdown(2) with SHUT_RD: it stops listening and keeps its port."""

    def deafen(self, *, flags: str = "") -> None:
        """From now on drop what arrives, for unfinished handshakes too.

        With `flags="ACK"` a handshake is begun but never finished. Connections
        that are complete do not notice.
        """

    def hear(self) -> None:
        """Hear again."""

    def close(self) -> None:
        """close(2)."""


class Program(Subject, Protocol):
    """A whole program that runs on a host."""

    def type(self, text: str) -> None:
        """Write to its standard input."""

    def end_input(self) -> None:
        """Close its standard input."""

    def await_output(self) -> None:
        """Wait until it has written something: a server that is ready does."""

    def terminate(self) -> None:
        """Send it SIGTERM."""

    def kill(self) -> None:
        """Send it SIGKILL."""


class Host(Protocol):
    """A host of the page: a name and an address."""

    @property
    def name(self) -> str:
        """Its name in the page."""

    @property
    def address(self) -> str:
        """Its address in the namespace."""

    def listen(
        self,
        port: int,
        backlog: int = 5,
        *,
        options: Mapping[str, int] = ...,
        may_fail: bool = False,
    ) -> Listener:
        """socket(2), setsockopt(2) for each option, bind(2), listen(2).

        `may_fail`, here and elsewhere: an error of the kernel is written down, and
        the page goes on. Without it the page ends there.
        """

    def connect(
        self,
        listener: Subject,
        *,
        wait: bool = True,
        deaf: bool = False,
        port: int | None = None,
        options: Mapping[str, int] = ...,
        may_fail: bool = False,
    ) -> Connection:
        """socket(2), setsockopt(2), connect(2); without `wait` a non-blocking one.

        With a `port`, bind(2) comes first; 0 lets the kernel choose one. With `deaf`
        it drops whatever arrives (`Connection.hear`). Options are set by their names,
        `{"SO_RCVBUF": 4096}` (socket(7), tcp(7)); SO_LINGER is in seconds.
        """

    def datagrams(
        self, port: int, to: "Host", *, options: Mapping[str, int] = ...
    ) -> Connection:
        """socket(2), connect(2) for UDP: names a port of a host, sends nothing."""

    def bind(
        self,
        port: int = 0,
        *,
        options: Mapping[str, int] = ...,
        may_fail: bool = False,
    ) -> Connection:
        """socket(2), bind(2) for UDP: it hears everybody, and has no peer."""

    def serve(
        self,
        name: str,
        function: Callable[..., None],
        port: int,
        backlog: int = 5,
        *,
        options: Mapping[str, int] = ...,
    ) -> Program:
        """Run a function of the page as a program: it is given a socket that listens.

        `name` is what the page calls it.
        """

    def run(self, name: str, command: str) -> Program:
        """Run a command of socketlab on this host, `echo server 7`.

        `name` is what the page calls it; `{HOST}` in the command stands for the
        address of that host.
        """

    def listener(self, port: int) -> Subject:
        """Name the listening socket of a program on this host."""

    def place(self, port: int) -> Subject:
        """Name a port of this host, whoever is there: somewhere to connect to."""

    def connection(self, port: int, listener: Subject) -> Connection:
        """Name the connection from this host's port to a listener."""


class Plot(Protocol):
    """A chart that the page draws, point by point."""

    def point(self, series: str, x: float, y: float) -> None:
        """Add a point to a series."""


class Lab(Protocol):
    """What a page is handed."""

    @property
    def slow(self) -> bool:
        """Whether what takes long is to be waited for (`--slow`)."""

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
