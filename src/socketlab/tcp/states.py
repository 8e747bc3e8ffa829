"""The states of a TCP connection (RFC 9293, section 3.3.2)."""

from enum import StrEnum


class State(StrEnum):
    """The eleven states, spelled as code spells them."""

    CLOSED = "CLOSED"
    LISTEN = "LISTEN"
    SYN_SENT = "SYN_SENT"
    SYN_RECEIVED = "SYN_RECEIVED"
    ESTABLISHED = "ESTABLISHED"
    FIN_WAIT_1 = "FIN_WAIT_1"
    FIN_WAIT_2 = "FIN_WAIT_2"
    CLOSE_WAIT = "CLOSE_WAIT"
    CLOSING = "CLOSING"
    LAST_ACK = "LAST_ACK"
    TIME_WAIT = "TIME_WAIT"

    @property
    def label(self) -> str:
        """The spelling of RFC 9293, for text: `FIN-WAIT-2`."""
        return self.value.replace("_", "-")
