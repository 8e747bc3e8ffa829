"""What a page expects of a program: agrees, disagrees, is not observed."""

from collections.abc import Sequence

import pytest

from socketlab.evidence.observation import (
    OUTPUT,
    PROC,
    AnyObservation,
    OutputSeen,
    ProgramSeen,
)
from socketlab.evidence.timeline import Timeline
from socketlab.lab.expectation import Expected
from socketlab.lab.judgement import Whom, Window, judge
from socketlab.lab.programs import Children, Shows, Sockets
from socketlab.lab.record import Outcome

WINDOW = Window(1000, 2000)
SERVER = Whom("server", program="echo server")


def look(
    time: int = 1500,
    *,
    sockets: int = 0,
    children: int = 0,
    zombies: int = 0,
    program: str = "echo server",
) -> ProgramSeen:
    """A look at a program."""
    return ProgramSeen(
        source=PROC,
        time=time,
        program=program,
        pid=1,
        state="S",
        sockets=tuple((fd, fd) for fd in range(sockets)),
        children=tuple(range(children)),
        zombies=tuple(range(zombies)),
    )


def wrote(text: str, time: int = 1500) -> OutputSeen:
    """A look at what a program wrote."""
    return OutputSeen(source=OUTPUT, time=time, program="echo server", text=text)


@pytest.mark.parametrize(
    ("expected", "seen", "outcome", "words"),
    [
        (Sockets(2), [look(sockets=2)], "agrees", "2 sockets"),
        (Sockets(2), [look(sockets=2), look(sockets=3)], "disagrees", "3 sockets"),
        (Sockets(2, at_least=True), [look(sockets=2)], "agrees", "2 sockets"),
        (Sockets(2, at_least=True), [look(sockets=3)], "agrees", "3 sockets"),
        (Sockets(2, at_least=True), [look(sockets=1)], "disagrees", "1 sockets"),
        (Sockets(2), [look(999, sockets=2)], "not observed", None),
        (Sockets(2), [look(sockets=2, program="other")], "not observed", None),
        (Sockets(2), [wrote("2")], "not observed", None),
        (Children(1), [look(children=1)], "agrees", "1 children, 0 zombies"),
        (Children(1), [look(zombies=1)], "disagrees", "0 children, 1 zombies"),
        (Children(0, 1), [look(zombies=1)], "agrees", "0 children, 1 zombies"),
        (Children(0), [], "not observed", None),
        (Shows("ab"), [wrote("a"), wrote("b")], "agrees", "'ab'"),
        (Shows("ab"), [wrote("a", 999), wrote("b")], "disagrees", "'b'"),
        (Shows(""), [wrote("")], "agrees", "''"),
        (Shows(""), [], "not observed", None),
    ],
)
def test_the_last_look_decides(
    expected: Expected,
    seen: Sequence[AnyObservation],
    outcome: Outcome,
    words: str | None,
) -> None:
    """What /proc and the program's output told during the step."""
    found = expected.witnesses(SERVER, WINDOW, Timeline(seen))

    assert outcome == judge(found)[0]
    assert next((said for said, _good in found.values()), None) == words


@pytest.mark.parametrize(
    ("expected", "sentence", "short"),
    [
        (Sockets(3), "echo server holds 3 sockets.", "3 sockets"),
        (
            Sockets(3, at_least=True),
            "echo server holds at least 3 sockets.",
            ">= 3 sockets",
        ),
        (
            Children(2, 1),
            "echo server has 2 living children and 1 zombies.",
            "2 children, 1 zombies",
        ),
        (Shows("hello\n"), "echo server shows hello.", "'hello\\n'"),
        (Shows(""), "echo server shows nothing.", "''"),
    ],
)
def test_it_says_what_is_expected(
    expected: Expected, sentence: str, short: str
) -> None:
    """In a sentence, and in short."""
    assert sentence == str(expected.sentence(SERVER))
    assert short == expected.short()


def test_only_silence_must_last() -> None:
    """That a program says nothing can only be said after a while."""
    assert Shows("").lasting
    assert not Shows("a").lasting
