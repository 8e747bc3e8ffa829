"""What happens inside the namespace while programs of the user are observed.

It is run as a page is, and takes steps as a page does: each is something that
happened, and the socket table is kept after each.
"""

import os
import signal
import socket
from collections.abc import Iterator
from gettext import gettext as _
from queue import Empty
from select import select
from subprocess import DEVNULL
from time import monotonic

import msgspec

from socketlab.lab.linux.laboratory import LinuxLab
from socketlab.lab.linux.observe.awaiting import (
    NotListeningError,
    await_listening,
    find_address,
)
from socketlab.lab.linux.observe.door import MOST_VISITS, Door, Passed
from socketlab.lab.linux.observe.gaze import Gaze
from socketlab.lab.linux.observe.guest import Guest
from socketlab.lab.linux.observe.order import Observing, filled, names
from socketlab.tcp.endpoint import Endpoint

PAUSE = 0.01
"""Seconds between two looks at the sockets."""

GRACE = 5.0
"""Seconds that a program has to end when it is told to."""

QUIET = 0.3
"""Seconds without a change after which nothing more is waited for."""

SETTLING = 3.0
"""Seconds at most that connections have to close when all clients have ended."""


class Visit:
    """One observation, from the start of the program to its end."""

    def __init__(self, lab: LinuxLab, observing: Observing) -> None:
        """Begin with two hosts; who is not bound to one of them is the second."""
        self.lab = lab
        self.observing = observing
        self.home, self.away = lab.hosts("server", "client")
        self.gaze = Gaze(lab.watch)
        self.began = monotonic()
        self.door: Door | None = None
        self.clients: list[Guest] = []
        self.told: set[str] = set()
        self.stopped = False

    def start(self) -> None:
        """Start the program, and once it listens the clients."""
        commands = (self.observing.command, *self.observing.clients)
        own, *others = names(commands)
        with self.lab.step("{program} starts.", program=own):
            self.program = self.guest(own, self.observing.command, self.home.address)
        if not self.observing.port:
            return
        await_listening(self.program, self.observing.port)
        address = find_address(self.observing.port, self.home.address)
        port = self.observing.port
        with self.lab.step("{program} listens on port {port}.", program=own, port=port):
            self.gaze.look()
        self.open_door(Endpoint(address, self.observing.port))
        for name, command in zip(others, self.observing.clients, strict=True):
            with self.lab.step("{program} starts.", program=name):
                self.clients.append(self.guest(name, command, address))

    def guest(self, name: str, command: tuple[str, ...], address: str) -> Guest:
        """Start one program of the user.

        Raises:
            NotListeningError: it could not be started.

        """
        given, out, err = self.observing.streams
        typed = self.observing.command
        if len(self.observing.clients) == 1:
            typed = self.observing.clients[0]  # who has one client, types to it
        host = self.home if command is self.observing.command else self.away
        words = filled(command, self.observing.port, address)
        streams = (given if command is typed else DEVNULL, out, err)
        try:
            guest = Guest(host, name, words, streams)
        except OSError as error:
            raise NotListeningError(
                _("Cannot start {command}: {reason}.").format(
                    command=words[0], reason=error.strerror
                )
            ) from error
        self.lab.watch.programs.append(guest)
        return guest

    def open_door(self, to: Endpoint) -> None:
        """Let clients of the host in, where that was asked for."""
        self.door = Door(to)
        if self.observing.door >= 0:
            self.door.open(socket.socket(fileno=self.observing.door))
        if self.observing.mailbox >= 0:
            self.door.open_mailbox(socket.socket(fileno=self.observing.mailbox))

    def watch(self) -> None:
        """Look on until it is over: told to, out of time, or all have ended."""
        while not self.over():
            self.gaze.look()
            self.tell_endings()
            self.tell_visits()
        self.settle_down()

    def over(self) -> bool:
        """Wait a moment; whether the observation is over."""
        if self.told_to_stop(PAUSE) or not self.program.alive:
            return True
        limit = self.observing.seconds
        if limit and monotonic() - self.began > limit:
            return True
        return bool(self.clients) and not any(one.alive for one in self.clients)

    def told_to_stop(self, wait: float) -> bool:
        """Whether the user wants the end."""
        stop = self.observing.stop
        if stop >= 0 and select([stop], [], [], wait)[0]:
            os.read(stop, 1)
            self.stopped = True
            return True
        return False

    def tell_endings(self) -> None:
        """Take a step for each client that has ended."""
        for client in self.clients:
            if not client.alive and client.name not in self.told:
                self.tell_ending(client)

    def tell_ending(self, guest: Guest) -> None:
        """Take a step: a program has ended."""
        self.told.add(guest.name)
        if name := name_signal(guest.process.poll() or 0):
            step = self.lab.step(
                "{program} was ended by {signal}.", program=guest.name, signal=name
            )
        else:
            step = self.lab.step(
                "{program} has ended with status {status}.",
                program=guest.name,
                status=guest.status or 0,
            )
        with step:
            pass

    def tell_visits(self) -> None:
        """Take a step for each visit from outside, as long as they are few."""
        for number, came, told in self.visits():
            if number > MOST_VISITS:
                if "visits" not in self.told:
                    self.told.add("visits")
                    with self.lab.step("More clients come from outside."):
                        pass
            elif came:
                with self.lab.step("Client {n} comes from outside.", n=number):
                    told.set()
            else:
                with self.lab.step("Client {n} from outside has gone.", n=number):
                    pass

    def visits(self) -> Iterator[Passed]:
        """Who came and left since the last time."""
        while self.door:
            try:
                yield self.door.events.get_nowait()
            except Empty:
                return

    def settle_down(self) -> None:
        """Let connections close by themselves, unless the user is in a hurry."""
        self.tell_endings()
        self.tell_visits()
        deadline = monotonic() + SETTLING
        quiet = monotonic() + QUIET
        while not self.stopped and monotonic() < min(deadline, quiet):
            if self.told_to_stop(PAUSE):
                return
            if self.gaze.look() and self.gaze.busy:
                quiet = monotonic() + QUIET
            if not self.program.alive:
                return

    def finish(self) -> None:
        """End the program as a user would, and look at what becomes of its sockets."""
        if not self.program.alive:
            self.tell_ending(self.program)
            self.gaze.look()
            return
        number = signal.SIGINT if self.stopped else signal.SIGTERM
        own = self.program.name
        with self.lab.step(
            "{program} is sent {signal}.", program=own, signal=number.name
        ):
            for one in (*self.clients, self.program):
                one.signal(number)
        deadline = monotonic() + GRACE
        while self.program.alive and monotonic() < deadline:
            self.gaze.look()
            if self.told_to_stop(PAUSE):
                break
        if self.program.alive:
            with self.lab.step("{program} goes on; it is killed.", program=own):
                self.program.process.stop()
        self.tell_ending(self.program)
        self.gaze.look()


def run(lab: LinuxLab, observing: str) -> None:
    """Observe; `observing` is the JSON form of an `Observing`."""
    visit = Visit(lab, msgspec.json.decode(observing, type=Observing))
    visit.start()
    visit.watch()
    visit.finish()


def name_signal(code: int) -> str:
    """Name the signal that ended a program, by poll()'s code; empty if none did."""
    try:
        return signal.Signals(-code).name
    except ValueError:  # an exit status, or a signal without a name
        return ""
