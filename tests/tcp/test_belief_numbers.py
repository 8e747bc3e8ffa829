"""What its segments prove of one end: repeated ones, and numbers that wrap."""

import pytest

from tests.tcp.script import ACTIVE, UP, walk


@pytest.mark.parametrize(
    "line",
    [
        "> S 100",
        "< S. 500 101",
        "> . 101:5 501",
        "< . 501:5 106",
        "< . 511:5 106",
        "< F. 506 106",
        "< F. 507 106",
        "> F. 106 507",
        "< . 507 107",
        "< . 507 101",
        "< . 501:5 101",
        "< S 500",
    ],
)
def test_what_is_repeated_changes_nothing(line: str) -> None:
    """The same segment again, or an older one, moves nobody."""
    life = (*ACTIVE, "> . 101:5 501", "< . 501:5 106", "< F. 506 106", "> F. 106 507")

    assert f"{UP} CLOSE_WAIT LAST_ACK" == walk(*life)
    extra = " CLOSED" if line == "< . 507 107" else ""
    assert f"{UP} CLOSE_WAIT LAST_ACK{extra}" == walk(*life, line)


def test_sequence_numbers_wrap() -> None:
    """The whole life of a connection that crosses 2**32 on both sides."""
    script = (
        f"> S {2**32 - 2}",
        f"< S. {2**32 - 1} {2**32 - 1}",
        f"> . {2**32 - 1}:3 0",
        "< . 0:2 2",
        "> F. 2 2",
        "< . 2 3",
        "< F. 2 3",
    )

    assert f"{UP} FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT" == walk(*script)


@pytest.mark.parametrize("line", ["< . 501:5 102", f"< . {511 + 2**30 + 1} 102"])
def test_a_segment_out_of_the_window_acknowledges_nothing(line: str) -> None:
    """Whatever its ACK says, it is not read."""
    life = (*ACTIVE, "< . 501:5 101", "< . 506:5 101", "> . 101 511", "> F. 101 511")

    assert f"{UP} FIN_WAIT_1" == walk(*life, line)
    assert f"{UP} FIN_WAIT_1 FIN_WAIT_2" == walk(*life, line, "< . 506:5 102")
