"""What the transports and the server that runs them know of each other."""

from typing import Protocol

from socketlab.chat.channel import Member
from socketlab.chat.log import Turn


class Seat(Protocol):
    """A reader with a socket behind it."""

    def forget(self, reason: str, /) -> list[tuple[Member, str]]:
        """End it; gives the members who leave the room with it, and why."""


class Handler(Protocol):
    """Something with a descriptor that waits for events."""

    descriptor: int

    def ready(self, events: int) -> None:
        """Do what can be done."""

    def fail(self) -> None:
        """Give up, after a mistake of ours: nobody else must notice."""


class Pausing(Protocol):
    """What is left alone for a while."""

    def resume(self) -> None:
        """Go on."""

    def fail(self) -> None:
        """Give up, after a mistake of ours: nobody else must notice."""


class Hub(Protocol):
    """What a transport needs of the server that runs it."""

    turn: Turn
    now: float  # CLOCK_MONOTONIC, seconds, set at the beginning of each turn

    def add(self, handler: Handler, /) -> None:
        """Wait for what a descriptor brings."""

    def remove(self, handler: Handler, /) -> None:
        """Wait no more, before the descriptor is closed."""

    def watch(self, descriptor: int, events: int, /) -> None:
        """Change what a descriptor is watched for."""

    def leave(self, seat: Seat, reason: str, /) -> None:
        """Take the seat's member out of the room when the turn ends."""

    def pause(self, pausing: Pausing, until: float, /) -> None:
        """Wake someone up at this time."""


class Transport(Handler, Protocol):
    """A socket of the server's own: a listener, a bound UDP socket."""

    def check(self) -> None:
        """Do what the time asks for."""

    def say_goodbye(self) -> None:
        """Tell everyone that the server ends."""

    def close(self) -> None:
        """Close the socket, and those of its connections."""
