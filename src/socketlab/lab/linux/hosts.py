"""The hosts of a page: names and addresses, on which sockets are made."""

import errno
import shlex
import socket
import sys
from time import monotonic_ns
from typing import TYPE_CHECKING

from socketlab.lab.linux.deaf import attach
from socketlab.lab.linux.process import LinuxProgram
from socketlab.lab.linux.sockets import LinuxConnection, LinuxListener, Place, bounded
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.segment import Flag

if TYPE_CHECKING:
    from socketlab.lab.experiment import Host, Subject
    from socketlab.lab.linux.laboratory import LinuxLab


class LinuxHost:
    """One host of the page."""

    def __init__(self, lab: "LinuxLab", name: str, address: str) -> None:
        """`address` is already an address of `lo`."""
        self.lab = lab
        self.name = name
        self.address = address

    def listen(self, port: int, backlog: int = 5) -> LinuxListener:
        """socket(2), bind(2), listen(2) on this host's address."""
        held = self.make_socket()
        fd, at = held.fileno(), (self.address, port)
        self.lab.journal.call(
            self.name, "bind", f"fd {fd}, {self.address}:{port}", lambda: held.bind(at)
        )
        end = End(Endpoint(self.address, port))
        self.lab.journal.call(
            self.name,
            "listen",
            f"fd {fd}, {backlog}",
            lambda: held.listen(backlog),
            end=lambda: end,
        )
        return LinuxListener(self, held)

    def connect(
        self,
        listener: "Subject",
        *,
        wait: bool = True,
        deaf: bool = False,
        buffer: int = 0,
    ) -> LinuxConnection:
        """socket(2), connect(2); without `wait` it returns EINPROGRESS at once."""
        held = self.make_socket(buffer=buffer)
        held.setblocking(wait)
        connection = LinuxConnection(self, held)
        if deaf:
            attach(held, Flag(0))
        before = monotonic_ns()
        to = end_of(listener).local

        def whose() -> End:
            local = Endpoint(*held.getsockname()[:2])
            connection.known = End(local, to)
            return connection.known

        self.lab.journal.call(
            self.name,
            "connect",
            f"fd {held.fileno()}, {to}",
            lambda: held.connect((to.address, to.port)),
            end=whose,
            expected=() if wait else (errno.EINPROGRESS,),
        )
        if deaf:  # only now is its port known
            connection.note_deafness(deaf=True, mask=Flag(0), time=before)
        return connection

    def datagrams(self, port: int, to: "Host", *, buffer: int = 0) -> LinuxConnection:
        """socket(2), connect(2) for UDP: it names the peer, and nothing is sent."""
        held = self.make_socket(socket.SOCK_DGRAM, buffer=buffer)
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

    def make_socket(
        self,
        kind: socket.SocketKind = socket.SOCK_STREAM,
        *,
        buffer: int = 0,
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
        if buffer:
            self.lab.journal.call(
                self.name,
                "setsockopt",
                f"fd {held.fileno()}, SO_RCVBUF, {buffer}",
                lambda: held.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer),
            )
        return bounded(held)

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

    def connection(self, port: int, listener: "Subject") -> Place:
        """Name the connection from a port of this host to a listener."""
        local = Endpoint(self.address, port)
        return Place(self, End(local, end_of(listener).local))


def end_of(subject: "Subject") -> End:
    """The end that a subject of this laboratory is."""
    assert isinstance(subject, (LinuxConnection, LinuxListener, Place))  # noqa: S101 ours
    return subject.end
