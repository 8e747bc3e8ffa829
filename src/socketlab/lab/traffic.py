"""What a page can expect of payload: what travels, and what its own calls get."""

from typing import ClassVar

from msgspec import Struct

from socketlab.evidence.observation import CALLS, PACKETS, CallMade
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import Whom, Window, Witness, tally
from socketlab.lab.record import Sentence, Value


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
        if not self.text and not self.times:
            return Sentence("The {host} sends no data.", values)
        if not self.times:
            return Sentence("The {host} sends no packet with {text}.", values)
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
        counts = dict.fromkeys(whom.ends, 0)
        for one in seen.sent(window.step, window.until):
            packet = one.segment
            if one.end in counts and packet.length and wanted in packet.payload:
                counts[one.end] += 1
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


def quoted(text: str) -> str:
    """Spell a text as a call shows the bytes it got."""
    if not text:
        return "b''"
    shown = text.encode().decode("latin-1").encode("unicode_escape").decode("ascii")
    return f'"{shown}"'
