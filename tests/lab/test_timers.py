"""What a page expects of timers: agrees, disagrees, is not observed."""

from collections.abc import Sequence

import pytest

from socketlab.evidence.observation import PACKETS, SOCK_DIAG, SegmentSeen, StateSeen
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import Whom, Window, judge
from socketlab.lab.record import Outcome
from socketlab.lab.timers import Pauses, Timer
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State
from tests.evidence.sightings import (
    ACK,
    FAR,
    FIN,
    MS,
    NEAR,
    OTHER,
    datagram,
    sight,
)

WINDOW = Window(1000, 2000)
ONE, TWO = Whom("client", (NEAR,)), Whom("client", (NEAR, OTHER))


def look(timer: str, end: End = NEAR, time: int = 1500) -> StateSeen:
    """A look at an end."""
    return StateSeen(
        source=SOCK_DIAG, time=time, end=end, state=State.TIME_WAIT, timer=timer
    )


@pytest.mark.parametrize(
    ("expected", "whom", "seen", "outcome", "words"),
    [
        (Timer("on"), ONE, [look("on,200ms,0")], "agrees", "on,200ms,0"),
        (Timer("on"), ONE, [look("")], "disagrees", "none"),
        (Timer(""), ONE, [look("")], "agrees", "none"),
        (Timer(""), ONE, [look("on,1sec,0")], "disagrees", "on,1sec,0"),
        (Timer("on", 0, 9), ONE, [look("on,900ms,1")], "agrees", "on,900ms,1"),
        (Timer("on", 5, 9), ONE, [look("on,9sec,1")], "agrees", "on,9sec,1"),
        (Timer("on", 5, 8), ONE, [look("on,9sec,1")], "disagrees", "on,9sec,1"),
        (Timer("on"), ONE, [look("on,1sec,0", time=999)], "not observed", None),
        (Timer("on"), TWO, [look("on,1sec,0")], "not observed", None),
        (Timer("on"), Whom("client"), [], "not observed", None),
        (
            Timer("on"),
            TWO,
            [look("on,1sec,0"), look("", OTHER)],
            "disagrees",
            "1 none, 1 on,1sec,0",
        ),
    ],
)
def test_the_last_look_decides(
    expected: Timer,
    whom: Whom,
    seen: Sequence[StateSeen],
    outcome: Outcome,
    words: str | None,
) -> None:
    """The timer that sock_diag shows on every end, with the time it has left."""
    found = expected.witnesses(whom, WINDOW, Timeline(seen))

    assert outcome == judge(found)[0]
    assert (found[SOCK_DIAG][0] if found else None) == words


@pytest.mark.parametrize(
    ("expected", "sentence", "short"),
    [
        (Timer(""), "No timer runs at the client.", "none"),
        (Timer("on"), "The timer on runs at the client.", "on"),
        (
            Timer("timewait", 50, 60),
            "The timer timewait at the client has 50 to 60 seconds left.",
            "timewait 50-60 s",
        ),
    ],
)
def test_it_says_what_is_expected(expected: Timer, sentence: str, short: str) -> None:
    """In a sentence, and in short."""
    assert sentence == str(expected.sentence(ONE))
    assert short == expected.short()


def fins(*times: int, end: End = NEAR) -> list[SegmentSeen]:
    """FINs that an end sent, at so many milliseconds."""
    return [sight(end, FIN | ACK, time * MS, 1) for time in times]


@pytest.mark.parametrize(
    ("seen", "whom", "outcome", "words"),
    [
        (fins(1, 3, 7), ONE, "agrees", "FIN 2 4 ms"),
        (fins(1, 3, 7, 8), ONE, "agrees", "FIN 2 4 1 ms"),
        (fins(1, 3, 6), ONE, "disagrees", "FIN 2 3 ms"),
        (fins(1, 3), ONE, "disagrees", "FIN 2 ms"),
        (fins(1, 3, 7, end=FAR), ONE, "disagrees", "FIN  ms"),
        (fins(0, 1, 3, 9, 11), ONE, "agrees", "FIN 2 6 ms"),
        ([sight(NEAR, ACK, 2 * MS, 1), *fins(3)], ONE, "disagrees", "FIN  ms"),
        ([datagram(NEAR, 2 * MS), *fins(3, 5, 9)], ONE, "agrees", "FIN 2 4 ms"),
        (
            fins(1, 3, 7) + fins(8, end=OTHER),
            TWO,
            "disagrees",
            "1 FIN  ms, 1 FIN 2 4 ms",
        ),
        (fins(1, 3, 7), Whom("client"), "not observed", None),
        ([], ONE, "not observed", None),
    ],
)
def test_the_pauses_between_segments_are_measured(
    seen: Sequence[SegmentSeen], whom: Whom, outcome: Outcome, words: str | None
) -> None:
    """Only segments of this end and with these flags count, while the step lasts."""
    window = Window(1 * MS, 9 * MS)

    found = Pauses("FIN", (2, 4)).witnesses(whom, window, Timeline(seen))

    assert outcome == judge(found)[0]
    assert (found[PACKETS][0] if found else None) == words


def test_pauses_say_what_is_expected() -> None:
    """In a sentence, and in short."""
    expected = Pauses("FIN", (2, 4))

    assert (
        "The pauses between FIN of the client are at least 2, 4 ms.",
        "FIN >= 2 4 ms",
    ) == (str(expected.sentence(ONE)), expected.short())
