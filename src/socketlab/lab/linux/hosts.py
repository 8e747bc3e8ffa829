"""The hosts of a page: names and addresses, on which sockets are made."""

import errno
import inspect
import shlex
import socket
import sys
from collections.abc import Callable, Mapping
from time import monotonic_ns
from types import MappingProxyType
from typing import TYPE_CHECKING

from socketlab.lab.linux.held.deaf import attach
from socketlab.lab.linux.held.options import note_option
from socketlab.lab.linux.held.sockets import (
    LinuxConnection,
    LinuxListener,
    Place,
    bounded,
    end_of,
)
from socketlab.lab.linux.observe.awaiting import await_listening
from socketlab.lab.linux.process import LinuxProgram
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.segment import Flag

if TYPE_CHECKING:
    from socketlab.lab.experiment import Host, Subject
    from socketlab.lab.linux.laboratory import LinuxLab

NONE: Mapping[str, int] = MappingProxyType({})


class LinuxHost:
    """One host of the page."""

    def __init__(self, lab: "LinuxLab", name: str, address: str) -> None:
        """`address` is already an address of `lo`."""
        self.lab = lab
        self.name = name
        self.address = address

    def listen(
        self,
        port: int,
        backlog: int = 5,
        *,
        options: Mapping[str, int] = NONE,
        may_fail: bool = False,
    ) -> LinuxListener:
        """socket(2), bind(2), listen(2) on this host's address."""
        held = self.make_socket(options=options)
        fd = held.fileno()
        named = self.name_socket(held, port, may_fail=may_fail)
        end = End(Endpoint(self.address, port or held.getsockname()[1]))
        if not named:
            return LinuxListener(self, held, end)
        self.lab.journal.call(
            self.name,
            "listen",
            f"fd {fd}, {backlog}",
            lambda: held.listen(backlog),
            end=lambda: end,
            may_fail=may_fail,
        )
        return LinuxListener(self, held, end)

    def connect(
        self,
        listener: "Subject",
        *,
        wait: bool = True,
        deaf: bool = False,
        port: int | None = None,
        options: Mapping[str, int] = NONE,
        may_fail: bool = False,
    ) -> LinuxConnection:
        """socket(2), connect(2); without `wait` it returns EINPROGRESS at once."""
        held = self.make_socket(options=options)
        to = end_of(listener).local
        connection = LinuxConnection(self, held)
        if port is not None and not self.name_socket(held, port, may_fail=may_fail):
            connection.known = End(Endpoint(self.address, port), to)
            return connection
        held.setblocking(wait)
        if deaf:
            attach(held, Flag(0))
        before = monotonic_ns()

        def whose() -> End:
            # After a refusal the kernel has forgotten the address, not the port.
            local = Endpoint(self.address, port or held.getsockname()[1])
            connection.known = End(local, to)
            return connection.known

        self.lab.journal.call(
            self.name,
            "connect",
            f"fd {held.fileno()}, {to}",
            lambda: held.connect((to.address, to.port)),
            end=whose,
            expected=() if wait else (errno.EINPROGRESS,),
            may_fail=may_fail,
        )
        if deaf:  # only now is its port known
            connection.note_deafness(deaf=True, mask=Flag(0), time=before)
        return connection

    def datagrams(
        self, port: int, to: "Host", *, options: Mapping[str, int] = NONE
    ) -> LinuxConnection:
        """socket(2), connect(2) for UDP: it names the peer, and nothing is sent."""
        held = self.make_socket(socket.SOCK_DGRAM, options=options)
        connection = LinuxConnection(self, held)
        at = Endpoint(to.address, port)
        self.lab.journal.call(
            self.name,
            "connect",
            f"fd {held.fileno()}, {at}",
            lambda: held.connect((at.address, at.port)),
            end=lambda: connection.end,
        )
        return connection

    def bind(
        self,
        port: int = 0,
        *,
        options: Mapping[str, int] = NONE,
        may_fail: bool = False,
    ) -> LinuxConnection:
        """socket(2), bind(2) for UDP: it hears everybody, and has no peer."""
        held = self.make_socket(socket.SOCK_DGRAM, options=options)
        self.name_socket(held, port, may_fail=may_fail)
        return LinuxConnection(self, held)

    def name_socket(self, held: socket.socket, port: int, *, may_fail: bool) -> bool:
        """bind(2) to this host's address; tell whether it succeeded.

        With port 0 the kernel chooses one.
        """

        def bind() -> bool:
            held.bind((self.address, port))
            return True

        bound = self.lab.journal.call(
            self.name,
            "bind",
            f"fd {held.fileno()}, {self.address}:{port}",
            bind,
            end=lambda: End(Endpoint(self.address, port or held.getsockname()[1])),
            show=lambda _bound: "0",
            may_fail=may_fail,
        )
        return bool(bound)

    def make_socket(
        self,
        kind: socket.SocketKind = socket.SOCK_STREAM,
        *,
        options: Mapping[str, int] = NONE,
    ) -> socket.socket:
        """socket(2): its calls bounded, closed when the run ends."""
        held = self.lab.journal.call(
            self.name,
            "socket",
            f"AF_INET, {kind.name}",
            lambda: socket.socket(socket.AF_INET, kind),
            show=lambda made: f"fd {made.fileno()}",
        )
        assert held is not None  # noqa: S101 no error is expected of this call
        self.lab.keep(held)
        for option, value in options.items():
            note_option(self, held, option, value)
        return bounded(held)

    def serve(
        self,
        name: str,
        function: Callable[..., None],
        port: int,
        backlog: int = 5,
        *,
        options: Mapping[str, int] = NONE,
    ) -> LinuxProgram:
        """Run a function of the page as a program of its own, given a listener.

        Back when it listens, so that a page goes on even where nobody can see it.
        """
        module = inspect.getsourcefile(function)
        assert module is not None  # noqa: S101 a page has a file
        program = self.lab.run_program(
            self,
            name,
            [
                sys.executable,
                "-P",
                "-m",
                "socketlab.lab.linux.serving",
                module,
                function.__name__,
                f"{self.address}:{port}",
                str(backlog),
                *(f"{option}={value}" for option, value in options.items()),
            ],
        )
        await_listening(program, port)
        return program

    def run(self, name: str, command: str) -> LinuxProgram:
        """Run a command of socketlab here; `{HOST}` in it is a host's address."""
        addresses = {host.name: host.address for host in self.lab.all_hosts}
        words = shlex.split(command.format(**addresses))
        return self.lab.run_program(
            self, name, [sys.executable, "-P", "-m", "socketlab", *words]
        )

    def listener(self, port: int) -> Place:
        """Name the listening socket of a program on this host."""
        return Place(self, End(Endpoint(self.address, port)))

    def place(self, port: int) -> Place:
        """Name a port of this host, whoever is there."""
        return Place(self, End(Endpoint(self.address, port)))

    def connection(self, port: int, listener: "Subject") -> Place:
        """Name the connection from a port of this host to a listener."""
        local = Endpoint(self.address, port)
        return Place(self, End(local, end_of(listener).local))
