"""Members of a room, in one loop: they join, they speak, they listen."""

import socket
from contextlib import suppress
from select import EPOLLIN, epoll
from time import monotonic, monotonic_ns, process_time
from typing import Self

from socketlab.bench.chat.transcript import SAMPLES, Listener, Speaker, Transcript
from socketlab.bench.chat.workload import Workload, compose
from socketlab.bench.figures import Figures, quantile
from socketlab.bench.process import Server

CHUNK = 1 << 20
STALL = 20.0  # seconds without anything new, after which a phase has failed
QUIET = 0.3  # seconds without a byte, after which the room has settled
LATE = 4.0  # seconds for the last messages to arrive
AT_MOST = 0.005  # seconds between two looks at the time


class LoadError(Exception):
    """The room did not do its part; the text says what came instead."""


class Newcomer:
    """A member from the connection to the end of the list of names."""

    def __init__(self, number: int, place: tuple[str, int]) -> None:
        """Connect and register (RFC 2812 section 3.1)."""
        self.number = number
        self.socket = socket.create_connection(place, STALL)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.settimeout(0)
        self.reply(b"NICK n%05d\r\nUSER u 0 * :x\r\n" % number)
        self.partial = b""
        self.joined = False

    def reply(self, data: bytes) -> None:
        """Send a little, which the send buffer takes."""
        with suppress(BlockingIOError):
            self.socket.send(data)

    def hear(self, data: bytes) -> bool:
        """Go on with the registration; True: the room was entered just now."""
        *lines, self.partial = (self.partial + data).split(b"\n")
        was = self.joined
        for line in lines:
            if line.startswith(b"PING"):
                self.reply(b"PONG" + line[4:] + b"\n")
            if self.joined:
                continue
            word = line.split(b" ", 2)[1:2]
            if word == [b"001"]:
                self.reply(b"JOIN #room\r\n")
            elif word == [b"366"]:
                self.joined = True
            elif line.startswith(b"ERROR") or word in ([b"433"], [b"465"], [b"471"]):
                raise LoadError(line.decode(errors="replace").strip())
        return self.joined and not was


