"""What a page can expect of a program: what it writes and what it has."""

from typing import ClassVar

from msgspec import Struct

from socketlab.evidence.observation import OUTPUT, PROC, ProgramSeen
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import Whom, Window, Witness
from socketlab.lab.record import Sentence, Value


class Shows(Struct, frozen=True, tag=True):
    """During the step a program writes exactly this; empty: it stays silent."""

    text: str

    sources: ClassVar[tuple[str, ...]] = (OUTPUT,)

    @property
    def lasting(self) -> bool:
        """Silence must hold for a while."""
        return not self.text

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        values = {"program": whom.program, "text": self.text.rstrip("\n")}
        if not self.text:
            return Sentence("{program} shows nothing.", values)
        return Sentence("{program} shows {text}.", values)

    def short(self) -> str:
        """The expected value."""
        return repr(self.text)

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Join what the program wrote during the step."""
        looks = [
            one
            for one in seen.outputs
            if one.program == whom.program and window.step <= one.time <= window.until
        ]
        if not looks:
            return {}
        text = "".join(look.text for look in looks)
        return {OUTPUT: (repr(text), text == self.text)}


class Sockets(Struct, frozen=True, tag=True):
    """The program's first process holds so many descriptors of sockets.

    With `at_least` more will do.
    """

    count: int
    at_least: bool = False
    sources: ClassVar[tuple[str, ...]] = (PROC,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        values: dict[str, Value] = {"program": whom.program, "count": self.count}
        if self.at_least:
            return Sentence("{program} holds at least {count} sockets.", values)
        return Sentence("{program} holds {count} sockets.", values)

    def short(self) -> str:
        """The expected value."""
        return f"{'>= ' if self.at_least else ''}{self.count} sockets"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Ask the last look at the program."""
        look = last_look(whom, window, seen)
        if look is None:
            return {}
        number = len(look.sockets)
        good = number == self.count or (self.at_least and number > self.count)
        return {PROC: (f"{number} sockets", good)}


class Children(Struct, frozen=True, tag=True):
    """The program has so many children that live, and so many zombies."""

    living: int
    zombies: int = 0
    sources: ClassVar[tuple[str, ...]] = (PROC,)
    lasting: ClassVar[bool] = False

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        return Sentence(
            "{program} has {living} living children and {zombies} zombies.",
            {
                "program": whom.program,
                "living": self.living,
                "zombies": self.zombies,
            },
        )

    def short(self) -> str:
        """The expected value."""
        return f"{self.living} children, {self.zombies} zombies"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Ask the last look at the program."""
        look = last_look(whom, window, seen)
        if look is None:
            return {}
        words = f"{len(look.children)} children, {len(look.zombies)} zombies"
        return {PROC: (words, words == self.short())}


def last_look(whom: Whom, window: Window, seen: Timeline) -> ProgramSeen | None:
    """The last look at a program in the window."""
    looks = [
        one
        for one in seen.others
        if isinstance(one, ProgramSeen)
        and one.program == whom.program
        and window.step <= one.time <= window.until
    ]
    return looks[-1] if looks else None
