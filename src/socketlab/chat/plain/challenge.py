"""A new address shows that it hears us before it hears the room.

The source of a datagram can be forged: without this, a few bytes in another's
name would send a whole conversation to it. The challenge is one short datagram,
and its answer must come from the same address.
"""

from collections.abc import Callable
from typing import TypeVar

from socketlab.chat.plain.form import Translator

V = TypeVar("V")
Address = tuple[str | int, ...]
TRIES = 5  # answers to one challenge
PAUSE = 2000  # milliseconds between two challenges to one address


class Challenges:
    """The addresses that were asked, and those that have answered."""

    def __init__(
        self, translate: Translator, draw: Callable[[], str], most: int = 1024
    ) -> None:
        """Remember at most so many of each; `draw` gives an unpredictable code."""
        self._ = translate
        self.draw = draw
        self.most = most
        self.asked: dict[Address, Asked] = {}
        self.answered: dict[Address, None] = {}

    def admit(self, address: Address, text: str, now: int) -> tuple[str | None, str]:
        """Take an unknown address's text; `now` in milliseconds.

        Returns:
            (its first text, "") if it may come in, or (None, what to tell it: may
            be nothing).

        """
        if address in self.answered:
            return text, ""
        asked = self.asked.get(address)
        if asked is None or (
            asked.tries >= TRIES and now - asked.time >= PAUSE * TRIES
        ):
            asked = Asked(self.draw(), text)
            remember(self.asked, address, asked, self.most)
            return None, self._ask(asked, now)
        asked.tries += 1
        if asked.tries > TRIES:
            return None, ""
        if text.endswith(asked.code):
            del self.asked[address]
            remember(self.answered, address, None, self.most)
            return asked.text, ""
        return None, self._ask(asked, now) if now - asked.time >= PAUSE else ""

    def _ask(self, asked: "Asked", now: int) -> str:
        asked.time = now
        _ = self._
        return _("Send {code} to come in.").format(code=asked.code)


class Asked:
    """One open challenge."""

    __slots__ = ("code", "text", "time", "tries")

    def __init__(self, code: str, text: str) -> None:
        """Keep what the address sent first: its nickname."""
        self.code = code
        self.text = text
        self.time = 0
        self.tries = 0


def remember(table: dict[Address, V], address: Address, value: V, most: int) -> None:
    """Put an address into a bounded table; the oldest makes room."""
    if len(table) >= most:
        del table[next(iter(table))]
    table[address] = value
