"""The states of a TCP connection and every arrow between them (RFC 9293).

`ARROWS` is figure 5 of the RFC, arrow by arrow; `OMITTED` is what its text says
besides. The picture of the diagram and the inference both read these tables.

A sentence of an arrow is English and marked for the catalogues: whoever shows
it translates it.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct


class State(StrEnum):
    """The eleven states (section 3.3.2), spelled as code spells them."""

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

    @property
    def ss(self) -> str:
        """The spelling of ss(8), for a socket table: `ESTAB`, `SYN-RECV`."""
        return _SS.get(self, self.label)


# Where ss(8) spells a state otherwise than the RFC.
_SS: Final = {
    State.CLOSED: "UNCONN",
    State.SYN_RECEIVED: "SYN-RECV",
    State.ESTABLISHED: "ESTAB",
}


class Event(StrEnum):
    """What moves an end from one state to another, in the RFC's words.

    `RECEIVE_RST` in SYN-RECEIVED is one that follows a passive OPEN; note 1 of
    the figure sets `RECEIVE_RST_AFTER_ACTIVE_OPEN` apart.
    """

    PASSIVE_OPEN = "passive OPEN"
    ACTIVE_OPEN = "active OPEN"
    SEND = "SEND"
    CLOSE = "CLOSE"
    ABORT = "ABORT"
    RECEIVE_SYN = "receive SYN"
    RECEIVE_SYN_ACK = "receive SYN, ACK"
    RECEIVE_ACK_OF_SYN = "receive ACK of SYN"
    RECEIVE_FIN = "receive FIN"
    RECEIVE_ACK_OF_FIN = "receive ACK of FIN"
    RECEIVE_FIN_AND_ACK_OF_FIN = "receive FIN, ACK of FIN"
    RECEIVE_RST = "receive RST"
    RECEIVE_RST_AFTER_ACTIVE_OPEN = "receive RST (active OPEN)"
    USER_TIMEOUT = "user time-out"
    TIMEOUT_2MSL = "2MSL time-out"


class Arrow(Struct, frozen=True):
    """One transition.

    Attributes:
        state: where it starts.
        event: what sets it off.
        next: where it ends.
        sends: what the end sends on the way, `SYN, ACK`; empty for nothing.
        section: the section of RFC 9293 that says so.
        why: one English sentence, marked for the catalogues.

    """

    state: State
    event: Event
    next: State
    sends: str
    section: str
    why: str


def N_(sentence: str) -> str:  # noqa: N802 the name by which Babel finds sentences
    """Mark a sentence for the catalogues without translating it."""
    return sentence


# Figure 5, from top to bottom.
# fmt: off
ARROWS: Final[tuple[Arrow, ...]] = (
    Arrow(State.CLOSED, Event.PASSIVE_OPEN, State.LISTEN, "",
          "3.10.1", N_("A server opens its port and waits for whoever comes.")),
    Arrow(State.CLOSED, Event.ACTIVE_OPEN, State.SYN_SENT, "SYN",
          "3.10.1", N_("A client asks for a connection.")),
    Arrow(State.LISTEN, Event.RECEIVE_SYN, State.SYN_RECEIVED, "SYN, ACK",
          "3.10.7.2", N_("A client asks, and the server answers with its own SYN.")),
    Arrow(State.LISTEN, Event.SEND, State.SYN_SENT, "SYN",
          "3.10.2",
          N_("A waiting end has something to say and asks for a connection itself.")),
    Arrow(State.LISTEN, Event.CLOSE, State.CLOSED, "",
          "3.10.4", N_("The server stops waiting.")),
    Arrow(State.SYN_SENT, Event.RECEIVE_SYN, State.SYN_RECEIVED, "SYN, ACK",
          "3.10.7.3", N_("Both ends ask at once: a simultaneous open.")),
    Arrow(State.SYN_SENT, Event.RECEIVE_SYN_ACK, State.ESTABLISHED, "ACK",
          "3.10.7.3", N_("The server has agreed, and the client confirms it.")),
    Arrow(State.SYN_SENT, Event.CLOSE, State.CLOSED, "",
          "3.10.4", N_("The client gives up before anybody has answered.")),
    Arrow(State.SYN_RECEIVED, Event.RECEIVE_ACK_OF_SYN, State.ESTABLISHED, "",
          "3.10.7.4", N_("The answer was heard: both ends know that both want it.")),
    Arrow(State.SYN_RECEIVED, Event.RECEIVE_RST, State.LISTEN, "",
          "3.10.7.4",
          N_("The client takes its request back, and the server waits again.")),
    Arrow(State.SYN_RECEIVED, Event.CLOSE, State.FIN_WAIT_1, "FIN",
          "3.10.4",
          N_("This end closes although nobody has confirmed the connection yet.")),
    Arrow(State.ESTABLISHED, Event.CLOSE, State.FIN_WAIT_1, "FIN",
          "3.10.4", N_("This end closes first: the active close.")),
    Arrow(State.ESTABLISHED, Event.RECEIVE_FIN, State.CLOSE_WAIT, "ACK",
          "3.10.7.4",
          N_("The other end has closed; this one has yet to: the passive close.")),
    Arrow(State.FIN_WAIT_1, Event.RECEIVE_ACK_OF_FIN, State.FIN_WAIT_2, "",
          "3.10.7.4",
          N_("The other end knows that we have closed, and may go on sending.")),
    Arrow(State.FIN_WAIT_1, Event.RECEIVE_FIN, State.CLOSING, "ACK",
          "3.10.7.4", N_("Both ends closed at once: a simultaneous close.")),
    Arrow(State.FIN_WAIT_2, Event.RECEIVE_FIN, State.TIME_WAIT, "ACK",
          "3.10.7.4",
          N_("The other end has closed too; this one stays to answer stragglers.")),
    Arrow(State.CLOSE_WAIT, Event.CLOSE, State.LAST_ACK, "FIN",
          "3.10.4", N_("This end closes too, after the other one.")),
    Arrow(State.CLOSING, Event.RECEIVE_ACK_OF_FIN, State.TIME_WAIT, "",
          "3.10.7.4", N_("Each end knows that the other has closed.")),
    Arrow(State.LAST_ACK, Event.RECEIVE_ACK_OF_FIN, State.CLOSED, "",
          "3.10.7.4", N_("The last word was heard: nothing is left to remember.")),
    Arrow(State.TIME_WAIT, Event.TIMEOUT_2MSL, State.CLOSED, "",
          "3.10.8", N_("No segment of this connection can be under way any more.")),
)
# fmt: on

_RESET_SENT = N_("This end gives the connection up and says so with a reset.")
_GIVEN_UP = N_("This end gives the connection up; both have closed already.")
_RESET_RECEIVED = N_("The other end has given the connection up or forgotten it.")
_UNHEARD = N_("The other end has not answered for too long.")

# What the RFC's text says and its figure leaves out. Note 3 of the figure lets an
# end that sends a reset stay in TIME-WAIT; section 3.10.5 forgets it at once, as
# kernels do, and so does this table.
# fmt: off
OMITTED: Final[tuple[Arrow, ...]] = (
    Arrow(State.LISTEN, Event.ACTIVE_OPEN, State.SYN_SENT, "SYN",
          "3.10.1", N_("A waiting end asks for a connection itself.")),
    Arrow(State.LISTEN, Event.ABORT, State.CLOSED, "",
          "3.10.5", N_("The server stops waiting.")),
    Arrow(State.SYN_SENT, Event.RECEIVE_RST, State.CLOSED, "",
          "3.10.7.3", N_("Nobody listens there: the request is refused.")),
    Arrow(State.SYN_SENT, Event.ABORT, State.CLOSED, "",
          "3.10.5", N_("The client gives up before anybody has answered.")),
    Arrow(State.SYN_RECEIVED, Event.RECEIVE_SYN, State.LISTEN, "",
          "3.10.7.4", N_("Another request makes this one void (erratum 8710).")),
    Arrow(State.SYN_RECEIVED, Event.RECEIVE_RST_AFTER_ACTIVE_OPEN, State.CLOSED, "",
          "3.10.7.4",
          N_("The other end refuses what was a simultaneous open (note 1).")),
    Arrow(State.SYN_RECEIVED, Event.RECEIVE_FIN, State.CLOSE_WAIT, "ACK",
          "3.10.7.4", N_("The other end has closed before we could send anything.")),
    Arrow(State.FIN_WAIT_1, Event.RECEIVE_FIN_AND_ACK_OF_FIN, State.TIME_WAIT, "ACK",
          "3.10.7.4",
          N_("The other end closes and confirms our close in one segment (note 2).")),
    Arrow(State.TIME_WAIT, Event.RECEIVE_SYN, State.SYN_RECEIVED, "SYN, ACK",
          "3.6.1", N_("A new connection may take the place of an old one.")),
    *(
        Arrow(state, Event.ABORT, State.CLOSED, "RST", "3.10.5", _RESET_SENT)
        for state in (
            State.SYN_RECEIVED,
            State.ESTABLISHED,
            State.FIN_WAIT_1,
            State.FIN_WAIT_2,
            State.CLOSE_WAIT,
        )
    ),
    *(
        Arrow(state, Event.ABORT, State.CLOSED, "", "3.10.5", _GIVEN_UP)
        for state in (State.CLOSING, State.LAST_ACK, State.TIME_WAIT)
    ),
    *(
        Arrow(state, Event.RECEIVE_RST, State.CLOSED, "", "3.10.7.4", _RESET_RECEIVED)
        for state in (
            State.ESTABLISHED,
            State.FIN_WAIT_1,
            State.FIN_WAIT_2,
            State.CLOSE_WAIT,
            State.CLOSING,
            State.LAST_ACK,
            State.TIME_WAIT,
        )
    ),
    *(
        Arrow(state, Event.USER_TIMEOUT, State.CLOSED, "", "3.10.8", _UNHEARD)
        for state in (
            State.SYN_SENT,
            State.SYN_RECEIVED,
            State.ESTABLISHED,
            State.FIN_WAIT_1,
            State.FIN_WAIT_2,
            State.CLOSE_WAIT,
            State.CLOSING,
            State.LAST_ACK,
        )
    ),
)
# fmt: on

# The same as a look-up: where an event leads from a state.
NEXT: Final = {(arrow.state, arrow.event): arrow.next for arrow in ARROWS + OMITTED}


def follow(state: State, event: Event) -> State:
    """Say where an event leads.

    Raises:
        ValueError: the RFC has no such transition: the event is an error there,
            or leaves the state as it is.

    """
    try:
        return NEXT[state, event]
    except KeyError:
        raise ValueError(f"RFC 9293 has no {event} in {state.label}") from None
