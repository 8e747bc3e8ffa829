"""What the room said, and how far each member has heard it.

Everybody must hear the same lines in the same order. So the lines are taken apart
once, when the first listener hears them; of everyone else it is checked, as fast
as memory can be compared, that the same bytes come.
"""

from array import array
from collections import deque
from collections.abc import Callable

from socketlab.bench.chat.workload import recognise

SAMPLES = 200_000  # latencies looked at


class Transcript:
    """The messages in the order in which they were heard first."""

    def __init__(self, senders: int) -> None:
        """Start with nothing said; `sent` is written by who speaks."""
        self.data = bytearray()
        self.lines: list[bytes] = []
        self.whose: list[int] = []
        self.said = array("q")  # when each message was sent, nanoseconds
        self.sent: list[list[int]] = [[] for _ in range(senders)]
        self.expected = [0] * senders
        self.wrong = 0

    def add(self, line: bytes) -> bool:
        """Take a line that nobody heard before; False: it is no message."""
        found = recognise(line)
        if found is None:
            return False
        sender, number = found
        if not (
            sender < len(self.sent)
            and number < len(self.sent[sender])
            and number >= self.expected[sender]
        ):
            self.wrong += 1
            return True
        self.expected[sender] = number + 1  # what was skipped counts as lost
        self.data += line
        self.lines.append(line)
        self.whose.append(sender)
        self.said.append(self.sent[sender][number])
        return True


class Listener:
    """A member who only listens."""

    def __init__(self, transcript: Transcript, reply: Callable[[bytes], None]) -> None:
        """Start at the beginning; `reply` sends what the protocol asks for."""
        self.transcript = transcript
        self.reply = reply
        self.partial = b""
        self.cursor = 0  # bytes of the transcript
        self.seen = 0  # messages of the transcript
        self.received = 0
        self.wrong = 0
        self.heard = array("q")  # time, first message, messages; and so on

    def hear(self, data: bytes, now: int) -> None:
        """Take what arrived at a time."""
        if self.partial:
            data = self.partial + data
        cut = data.rfind(b"\n") + 1
        self.partial = data[cut:]
        if self.partial:
            data = data[:cut]
        before = self.seen
        if data and self.transcript.data.startswith(data, self.cursor):
            self.cursor += len(data)
            self.seen += data.count(b"\n")
        else:
            for line in data.splitlines(keepends=True):
                self.take(line)
        self.received += self.seen - before
        if self.seen > before:
            self.heard.extend((now, before, self.seen - before))

    def take(self, line: bytes) -> None:
        """Take one line: what the transcript has next, something new, or a ping."""
        known = self.transcript.lines
        if self.seen < len(known) and line == known[self.seen]:
            pass
        elif self.seen < len(known) and recognise(line):
            self.wrong += 1
            line = known[self.seen]
        elif not self.transcript.add(line):
            answer(line, self.reply)
            return
        if self.seen < len(known):
            self.cursor += len(line)
            self.seen += 1

    def latencies(self, step: int) -> list[int]:
        """Give the latency of every `step`th delivery, nanoseconds."""
        found, skip, said = [], 0, self.transcript.said
        heard = iter(self.heard)
        for now, first, count in zip(heard, heard, heard, strict=True):
            while skip < count:
                found.append(now - said[first + skip])
                skip += step
            skip -= count
        return found


class Speaker:
    """A member who speaks too; a room does not repeat their own words to them."""

    def __init__(
        self, transcript: Transcript, number: int, reply: Callable[[bytes], None]
    ) -> None:
        """Start at the beginning."""
        self.transcript = transcript
        self.number = number
        self.reply = reply
        self.partial = b""
        self.waiting: deque[bytes] = deque()  # lines that no listener has heard yet
        self.seen = 0
        self.received = 0
        self.wrong = 0

    def hear(self, data: bytes, now: int) -> None:  # noqa: ARG002 as a listener hears
        """Take what arrived."""
        lines = (self.partial + data).splitlines(keepends=True)
        if lines and not lines[-1].endswith(b"\n"):
            self.partial = lines.pop()
        else:
            self.partial = b""
        for line in lines:
            if recognise(line):
                self.waiting.append(line)
            else:
                answer(line, self.reply)

    def compare(self) -> None:
        """Follow the transcript as far as both go."""
        lines, whose, waiting = (
            self.transcript.lines,
            self.transcript.whose,
            self.waiting,
        )
        while self.seen < len(lines):
            if whose[self.seen] != self.number:
                if not waiting:
                    return
                self.wrong += waiting.popleft() != lines[self.seen]
                self.received += 1
            self.seen += 1


def answer(line: bytes, reply: Callable[[bytes], None]) -> None:
    """Answer a PING (RFC 2812 section 3.7.2); leave anything else."""
    if line.startswith(b"PING"):
        reply(b"PONG" + line[4:].rstrip(b"\r\n") + b"\r\n")
