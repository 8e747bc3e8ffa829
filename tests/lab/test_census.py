"""What a page expects of the kernel's table of sockets."""

import pytest

from socketlab.evidence.observation import (
    PACKETS,
    SOCK_DIAG,
    TYPES,
    AnyObservation,
    StateSeen,
    StructureSeen,
)
from socketlab.evidence.timeline import Timeline
from socketlab.lab.census import Absent, Count, Takes
from socketlab.lab.expectation import Expected
from socketlab.lab.judgement import Whom, Window, judge
from socketlab.lab.record import Outcome
from socketlab.tcp.states import State
from tests.evidence.sightings import NEAR, OTHER, inference, look

WINDOW = Window(1000, 2000)
ONE, TWO = Whom("server", (NEAR,)), Whom("server", (NEAR, OTHER))


@pytest.mark.parametrize(
    ("whom", "seen", "outcome", "words"),
    [
        (ONE, [look(State.CLOSED, 1500)], "agrees", "no socket"),
        (ONE, [look(State.SYN_RECEIVED, 1500)], "disagrees", "SYN_RECEIVED"),
        (ONE, [look(State.CLOSED, 999)], "not observed", None),
        (TWO, [look(State.CLOSED, 1500)], "not observed", None),
        (Whom("server"), [], "not observed", None),
        (
            TWO,
            [look(State.CLOSED, 1500), look(State.ESTABLISHED, 1500, OTHER)],
            "disagrees",
            "1 ESTABLISHED, 1 no socket",
        ),
    ],
)
def test_the_last_look_decides(
    whom: Whom, seen: list[StateSeen], outcome: Outcome, words: str | None
) -> None:
    """It agrees if the kernel knew none of the ends when it was last asked."""
    said = Absent().witnesses(whom, WINDOW, Timeline(seen))

    assert outcome == judge(said)[0]
    assert words == (said[SOCK_DIAG][0] if said else None)


@pytest.mark.parametrize(
    ("number", "seen", "outcome", "words"),
    [
        (1, [State.SYN_RECEIVED, State.CLOSED], "agrees", "1"),
        (2, [State.SYN_RECEIVED, State.CLOSED], "disagrees", "1"),
        (0, [State.CLOSED, State.CLOSED], "agrees", "0"),
        (0, [State.CLOSED], "not observed", None),
    ],
)
def test_ends_are_counted(
    number: int, seen: list[State], outcome: Outcome, words: str | None
) -> None:
    """So many and no more are in the state, whichever they are."""
    expected = Count(State.SYN_RECEIVED, number)
    looks = [look(one, 1500, end) for one, end in zip(seen, TWO.ends, strict=False)]
    said = expected.witnesses(TWO, WINDOW, Timeline(looks))

    assert outcome == judge(said)[0]
    assert words == (said[SOCK_DIAG][0] if said else None)
    assert str(number) == expected.short()
    assert f"{number} of 2 ends at the server are in SYN-RECEIVED." == str(
        expected.sentence(TWO)
    )


def test_segments_have_no_say() -> None:
    """What segments imply is no evidence of a socket, nor of none."""
    seen = Timeline([inference(None, State.SYN_RECEIVED, 1500)])

    assert {} == Absent().witnesses(ONE, WINDOW, seen)
    assert PACKETS not in Absent.sources


def test_it_speaks_of_one_or_of_all() -> None:
    """The sentence counts the connections; the short form does not."""
    assert [
        "The server has no socket for this connection.",
        "The server has no socket for any of 2 connections.",
    ] == [str(Absent().sentence(whom)) for whom in (ONE, TWO)]
    assert "no socket" == Absent().short()


def test_a_page_can_expect_them() -> None:
    """They are among the things that a page may hand to expect()."""
    assert isinstance(Absent(), Expected)
    assert isinstance(Count(State.LISTEN, 1), Expected)


def structure(name: str, size: int) -> StructureSeen:
    """What the kernel says of a structure."""
    return StructureSeen(source=TYPES, time=500, structure=name, size=size)


@pytest.mark.parametrize(
    ("seen", "outcome", "words"),
    [
        ([structure("tcp_sock", 8)], "agrees", "tcp_sock 8 bytes"),
        ([structure("tcp_sock", 9)], "agrees", "tcp_sock 9 bytes"),
        ([structure("tcp_sock", 7)], "disagrees", "tcp_sock 7 bytes"),
        ([structure("tcp_sock", 10)], "disagrees", "tcp_sock 10 bytes"),
        ([structure("udp_sock", 8)], "not observed", None),
        ([], "not observed", None),
    ],
)
def test_what_the_kernel_says_of_a_structure_decides(
    seen: list[AnyObservation], outcome: Outcome, words: str | None
) -> None:
    """It agrees if the structure is neither smaller nor larger."""
    said = Takes("tcp_sock", 8, 9).witnesses(ONE, WINDOW, Timeline(seen))

    assert outcome == judge(said)[0]
    assert words == (said[TYPES][0] if said else None)


def test_a_structure_is_expected_in_words() -> None:
    """In a sentence, and in short."""
    expected = Takes("tcp_sock", 8, 9)

    assert (
        "The structure tcp_sock of the kernel takes 8 to 9 bytes.",
        "tcp_sock 8-9 bytes",
    ) == (str(expected.sentence(ONE)), expected.short())
