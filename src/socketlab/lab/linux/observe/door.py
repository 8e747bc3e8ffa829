"""A door in the wall: clients of the host reach a program inside the namespace.

Fact: a socket belongs to the namespace it was made in, whoever holds it
(network_namespaces(7)). So a listener of the host, handed in, accepts clients of
the host, and a socket made here reaches the program.

What passes: bytes and datagrams, a half-close as a half-close, a reset as a reset.
What does not: how the bytes were cut into segments, and when they came. What is
observed is the connection between the door and the program.
"""

import socket
import struct
from contextlib import suppress
from queue import SimpleQueue
from select import select
from threading import Event, Thread
from typing import NamedTuple

from socketlab.tcp.endpoint import Endpoint

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset (socket(7))
LARGEST = 65536
MOST_VISITS = 12
"""Visits that wait until they are told of, so that a step begins before them."""

PATIENCE = 1.0
"""Seconds that a client waits at most for being told of."""


class Passed(NamedTuple):
    """A client came through the door (`came`), or left."""

    number: int
    came: bool
    told: Event


class Door:
    """Joins clients of the outside with the program inside.

    Attributes:
        events: who came and who left, in order.

    """

    def __init__(self, to: Endpoint) -> None:
        """`to` is where the program listens."""
        self.to = to
        self.events: SimpleQueue[Passed] = SimpleQueue()

    def open(self, listener: socket.socket) -> None:
        """Let TCP clients in, who connect to a listener of the outside."""
        Thread(target=self.admit, args=(listener,), daemon=True).start()

    def open_mailbox(self, mailbox: socket.socket) -> None:
        """Let datagrams in that come to a UDP socket of the outside."""
        Thread(target=self.relay_datagrams, args=(mailbox,), daemon=True).start()

    def admit(self, listener: socket.socket) -> None:
        """Take one client after another; each has a thread of its own."""
        number = 0
        while True:
            outside, _peer = listener.accept()
            number += 1
            Thread(target=self.join, args=(outside, number), daemon=True).start()

    def join(self, outside: socket.socket, number: int) -> None:
        """Join one client with the program until both directions have ended."""
        with outside:
            self.announce(number)
            try:
                inside = socket.create_connection((self.to.address, self.to.port))
            except OSError:
                outside.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            else:
                with inside:
                    Pair(outside, inside).carry()
            self.events.put(Passed(number, came=False, told=Event()))

    def announce(self, number: int) -> None:
        """Say who comes; back when it has been told, or nobody listens."""
        told = Event()
        self.events.put(Passed(number, came=True, told=told))
        if number <= MOST_VISITS:
            told.wait(PATIENCE)

    def relay_datagrams(self, mailbox: socket.socket) -> None:
        """Give each sender of the outside a socket inside."""
        inside: dict[tuple[str, int], socket.socket] = {}
        family = socket.AF_INET6 if ":" in self.to.address else socket.AF_INET
        while True:
            ready, _writable, _wrong = select([mailbox, *inside.values()], [], [])
            for sender in [one for one in inside if inside[one] in ready]:
                with suppress(OSError):  # nobody is there: ICMP said so
                    mailbox.sendto(inside[sender].recv(LARGEST), sender)
            if mailbox in ready:
                data, sender = mailbox.recvfrom(LARGEST)
                if sender not in inside:
                    inside[sender] = socket.socket(family, socket.SOCK_DGRAM)
                    inside[sender].connect((self.to.address, self.to.port))
                    self.announce(len(inside))
                with suppress(OSError):
                    inside[sender].send(data)


class Pair:
    """Two connections that are one: bytes are carried both ways."""

    def __init__(self, outside: socket.socket, inside: socket.socket) -> None:
        """Carry nothing yet."""
        self.both = (outside, inside)
        self.broken = False

    def carry(self) -> None:
        """Carry until both directions have ended, or one end was reset."""
        back = Thread(target=self.copy, args=self.both[::-1], daemon=True)
        back.start()
        self.copy(*self.both)
        back.join()

    def copy(self, source: socket.socket, target: socket.socket) -> None:
        """Carry bytes one way; an end stays an end, a reset a reset.

        SHUT_RD sends nothing (shutdown(2)); it wakes who waits to receive.
        """
        try:
            while data := source.recv(LARGEST):
                target.sendall(data)
            if not self.broken:
                target.shutdown(socket.SHUT_WR)
        except OSError:
            self.broken = True
            for one in self.both:
                with suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    one.shutdown(socket.SHUT_RD)
