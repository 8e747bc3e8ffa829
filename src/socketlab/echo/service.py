"""The settings of an echo service, and what it reports while it runs."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

Address: TypeAlias = tuple[str, int]  # numeric address, port


class Ending(StrEnum):
    """Why a connection ended."""

    BYE = "bye"
    END_OF_INPUT = "end of input"
    LINE_TOO_LONG = "line too long"
    RESET = "reset"
    IDLE = "idle"
    LOST = "lost"
    STOPPED = "stopped"


class Refusal(StrEnum):
    """Why a connection was closed before it was served."""

    FULL = "full"
    NO_WORKER = "no worker"


class Events(Protocol):
    """What a service reports; called from whatever thread or process it happens in."""

    def listening(self, place: Address) -> None:
        """Say that clients are served from now on, and signals obeyed."""

    def opened(self, peer: Address) -> None:
        """Say that a client is being served."""

    def closed(self, peer: Address, ending: Ending) -> None:
        """Say that a client is no longer served, and why."""

    def refused(self, peer: Address, refusal: Refusal) -> None:
        """Say that a client was turned away, and why."""

    def exhausted(self, reason: str) -> None:
        """Say that no connection can be accepted for now, and why."""


class Silence:
    """Reports nothing."""

    def listening(self, place: Address) -> None:
        """Keep quiet."""

    def opened(self, peer: Address) -> None:
        """Keep quiet."""

    def closed(self, peer: Address, ending: Ending) -> None:
        """Keep quiet."""

    def refused(self, peer: Address, refusal: Refusal) -> None:
        """Keep quiet."""

    def exhausted(self, reason: str) -> None:
        """Keep quiet."""


MAX_LINE = 64 * 1024  # bytes; as much as one read takes, so a line is never many reads
GRACE = 3.0  # seconds


@dataclass(frozen=True, slots=True)
class Service:
    """What a server keeps to, whatever its concurrency model.

    Attributes:
        max_line: bytes of the longest line that is answered, without its LF.
        max_clients: clients served at once; more are turned away. None: no limit.
        idle: seconds without a byte in or out after which a connection is
            closed. None: a silent client may stay for ever.
        grace: seconds to finish the lines already received when told to stop.
        linger: seconds to wait, after our FIN, for the client's own. A close()
            that leaves received bytes unread sends RST, and a RST may destroy
            the last answer on its way (RFC 9293, section 3.6.1).
        events: what to tell.

    """

    max_line: int = MAX_LINE
    max_clients: int | None = None
    idle: float | None = None
    grace: float = GRACE
    linger: float = 1.0
    events: Events = field(default_factory=Silence)
