"""What its segments prove of one end: each branch of its life."""

import pytest

from socketlab.tcp.belief import ANSWERED, REPLACED, SENT_AGAIN, TAKEN, UNSEEN
from tests.tcp.script import ACTIVE, BOTH, PASSIVE, UP, live, notes, walk


@pytest.mark.parametrize(
    ("script", "path"),
    [
        (ACTIVE, UP),
        (PASSIVE, "LISTEN SYN_RECEIVED ESTABLISHED"),
        (BOTH, "CLOSED SYN_SENT SYN_RECEIVED ESTABLISHED"),
        (
            (*ACTIVE, "> F. 101 501", "< . 501 102", "< F. 501 102", "> . 102 502"),
            f"{UP} FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT",
        ),
        (
            (*ACTIVE, "> F. 101 501", "< F. 501 102"),
            f"{UP} FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT",
        ),
        (
            (*ACTIVE, "> F. 101 501", "< F. 501 101", "> . 102 502", "< . 502 102"),
            f"{UP} FIN_WAIT_1 CLOSING TIME_WAIT",
        ),
        (
            (*PASSIVE, "< F. 501 101", "> . 101 502", "> F. 101 502", "< . 502 102"),
            "LISTEN SYN_RECEIVED ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED",
        ),
        (
            ("< S 500", "> S. 100 501", "> F. 101 501", "< . 501 102"),
            "LISTEN SYN_RECEIVED FIN_WAIT_1 FIN_WAIT_2",
        ),
    ],
    ids=[
        "active open",
        "passive open",
        "simultaneous open",
        "active close",
        "FIN and ACK of FIN in one",
        "simultaneous close",
        "passive close",
        "close before the ACK of the SYN",
    ],
)
def test_a_life_is_told_in_the_order_of_the_table(
    script: tuple[str, ...], path: str
) -> None:
    """Each segment moves its end along the arrows of RFC 9293."""
    assert path == walk(*script)


def test_a_fin_counts_only_in_order() -> None:
    """What is missing before it has to arrive first."""
    early = (*ACTIVE, "< F. 506:2 101")

    assert UP == walk(*early)
    assert f"{UP} CLOSE_WAIT" == walk(*early, "< . 501:5 101")


def test_only_an_ack_that_covers_the_fin_acknowledges_it() -> None:
    """An ACK of the text before it is not enough."""
    script = (*ACTIVE, "> F. 101:3 501", "< . 501 104")

    assert f"{UP} FIN_WAIT_1" == walk(*script)
    assert f"{UP} FIN_WAIT_1 FIN_WAIT_2" == walk(*script, "< . 501 105")


@pytest.mark.parametrize("line", ["< R. 0 101", "> R. 101 0"])
def test_a_reset_ends_a_request(line: str) -> None:
    """It is refused, or given up."""
    assert "CLOSED SYN_SENT CLOSED" == walk("> S 100", line)


def test_a_reset_in_syn_received_leads_back_where_it_came_from() -> None:
    """To LISTEN after a passive OPEN, to CLOSED after a simultaneous one."""
    assert "LISTEN SYN_RECEIVED LISTEN" == walk(*PASSIVE[:2], "< R 501")
    assert "CLOSED SYN_SENT SYN_RECEIVED CLOSED" == walk(*BOTH[:3], "< R 501")


def test_a_reset_ends_every_state_but_time_wait() -> None:
    """There it is not heeded, as RFC 1337 advises."""
    life = (*ACTIVE, "> F. 101 501")

    assert f"{UP} FIN_WAIT_1 FIN_WAIT_2 CLOSED" == walk(*life, "< . 501 102", "< R 501")
    assert f"{UP} FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT" == walk(
        *life, "< F. 501 102", "< R 502"
    )


def test_a_reset_that_is_sent_ends_the_connection() -> None:
    """One that answers a segment leaves open when the end had closed."""
    assert f"{UP} CLOSED" == walk(*ACTIVE, "> R. 101 501", "> R 101")
    assert [] == notes(*ACTIVE, "> R. 101 501")
    assert [ANSWERED] == notes(*ACTIVE, "> R 101")


def test_nobody_is_where_a_syn_is_refused() -> None:
    """The answer to a SYN on a closed port shows CLOSED, once."""
    assert "- CLOSED" == walk("< S 500", "> R. 0 501", "< S 500", "> R. 0 501")


