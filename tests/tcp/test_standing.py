"""Where one end stands in the RFC's table."""

from socketlab.tcp.standing import Standing
from socketlab.tcp.states import Event, State


def test_a_known_state_follows_the_table() -> None:
    """What the table does not have leaves it where it is."""
    standing = Standing()
    standing.forget(State.ESTABLISHED)
    standing.follow(Event.RECEIVE_FIN, "why")
    standing.follow(Event.RECEIVE_FIN)
    standing.narrow(frozenset({State.CLOSED}))

    assert State.CLOSE_WAIT is standing.state
    assert [(State.ESTABLISHED, State.CLOSE_WAIT, "why")] == standing.changes


def test_an_unknown_state_is_told_once_one_is_left() -> None:
    """Each fact leaves fewer of them."""
    standing = Standing()
    standing.narrow(frozenset({State.ESTABLISHED, State.FIN_WAIT_2, State.CLOSED}))
    standing.follow(Event.RECEIVE_FIN)

    assert standing.state is None
    standing.narrow(frozenset({State.TIME_WAIT}))
    assert [(None, State.TIME_WAIT, "")] == standing.changes


def test_a_repetition_may_leave_an_unknown_state_as_it_is() -> None:
    """Both remain possible: that it moves now, and that it had moved before."""
    standing = Standing()
    standing.narrow(frozenset({State.ESTABLISHED, State.FIN_WAIT_1}))
    standing.follow(Event.CLOSE, "why", frozenset({State.FIN_WAIT_1}))

    assert [(None, State.FIN_WAIT_1, "why")] == standing.changes


def test_a_contradiction_makes_everything_possible_again() -> None:
    """Nothing is told from facts that cannot all be true."""
    standing = Standing()
    standing.narrow(frozenset())
    standing.narrow(frozenset({State.CLOSING}))

    assert [(None, State.CLOSING, "")] == standing.changes
