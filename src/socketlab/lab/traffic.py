"""What a page can expect of payload and of the answers of kernels to it."""

from collections.abc import Callable
from typing import ClassVar

from msgspec import Struct

from socketlab.evidence.observation import CALLS, PACKETS, CallMade
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import Whom, Window, Witness, tally
from socketlab.lab.record import Sentence, Value
from socketlab.tcp.endpoint import End
from socketlab.tcp.segment import Unreachable, Wire

PORT = 3
"""The code of ICMP's "port unreachable" (RFC 792)."""

MILLISECOND = 1_000_000


class Carries(Struct, frozen=True, tag=True):
    """During the step every end sends so many packets with this in their payload.

    Segments or datagrams, `times` exactly; only what the capture keeps of a
    payload is searched, its first 64 bytes. An empty text is in every payload.
    """

    text: str = ""
    times: int = 1

    sources: ClassVar[tuple[str, ...]] = (PACKETS,)

    @property
    def lasting(self) -> bool:
        """That nothing is sent must hold for a while."""
        return self.times == 0

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        values: dict[str, Value] = {
            "host": whom.host,
            "text": self.text.rstrip("\r\n"),
            "times": self.times,
            "count": len(whom.ends),
        }
        if not self.times:
            template = "The {host} sends no data."
            if self.text:
                template = "The {host} sends no packet with {text}."
            return Sentence(template, values)
        if not self.text and len(whom.ends) == 1:
            return Sentence("The {host} sends data in {times} packets.", values)
        if len(whom.ends) == 1 == self.times:
            return Sentence("The {host} sends one packet with {text}.", values)
        if len(whom.ends) == 1:
            return Sentence("The {host} sends {times} packets with {text}.", values)
        if self.times == 1:
            return Sentence(
                "From each of {count} ends the {host} sends one packet with {text}.",
                values,
            )
        return Sentence(
            "From each of {count} ends the {host} sends {times} packets with {text}.",
            values,
        )

    def short(self) -> str:
        """The expected value."""
        return f"{self.text!r} x{self.times}"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Count the packets that left each end."""
        if not seen.segments or not whom.ends:
            return {}
        wanted = self.text.encode()
        counts = count_sent(
            whom,
            window,
            seen,
            lambda packet: bool(packet.length) and wanted in packet.payload,
        )
        words = tally([f"{self.text!r} x{count}" for count in counts.values()])
        return {PACKETS: (words, set(counts.values()) == {self.times})}


class Receives(Struct, frozen=True, tag=True):
    """During the step the page's recv(2) calls on an end get exactly these texts.

    An empty text is the end of input, or an empty datagram.
    """

    texts: tuple[str, ...]
    sources: ClassVar[tuple[str, ...]] = (CALLS,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        if not self.texts:
            return Sentence("The {host} receives nothing.", {"host": whom.host})
        return Sentence(
            "The {host} receives {texts}.",
            {
                "host": whom.host,
                "texts": ", ".join(
                    text.rstrip("\r\n") if text else "b''" for text in self.texts
                ),
            },
        )

    def short(self) -> str:
        """The expected value."""
        return " ".join(map(quoted, self.texts)) or "nothing"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Join what the calls of the step returned."""
        calls = [one for one in seen.others if isinstance(one, CallMade)]
        if not calls:
            return {}
        got = [
            one.result
            for one in calls
            if one.end in whom.ends
            and one.name == "recv"
            and not one.errno
            and window.step <= one.time <= window.until
        ]
        words = " ".join(got) or "nothing"
        return {CALLS: (words, words == self.short())}


class Refuses(Struct, frozen=True, tag=True):
    """During the step an end's kernel answers so many datagrams with ICMP.

    "Port unreachable", exactly `times`: nobody has bound the port (RFC 1122, section
    4.1.3.1). It is sent for the place that the datagram was to reach.
    """

    times: int = 1
    sources: ClassVar[tuple[str, ...]] = (PACKETS,)

    @property
    def lasting(self) -> bool:
        """That none is sent must hold for a while."""
        return self.times == 0

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        values: dict[str, Value] = {"host": whom.host, "times": self.times}
        if not self.times:
            return Sentence(
                "The kernel of the {host} sends no ICMP port unreachable.", values
            )
        if self.times == 1:
            template = "The kernel of the {host} answers: ICMP port unreachable."
        else:
            template = (
                "The kernel of the {host} answers {times} times: ICMP port unreachable."
            )
        return Sentence(template, values)

    def short(self) -> str:
        """The expected value."""
        return f"ICMP x{self.times}"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Count the messages about datagrams to each end."""
        if not seen.segments or not whom.ends:
            return {}
        counts = count_sent(
            whom,
            window,
            seen,
            lambda packet: isinstance(packet, Unreachable) and packet.code == PORT,
        )
        words = tally([f"ICMP x{count}" for count in counts.values()])
        return {PACKETS: (words, set(counts.values()) == {self.times})}


class Acknowledges(Struct, frozen=True, tag=True):
    """During the step an end acknowledges the first data after so long a time.

    From the arrival of data to the next segment that the end sends, nanoseconds:
    `low` at least, and `high` at most, if that is not 0. Both are stamped in the
    kernel, so no process that waits for a processor comes between.
    """

    low: int = 0
    high: int = 0
    sources: ClassVar[tuple[str, ...]] = (PACKETS,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        low, high = self.low // MILLISECOND, self.high // MILLISECOND
        if not self.high:
            template = "The {host} acknowledges the data after {low} ms or more."
        else:
            template = "The {host} acknowledges the data within {high} ms."
        return Sentence(template, {"host": whom.host, "low": low, "high": high})

    def short(self) -> str:
        """The expected value."""
        low, high = self.low // MILLISECOND, self.high // MILLISECOND
        return f"ACK within {high} ms" if high else f"ACK after {low} ms"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Measure at every end; an end that has not answered refutes."""
        if not seen.segments or not whom.ends:
            return {}
        waits = [answer_time(end, window, seen) for end in whom.ends]
        good = all(
            wait is not None
            and self.low <= wait
            and (not self.high or wait <= self.high)
            for wait in waits
        )
        words = tally(["no ACK" if wait is None else "ACK" for wait in waits])
        if None not in waits and len(waits) == 1:
            words = f"ACK after {(waits[0] or 0) / MILLISECOND:.3f} ms"
        return {PACKETS: (words, good)}


def answer_time(end: End, window: Window, seen: Timeline) -> int | None:
    """From the first data that arrives at an end to its next segment."""
    arrived: int | None = None
    for one in seen.segments:
        if one.end != end or not window.step <= one.time <= window.until:
            continue
        if arrived is None:
            arrived = one.time if one.segment.length and not one.sent else None
        elif one.sent:
            return one.time - arrived
    return None


def count_sent(
    whom: Whom, window: Window, seen: Timeline, wanted: Callable[[Wire], bool]
) -> dict[End, int]:
    """Count the packets that left each end; one without a peer stands for all its."""
    counts = dict.fromkeys(whom.ends, 0)
    for one in seen.sent(window.step, window.until):
        if one.end is None or not wanted(one.segment):
            continue
        for end in (one.end, End(one.end.local)):
            if end in counts:
                counts[end] += 1
    return counts


def quoted(text: str) -> str:
    """Spell a text as a call shows the bytes it got."""
    if not text:
        return "b''"
    shown = text.encode().decode("latin-1").encode("unicode_escape").decode("ascii")
    return f'"{shown}"'