def test_a_syn_ack_sent_again_takes_establishment_back() -> None:
    """The kernel had dropped the ACK: its accept queue was full."""
    life = (*PASSIVE, "> S. 100 501")

    assert "LISTEN SYN_RECEIVED ESTABLISHED SYN_RECEIVED" == walk(*life)
    assert [SENT_AGAIN] == notes(*life)


def test_what_was_dropped_with_the_ack_is_taken_back_too() -> None:
    """Text and FIN that followed it did not arrive either."""
    life = (*PASSIVE, "< F. 501:5 101", "> S. 100 501")

    assert "LISTEN SYN_RECEIVED ESTABLISHED CLOSE_WAIT SYN_RECEIVED" == walk(*life)


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("> . 101:5 501", "ESTABLISHED"),
        ("> . 101 506", "ESTABLISHED"),
        ("> . 101 507", "ESTABLISHED CLOSE_WAIT"),
        ("> F. 101 501", "ESTABLISHED FIN_WAIT_1"),
    ],
)
def test_who_drops_an_ack_is_established_once_it_acts_so(line: str, then: str) -> None:
    """An ACK that arrives may be dropped like the one before."""
    life = (*PASSIVE, "> S. 100 501", "< F. 501:5 101")
    path = "LISTEN SYN_RECEIVED ESTABLISHED SYN_RECEIVED"

    assert path == walk(*life)
    assert f"{path} {then}" == walk(*life, line)
    assert [SENT_AGAIN, TAKEN] == notes(*life, line)[:2]


@pytest.mark.parametrize(
    ("script", "path"),
    [
        (("> S 100", "> . 101 501"), UP),
        (
            ("< S 500", "> S. 100 501", "> . 101:5 501"),
            "LISTEN SYN_RECEIVED ESTABLISHED",
        ),
        (("< S 500", "> S. 100 501", "> . 101 506"), "LISTEN SYN_RECEIVED ESTABLISHED"),
        ((*ACTIVE, "! F. 501 101", "> . 101 502"), f"{UP} CLOSE_WAIT"),
        ((*ACTIVE, "< F. 506 101", "> . 101 507"), f"{UP} CLOSE_WAIT"),
    ],
)
def test_what_an_end_sends_proves_what_it_has_received(
    script: tuple[str, ...], path: str
) -> None:
    """Even where the capture lacks it, or it was thought deaf."""
    assert path == walk(*script)
    assert [UNSEEN] == notes(*script)


def test_a_fin_counts_where_its_copy_comes_late() -> None:
    """The ACK of it stood before it in the capture."""
    assert f"{UP} CLOSE_WAIT" == walk(*ACTIVE, "> . 101 502", "< F. 501 101")


@pytest.mark.parametrize(
    ("before", "path"),
    [
        ((), "CLOSED SYN_SENT CLOSED SYN_SENT"),
        ((*ACTIVE[1:], "> F. 101 501", "< F. 501 102"), None),
        ((*ACTIVE[1:], "> R. 101 501"), f"{UP} CLOSED SYN_SENT"),
    ],
)
def test_a_new_syn_begins_a_new_life(before: tuple[str, ...], path: str | None) -> None:
    """The one before is gone, whether or not that could be seen."""
    told = walk(ACTIVE[0], *before, "> S 9000")

    assert (path or f"{UP} FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT CLOSED SYN_SENT") == told


def test_a_server_begins_a_new_life_in_listen() -> None:
    """A SYN in TIME-WAIT is answered by the listener, once the old end is gone."""
    life = (*PASSIVE, "> F. 101 501", "< F. 501 102", "< S 9000")
    path = "LISTEN SYN_RECEIVED ESTABLISHED FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT"

    assert path == walk(*life)
    assert f"{path} CLOSED LISTEN SYN_RECEIVED" == walk(*life, "> S. 7000 9001")
    assert [REPLACED] == notes(*life, "> S. 7000 9001")


def test_a_lost_syn_leaves_open_where_its_answer_comes_from() -> None:
    """From LISTEN, or from SYN-SENT: nobody has seen it."""
    assert "- SYN_RECEIVED" == walk("> S. 100 501")


def test_an_accepted_end_has_left_its_listener() -> None:
    """Not before its handshake is over, nor after its end."""
    scripts = [(), PASSIVE[:2], PASSIVE, (*PASSIVE, "> R. 101 501"), ACTIVE]

    assert [False, False, True, False, False] == [
        live(*each).accepted for each in scripts
    ]


