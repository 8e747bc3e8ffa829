"""The hosts of a page, and the programs that run on them."""

from collections.abc import Callable, Mapping
from typing import Protocol

from socketlab.lab.experiment.sockets import Connection, Listener, Subject


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
