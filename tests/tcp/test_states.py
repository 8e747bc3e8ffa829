"""The table of RFC 9293."""

import pytest

from socketlab.tcp.states import ARROWS, OMITTED, Arrow, Event, State, follow


def test_the_figure_has_twenty_arrows() -> None:
    """Figure 5, read off the page: where each arrow starts and ends."""
    figure = {
        ("CLOSED", "LISTEN"),
        ("CLOSED", "SYN_SENT"),
        ("LISTEN", "SYN_RECEIVED"),
        ("LISTEN", "SYN_SENT"),
        ("LISTEN", "CLOSED"),
        ("SYN_SENT", "SYN_RECEIVED"),
        ("SYN_SENT", "ESTABLISHED"),
        ("SYN_SENT", "CLOSED"),
        ("SYN_RECEIVED", "ESTABLISHED"),
        ("SYN_RECEIVED", "LISTEN"),
        ("SYN_RECEIVED", "FIN_WAIT_1"),
        ("ESTABLISHED", "FIN_WAIT_1"),
        ("ESTABLISHED", "CLOSE_WAIT"),
        ("FIN_WAIT_1", "FIN_WAIT_2"),
        ("FIN_WAIT_1", "CLOSING"),
        ("FIN_WAIT_2", "TIME_WAIT"),
        ("CLOSE_WAIT", "LAST_ACK"),
        ("CLOSING", "TIME_WAIT"),
        ("LAST_ACK", "CLOSED"),
        ("TIME_WAIT", "CLOSED"),
    }

    assert figure == {(arrow.state.value, arrow.next.value) for arrow in ARROWS}
    assert len(figure) == len(ARROWS)


def test_no_event_leads_to_two_states() -> None:
    """Over both tables, a state and an event have one arrow."""
    arrows = ARROWS + OMITTED

    assert len(arrows) == len({(arrow.state, arrow.event) for arrow in arrows})


def test_every_state_is_reached_and_left() -> None:
    """The figure joins all eleven states."""
    assert set(State) == {arrow.state for arrow in ARROWS}
    assert set(State) == {arrow.next for arrow in ARROWS}


def test_every_event_sets_something_off() -> None:
    """No event is only a word."""
    assert set(Event) == {arrow.event for arrow in ARROWS + OMITTED}


@pytest.mark.parametrize("arrow", ARROWS + OMITTED)
def test_following_the_table_reaches_the_next_state(arrow: Arrow) -> None:
    """`follow` knows each arrow, and each arrow says why and where it is written."""
    assert arrow.next == follow(arrow.state, arrow.event)
    assert arrow.section.startswith("3.")
    assert arrow.why.endswith(".")


def test_a_reset_in_syn_received_depends_on_the_open() -> None:
    """After a passive OPEN it leads back to LISTEN, after an active one to CLOSED."""
    ends = [
        follow(State.SYN_RECEIVED, Event.RECEIVE_RST),
        follow(State.SYN_RECEIVED, Event.RECEIVE_RST_AFTER_ACTIVE_OPEN),
    ]

    assert [State.LISTEN, State.CLOSED] == ends


def test_the_direct_way_to_time_wait_is_the_way_over_fin_wait_2() -> None:
    """Note 2 of the figure: one segment does what two would."""
    between = follow(State.FIN_WAIT_1, Event.RECEIVE_ACK_OF_FIN)
    direct = follow(State.FIN_WAIT_1, Event.RECEIVE_FIN_AND_ACK_OF_FIN)

    assert follow(between, Event.RECEIVE_FIN) == direct


def test_an_event_without_an_arrow_is_an_error() -> None:
    """It is named with its state, in the RFC's words."""
    with pytest.raises(ValueError, match="no receive FIN in LAST-ACK"):
        follow(State.LAST_ACK, Event.RECEIVE_FIN)


def test_states_have_a_spelling_for_text_and_one_for_socket_tables() -> None:
    """RFC 9293 and ss(8) agree on all but three."""
    labels = {state.label: state.ss for state in State if state.label != state.ss}

    assert labels == {
        "CLOSED": "UNCONN",
        "SYN-RECEIVED": "SYN-RECV",
        "ESTABLISHED": "ESTAB",
    }
    assert State.FIN_WAIT_2.ss == "FIN-WAIT-2"