@pytest.mark.parametrize(
    ("script", "path"),
    [
        (("> . 101:5 501", "< . 501 106"), ""),
        (("> . 101 501", "> . 101:5 501"), ""),
        (
            ("> . 101 501", "> . 101:5 501", "< . 501:5 106", "> . 106 506"),
            "- ESTABLISHED",
        ),
        (("> . 101 501", "> . 101:5 501", "< F. 501 106"), "- CLOSE_WAIT"),
        (
            ("> . 101:5 501", "> F. 106 501", "< . 501 107", "< F. 501 107"),
            "- TIME_WAIT",
        ),
        (("> F. 101 501", "< F. 501 101"), "- CLOSING"),
        (("> F. 101 501", "< F. 500 102"), ""),
        (("> F. 101 501", "< . 501:5 102", "> . 102 506"), "- FIN_WAIT_2"),
        (("< F. 501 101", "> . 101 501", "> . 101 502", "> F. 101 502"), ""),
        (("> . 101 501", "> . 101:5 501", "> . 106 509", "> F. 106 509"), ""),
        (("> . 101 501", "> . 101:5 501", "> F. 106 501", "< . 501 107"), ""),
        (("> . 101 501", "< R 501"), ""),
        (("> . 101 501", "> . 101:5 501", "< R 501"), "- CLOSED"),
        (("> R 101", "> R. 101 501"), "- CLOSED"),
        (("< . 501:5 101", "< R 506"), ""),
        (("> . 1 5", "< . 5:5 1", "> . 1 10", "> . 1 20", "> . 1:5 20"), ""),
    ],
)
def test_a_capture_that_begins_late_tells_only_what_is_proven(
    script: tuple[str, ...], path: str
) -> None:
    """The states it can be in become fewer; the last one left is told."""
    assert path == walk(*script)


@pytest.mark.parametrize(
    "line", ["< R 0", "< R. 0 100", "< R. 0 102", "< . 500 101", "> R 7000", "> S 100"]
)
def test_a_request_ignores_what_does_not_answer_it(line: str) -> None:
    """A reset must acknowledge the SYN; a foreign ACK is refused and forgotten."""
    assert "CLOSED SYN_SENT" == walk("> S 100", line)
    assert UP == walk("> S 100", line, "< S. 500 101")


@pytest.mark.parametrize("line", ["< . 501 77", "< . 501", "> R 77"])
def test_syn_received_waits_for_the_ack_of_its_syn(line: str) -> None:
    """Another number is refused with a reset, and it goes on waiting."""
    assert "LISTEN SYN_RECEIVED" == walk(*PASSIVE[:2], line)
    assert "LISTEN SYN_RECEIVED ESTABLISHED" == walk(*PASSIVE[:2], line, PASSIVE[2])


def test_nothing_moves_who_is_back_in_listen() -> None:
    """What is left of a void request is answered without a state."""
    script = (*PASSIVE[:2], "< R 501", "> R 101", "> . 101 501", "< . 501 101")

    assert "LISTEN SYN_RECEIVED LISTEN" == walk(*script)


@pytest.mark.parametrize("line", ["> F 101", "> P 101:5", "< F 501", "< P 501:5"])
def test_segments_without_ack_say_nothing(line: str) -> None:
    """After the handshake every segment acknowledges something."""
    assert UP == walk(*ACTIVE, line)


@pytest.mark.parametrize(
    ("line", "believed"),
    [
        ("< R 501", True),
        ("< R. 501 101", True),
        ("< R 514", True),
        ("< R 500", False),
        ("< R 503", False),
        (f"< R {501 + 2**30 + 1}", False),
    ],
)
def test_a_reset_is_believed_at_two_places(line: str, *, believed: bool) -> None:
    """At the next number expected, and at the end of what waits behind a gap."""
    life = (*ACTIVE, "< F. 508:5 101")

    assert UP + " CLOSED" * believed == walk(*life, line)


@pytest.mark.parametrize(
    "lines",
    [
        ("> . 101:5 501",),
        ("< . 501:5 101", "> . 101 506"),
        ("> R. 101 501",),
        ("> F. 101 501", "< R 501"),
    ],
)
def test_who_has_acted_as_established_stays_so(lines: tuple[str, ...]) -> None:
    """After text, its ACK, a FIN or a reset, an old SYN, ACK is only a copy."""
    assert walk(*PASSIVE, *lines) == walk(*PASSIVE, *lines, "> S. 100 501")
