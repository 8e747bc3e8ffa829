"""Where one end stands in the RFC's table, as far as it is known."""

from collections.abc import Set as AbstractSet
from typing import Final

from socketlab.tcp.states import NEXT, Event, State

_EVERY: Final = frozenset(State)
_NONE: Final[frozenset[State]] = frozenset()


class Standing:
    """The states an end can be in, and the changes of the one it is in.

    An end whose beginning nobody saw can be in every state; what it does leaves
    fewer of them, and only when one is left is it said.

    Attributes:
        state: the state it is in; None as long as that is not proven.
        changes: what was concluded and not yet taken away: old, new, note.

    """

    __slots__ = ("_possible", "changes", "state")

    def __init__(self) -> None:
        """Know nothing."""
        self.state: State | None = None
        self.changes: list[tuple[State | None, State, str]] = []
        self._possible = _EVERY

    def forget(self, state: State | None) -> None:
        """Stand elsewhere, without a change to tell of."""
        self.state = state
        self._possible = _EVERY

    def follow(
        self, event: Event, note: str = "", or_still: frozenset[State] = _NONE
    ) -> None:
        """Go where the table leads; where it leads nowhere, nothing has happened.

        As long as the state is not known, `or_still` are those in which the
        segment may be a repetition.
        """
        if self.state is None:
            reached = {
                NEXT[state, event] for state in self._possible if (state, event) in NEXT
            }
            self._keep(reached | (self._possible & or_still), note)
        elif (self.state, event) in NEXT:
            self.move(NEXT[self.state, event], note)

    def narrow(self, states: frozenset[State]) -> None:
        """It is in one of these, as in no other would it do what it did."""
        if self.state is None:
            self._keep(self._possible & states, "")

    def move(self, state: State, note: str = "") -> None:
        """It is in this state now, whatever the table says."""
        self.changes.append((self.state, state, note))
        self.state = state

    def _keep(self, states: AbstractSet[State], note: str) -> None:
        """One is left: that is its state. None is left: we were wrong before."""
        if len(states) == 1:
            (state,) = states
            self.move(state, note)
        else:
            self._possible = frozenset(states) or _EVERY