class Load:
    """A load on one server; close it, or use it in a `with`."""

    def __init__(self, work: Workload, place: tuple[str, int]) -> None:
        """Say how much, and where."""
        self.work = work
        self.place = place
        self.poller = epoll()
        self.members: dict[int, Newcomer] = {}
        self.transcript = Transcript(work.senders)
        self.ears: dict[int, Listener | Speaker] = {}
        self.listeners: list[Listener] = []
        self.speakers: list[Speaker] = []
        self.mouths: list[socket.socket] = []
        self.unsent = [b""] * work.senders
        self.finished = [0] * work.senders  # messages that everybody has heard
        self.completed = 0

    def measure(self, server: Server | None) -> Figures:
        """Join, speak, and tell what it took; None: the server is not ours.

        Raises:
            LoadError: somebody could not join, or was thrown out.

        """
        idle_kb = server.rss_kb() if server else 0.0
        cpu = server.cpu() if server else 0.0
        join_s = self.join()
        self.settle()
        join_cpu = server.cpu() - cpu if server else None
        grown = server.rss_kb() - idle_kb if server else None
        cpu, own, began = (server.cpu() if server else 0.0), process_time(), monotonic()
        elapsed = self.speak()
        passed, own = monotonic() - began, process_time() - own
        cpu = server.cpu() - cpu if server else 0.0
        deliveries = sum(ear.received for ear in self.ears.values())
        said = sum(map(len, self.transcript.sent))
        step = max(1, deliveries // SAMPLES)
        times = sorted(t for one in self.listeners for t in one.latencies(step))
        return Figures(
            rate=round(deliveries / elapsed),
            p50_us=quantile(times, 0.5) / 1000,
            p99_us=quantile(times, 0.99) / 1000,
            cpu_us=cpu * 1e6 / max(1, deliveries) if server else None,
            rss_kb=server.rss_kb() if server else None,
            wrong=self.transcript.wrong + sum(one.wrong for one in self.ears.values()),
            lost=said * (self.work.members - 1) - deliveries,
            member_kb=grown / self.work.members if grown is not None else None,
            join_s=join_s,
            join_cpu_s=join_cpu,
            server_busy=cpu / passed if server else None,
            generator_busy=own / passed,
        )

    def join(self) -> float:
        """Let everybody join, so many at once; give the seconds it took."""
        began = moved = monotonic()
        joined = 0
        while joined < self.work.members:
            at_once = min(self.work.members, joined + self.work.joins)
            while len(self.members) < at_once:
                newcomer = Newcomer(len(self.members), self.place)
                self.members[newcomer.socket.fileno()] = newcomer
                self.poller.register(newcomer.socket, EPOLLIN)
            new = sum(
                self.members[fd].hear(self.read(self.members[fd].socket))
                for fd, _ in self.poller.poll(0.02)
            )
            joined += new
            moved = monotonic() if new else moved
            if monotonic() - moved > STALL:
                raise LoadError(f"{joined}/{self.work.members}")
        return monotonic() - began

    def settle(self) -> None:
        """Hear all the notices of joins."""
        until = monotonic() + STALL
        while monotonic() < until and (ready := self.poller.poll(QUIET)):
            for fd, _ in ready:
                self.members[fd].hear(self.read(self.members[fd].socket))

    def read(self, connection: socket.socket) -> bytes:
        """Read what has arrived."""
        try:
            data = connection.recv(CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LoadError(error.strerror or "") from error
        if not data:
            raise LoadError("EOF")
        return data

    def speak(self) -> float:
        """Speak for the time that is set; give the seconds until the last was heard."""
        for fd, member in self.members.items():
            ear: Listener | Speaker
            if member.number < self.work.senders:
                ear = Speaker(self.transcript, member.number, member.reply)
                self.speakers.append(ear)
                self.mouths.append(member.socket)
            else:
                ear = Listener(self.transcript, member.reply)
                self.listeners.append(ear)
            ear.partial = member.partial
            self.ears[fd] = ear
        began = heard = monotonic_ns()
        end = began + int(self.work.seconds * 1e9)
        while True:
            now = monotonic_ns()
            if now < end:
                self.say(now, began)
            elif self.is_complete() or now - heard > LATE * 1e9:
                return (heard - began) / 1e9
            if self.listen(self.pause(now, began, end)):
                heard = monotonic_ns()

    def listen(self, pause: float) -> bool:
        """Hear whoever has something to hear; False: nobody."""
        ready = self.poller.poll(pause, len(self.ears))
        for fd, _ in ready:
            data = self.read(self.members[fd].socket)
            self.ears[fd].hear(data, monotonic_ns())
        for speaker in self.speakers:
            speaker.compare()
        seen = min(ear.seen for ear in self.ears.values())
        for sender in self.transcript.whose[self.completed : seen]:
            self.finished[sender] += 1
        self.completed = seen
        return bool(ready)

    def is_complete(self) -> bool:
        """Whether everybody has heard everything."""
        return self.completed == sum(map(len, self.transcript.sent))

    def pause(self, now: int, began: int, end: int) -> float:
        """Give the seconds until there is something to say, at most `AT_MOST`."""
        if not self.work.rate or now >= end:
            return AT_MOST
        count = sum(map(len, self.transcript.sent))
        due = (began - monotonic_ns()) / 1e9 + count / self.work.rate
        return 0.0 if due < 0.001 else min(due - 0.001, AT_MOST)  # noqa: PLR2004 epoll counts milliseconds

    def say(self, now: int, began: int) -> None:
        """Say what is due, or what the windows allow."""
        sent = self.transcript.sent
        if self.work.rate:
            due = int((now - began) / 1e9 * self.work.rate) + 1
            for count in range(sum(map(len, sent)), due):
                self.utter(count % self.work.senders, 1, now)
            return
        for sender, numbers in enumerate(sent):
            self.utter(
                sender, self.work.window + self.finished[sender] - len(numbers), now
            )

    def utter(self, sender: int, count: int, now: int) -> None:
        """Send so many messages of a sender in one go."""
        numbers = self.transcript.sent[sender]
        first = len(numbers)
        numbers.extend([now] * count)
        data = self.unsent[sender] + b"".join(
            b"PRIVMSG #room :%b\r\n" % compose(sender, number, self.work.size)
            for number in range(first, first + count)
        )
        if not data:
            return
        try:
            taken = self.mouths[sender].send(data)
        except BlockingIOError:
            taken = 0
        except OSError as error:
            raise LoadError(error.strerror or "") from error
        self.unsent[sender] = data[taken:]

    def close(self) -> None:
        """Leave."""
        for member in self.members.values():
            member.socket.close()
        self.poller.close()

    def __enter__(self) -> Self:
        """Use it for a while."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave."""
        self.close()
