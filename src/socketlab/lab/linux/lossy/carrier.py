"""Carries frames between the two wires, as a crossing says.

Facts (packet(7)): a packet socket gets what arrives on its device and what
others send there, never what it sends itself. A frame that is put on a wire
must bear the hardware address of the device at the other end of it, or it is
taken for somebody else's. A thread that waits in poll(2) holds no lock of the
interpreter, so the page goes on with its own calls.
"""

import heapq
import os
import random
import select
from collections.abc import Sequence
from contextlib import suppress
from socket import AF_PACKET, PACKET_OUTGOING, SOCK_RAW, socket
from threading import Condition, Thread
from time import monotonic_ns

from socketlab.lab.linux.lossy.crossing import Crossing, Odds
from socketlab.lab.linux.lossy.devices import Device
from socketlab.tcp.segment import decode

ETH_P_ALL, ETH_P_IP = 3, b"\x08\x00"
MAC, HEADER = 6, 14
LARGEST_FRAME = 65550

MILLISECOND = 1_000_000
PATIENCE = 20
"""How long a packet waits for another one to pass it, milliseconds of silence.

How often each packet arrives depends on the seed alone; in which order, on this.
"""

LONGEST = 5.0
"""How long somebody waits for packets that must come, seconds."""


class Carrier(Thread):
    """One thread that reads both wires and writes to both.

    Attributes:
        crossings: what becomes of what the first device sends, and the second.

    """

    def __init__(self, devices: Sequence[Device], odds: Odds, seed: int) -> None:
        """Open both wires; nothing is carried before `start`."""
        super().__init__(name="carrier", daemon=True)
        self.devices = devices
        self.odds = odds
        self.crossings = [
            Crossing(odds, random.Random(f"{seed} {place}").random)  # noqa: S311 chance
            for place in range(2)
        ]
        self.wires: list[socket] = []
        for device in devices:
            wire = socket(AF_PACKET, SOCK_RAW, 0)
            wire.bind((device.wire, ETH_P_ALL))
            wire.setblocking(False)  # noqa: FBT003 a setter
            self.wires.append(wire)
        self.due: list[tuple[int, int, int, bytes]] = []
        self.taken = 0
        self.holding = False
        self.held: list[tuple[int, bytes]] = []
        self.came = Condition()
        self.reads, self.writes = os.pipe()  # a byte in it ends the thread

    def run(self) -> None:
        """Carry until `stop`."""
        poll = select.poll()
        for one in (*(wire.fileno() for wire in self.wires), self.reads):
            poll.register(one, select.POLLIN)
        while True:
            ready = {fd for fd, _events in poll.poll(self.pause())}
            if self.reads in ready:
                return
            for place, wire in enumerate(self.wires):
                if wire.fileno() in ready:
                    self.read(place, wire)
                elif not ready:  # nobody comes who could pass
                    self.send_later(place, self.crossings[place].release())
            self.deliver()

    def pause(self) -> int | None:
        """How many milliseconds to wait for frames; None for ever."""
        if self.due:
            return max(0, -(-(self.due[0][0] - monotonic_ns()) // MILLISECOND))
        if any(one.behind for one in self.crossings):
            return PATIENCE
        return None

    def read(self, place: int, wire: socket) -> None:
        """Take in what a host has sent."""
        with suppress(BlockingIOError):
            while True:
                frame, sender = wire.recvfrom(LARGEST_FRAME)
                if sender[2] == PACKET_OUTGOING or frame[12:HEADER] != ETH_P_IP:
                    continue
                packet = decode(frame[HEADER:])
                payload = packet.payload if packet else b""
                self.send_later(place, self.crossings[place].take(frame, payload))

    def send_later(self, place: int, frames: Sequence[bytes]) -> None:
        """Put frames where they arrive at the other host, when it is time."""
        for frame in frames:
            self.taken += 1
            due = monotonic_ns() + self.odds.delay
            heapq.heappush(self.due, (due, self.taken, 1 - place, frame))

    def deliver(self) -> None:
        """Send every frame whose time has come."""
        while self.due and self.due[0][0] <= monotonic_ns():
            _due, _number, place, frame = heapq.heappop(self.due)
            with self.came:
                if self.holding:
                    self.held.append((place, frame))
                    self.came.notify()
                    continue
            self.put(place, frame)

    def put(self, place: int, frame: bytes) -> None:
        """Let a frame arrive at a host."""
        self.wires[place].send(self.devices[place].mac + frame[MAC:])

    def hold(self) -> None:
        """From now on everything stays on the wire."""
        with self.came:
            self.holding = True

    def pass_on(self, count: int, *, hold: bool) -> None:
        """Let what is on the wire arrive, once there are so many packets.

        Raises:
            TimeoutError: they have not come.

        """
        with self.came:
            if not self.came.wait_for(lambda: len(self.held) >= count, LONGEST):
                raise TimeoutError(f"there are not {count} packets on the wire")
            self.holding = hold
            for place, frame in self.held:
                self.put(place, frame)
            self.held.clear()

    def stop(self) -> None:
        """End the thread; what is under way is lost."""
        os.write(self.writes, b".")
        self.join()
        for one in self.wires:
            one.close()
        os.close(self.reads)
        os.close(self.writes)
