"""What a page expects of timers: agrees, disagrees, is not observed."""

from collections.abc import Sequence

import pytest

from socketlab.evidence.observation import SOCK_DIAG, StateSeen
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import Whom, Window, judge
from socketlab.lab.record import Outcome
from socketlab.lab.timers import Timer
from socketlab.tcp.endpoint import End
from socketlab.tcp.states import State
from tests.evidence.sightings import NEAR, OTHER

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
