"""What a page can expect of payload: each kind agrees, disagrees, is not observed."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from socketlab.evidence.observation import (
    CALLS,
    PACKETS,
    AnyObservation,
    CallMade,
    SegmentSeen,
)
from socketlab.evidence.timeline import Timeline
from socketlab.lab.expectation import Expected
from socketlab.lab.judgement import Whom, Window, judge
from socketlab.lab.record import Outcome
from socketlab.lab.traffic import Acknowledges, Carries, Receives, Refuses
from socketlab.tcp.endpoint import End
from socketlab.tcp.segment import Datagram, Flag, Unreachable
from tests.evidence.sightings import FAR, MS, NEAR, OTHER, sight

WINDOW = Window(1000, 2000)
LONG = Window(0, 100 * MS)
SERVER = Whom("server", (FAR,))
ONE, TWO = Whom("client", (NEAR,)), Whom("client", (NEAR, OTHER))


def sent(text: bytes, end: End = NEAR, time: int = 1500) -> AnyObservation:
    """A datagram that left an end."""
    assert end.remote
    packet = Datagram(end.local, end.remote, len(text), text)
    return SegmentSeen(
        source=PACKETS, time=time, end=end, number=1, sent=True, segment=packet
    )


def got(
    result: str,
    *,
    errno: str = "",
    end: End | None = NEAR,
    name: str = "recv",
    time: int = 1500,
) -> AnyObservation:
    """A call that a page made."""
    return CallMade(
        source=CALLS,
        time=time,
        end=end,
        host="client",
        name=name,
        result=result,
        errno=errno,
    )


@pytest.mark.parametrize(
    ("expected", "whom", "seen", "outcome", "words"),
    [
        (Carries("a"), ONE, [sent(b"ab"), sent(b"c")], "agrees", "'a' x1"),
        (Carries("a"), ONE, [sent(b"a")] * 2, "disagrees", "'a' x2"),
        (Carries("a"), ONE, [sent(b"a", time=999)], "disagrees", "'a' x0"),
        (Carries("a"), ONE, [sent(b"a", FAR)], "disagrees", "'a' x0"),
        (Carries("a"), ONE, [], "not observed", None),
        (Carries("a"), Whom("client"), [sent(b"a")], "not observed", None),
        (Carries(times=0), ONE, [sent(b"")], "agrees", "'' x0"),
        (Carries(times=0), ONE, [sent(b"a")], "disagrees", "'' x1"),
        (
            Carries("a"),
            TWO,
            [sent(b"a"), sent(b"a", OTHER)],
            "agrees",
            "'a' x1",
        ),
        (Carries("a"), TWO, [sent(b"a")], "disagrees", "1 'a' x0, 1 'a' x1"),
        (Receives(("a\n",)), ONE, [got('"a\\n"')], "agrees", '"a\\n"'),
        (Receives(("é",)), ONE, [got('"\\xc3\\xa9"')], "agrees", '"\\xc3\\xa9"'),
        (Receives(("a", "b")), ONE, [got('"a"'), got('"b"')], "agrees", '"a" "b"'),
        (Receives(("a", "")), ONE, [got('"a"'), got("b''")], "agrees", "\"a\" b''"),
        (Receives(("a",)), ONE, [got('"b"')], "disagrees", '"b"'),
        (Receives(()), ONE, [got("-1", errno="EAGAIN")], "agrees", "nothing"),
        (Receives(("a",)), ONE, [got('"a"', end=FAR)], "disagrees", "nothing"),
        (Receives(("a",)), ONE, [got('"a"', name="send")], "disagrees", "nothing"),
        (Receives(("a",)), ONE, [got('"a"', time=999)], "disagrees", "nothing"),
        (Receives(("a",)), ONE, [], "not observed", None),
    ],
)
def test_payload_is_judged_by_what_was_seen(
    expected: Expected,
    whom: Whom,
    seen: Sequence[AnyObservation],
    outcome: Outcome,
    words: str | None,
) -> None:
    """What left an end, and what a page's calls got, decides."""
    witnesses = expected.witnesses(whom, WINDOW, Timeline(seen))

    assert outcome == judge(witnesses)[0]
    said = [] if words is None else [words]
    assert said == [found for found, _good in witnesses.values()]
    assert set(witnesses) <= set(expected.sources)


@pytest.mark.parametrize(
    ("expected", "whom", "sentence", "short"),
    [
        (Carries("a\n", 2), ONE, "The client sends 2 packets with a.", "'a\\n' x2"),
        (Carries("a"), ONE, "The client sends one packet with a.", "'a' x1"),
        (
            Carries("a"),
            TWO,
            "From each of 2 ends the client sends one packet with a.",
            "'a' x1",
        ),
        (Carries(times=0), ONE, "The client sends no data.", "'' x0"),
        (Carries(times=3), ONE, "The client sends data in 3 packets.", "'' x3"),
        (Carries("a", 0), TWO, "The client sends no packet with a.", "'a' x0"),
        (
            Carries("a", 3),
            TWO,
            "From each of 2 ends the client sends 3 packets with a.",
            "'a' x3",
        ),
        (Receives(()), ONE, "The client receives nothing.", "nothing"),
        (Receives(("a\n", "b")), ONE, "The client receives a, b.", '"a\\n" "b"'),
        (Receives(("a", "")), ONE, "The client receives a, b''.", "\"a\" b''"),
    ],
)
def test_payload_is_expected_in_words(
    expected: Expected, whom: Whom, sentence: str, short: str
) -> None:
    """Each kind has a sentence and a short form."""
    assert (sentence, short) == (str(expected.sentence(whom)), expected.short())


def refusal(code: int = 3, end: End = FAR) -> AnyObservation:
    """An ICMP message about a datagram that was to reach this end."""
    assert end.remote
    return SegmentSeen(
        source=PACKETS,
        time=1500,
        end=end,
        number=1,
        sent=True,
        segment=Unreachable(end.local, end.remote, code),
    )


@pytest.mark.parametrize(
    ("expected", "whom", "seen", "outcome", "words"),
    [
        (Refuses(), SERVER, [refusal()], "agrees", "ICMP x1"),
        (Refuses(2), SERVER, [refusal(), refusal()], "agrees", "ICMP x2"),
        (Refuses(), SERVER, [refusal(1)], "disagrees", "ICMP x0"),
        (Refuses(), SERVER, [sent(b"a", FAR)], "disagrees", "ICMP x0"),
        (Refuses(), SERVER, [refusal(end=NEAR)], "disagrees", "ICMP x0"),
        (Refuses(0), SERVER, [refusal()], "disagrees", "ICMP x1"),
        (Refuses(), Whom("server"), [refusal()], "not observed", None),
        (Refuses(), SERVER, [], "not observed", None),
        (
            Refuses(2),
            Whom("server", (End(FAR.local),)),
            [refusal(), refusal(end=OTHER.peer)],
            "agrees",
            "ICMP x2",
        ),
    ],
)
def test_refusals_are_counted_where_they_come_from(
    expected: Expected,
    whom: Whom,
    seen: Sequence[AnyObservation],
    outcome: Outcome,
    words: str | None,
) -> None:
    """Only port unreachable counts; a place without a peer stands for all its."""
    witnesses = expected.witnesses(whom, WINDOW, Timeline(seen))

    assert outcome == judge(witnesses)[0]
    assert [words or ""] == [found for found, _good in witnesses.values()] or not words


def test_a_packet_that_belongs_to_nobody_does_not_count() -> None:
    """Of what has no end nobody can say who sent it."""
    nobody = replace(sent(b"a"), end=None)
    witnesses = Carries("a").witnesses(ONE, WINDOW, Timeline([nobody]))

    assert ("'a' x0", False) == witnesses[PACKETS]


DATA = sight(FAR, Flag.PSH | Flag.ACK, 10 * MS, 1, sent=False, payload=b"a")
EARLIER = sight(FAR, Flag.ACK, 5 * MS, 2)
BARE = sight(FAR, Flag.ACK, 8 * MS, 3, sent=False)
ANSWER = sight(FAR, Flag.ACK, 50 * MS, 4)


@pytest.mark.parametrize(
    ("expected", "whom", "seen", "outcome", "words"),
    [
        (
            Acknowledges(30 * MS),
            SERVER,
            [DATA, ANSWER],
            "agrees",
            "ACK after 40.000 ms",
        ),
        (
            Acknowledges(30 * MS, 50 * MS),
            SERVER,
            [EARLIER, BARE, DATA, DATA, ANSWER],
            "agrees",
            "ACK after 40.000 ms",
        ),
        (Acknowledges(41 * MS), SERVER, [DATA, ANSWER], "disagrees", None),
        (Acknowledges(high=39 * MS), SERVER, [DATA, ANSWER], "disagrees", None),
        (Acknowledges(), SERVER, [DATA], "disagrees", "no ACK"),
        (Acknowledges(), SERVER, [ANSWER], "disagrees", "no ACK"),
        (
            Acknowledges(),
            Whom("server", (FAR, OTHER.peer)),
            [DATA, ANSWER],
            "disagrees",
            "1 ACK, 1 no ACK",
        ),
        (Acknowledges(), Whom("server"), [DATA, ANSWER], "not observed", None),
        (Acknowledges(), SERVER, [], "not observed", None),
    ],
)
def test_an_acknowledgement_is_timed_from_the_data(
    expected: Expected,
    whom: Whom,
    seen: Sequence[AnyObservation],
    outcome: Outcome,
    words: str | None,
) -> None:
    """What is sent before data has arrived acknowledges nothing."""
    witnesses = expected.witnesses(whom, LONG, Timeline(seen))

    assert outcome == judge(witnesses)[0]
    assert [words or ""] == [found for found, _good in witnesses.values()] or not words


@pytest.mark.parametrize(
    ("expected", "sentence", "short"),
    [
        (
            Refuses(),
            "The kernel of the server answers: ICMP port unreachable.",
            "ICMP x1",
        ),
        (
            Refuses(3),
            "The kernel of the server answers 3 times: ICMP port unreachable.",
            "ICMP x3",
        ),
        (
            Refuses(0),
            "The kernel of the server sends no ICMP port unreachable.",
            "ICMP x0",
        ),
        (
            Acknowledges(30 * MS),
            "The server acknowledges the data after 30 ms or more.",
            "ACK after 30 ms",
        ),
        (
            Acknowledges(high=20 * MS),
            "The server acknowledges the data within 20 ms.",
            "ACK within 20 ms",
        ),
    ],
)
def test_answers_are_expected_in_words(
    expected: Expected, sentence: str, short: str
) -> None:
    """Each kind has a sentence and a short form; only silence must last."""
    assert (sentence, short) == (str(expected.sentence(SERVER)), expected.short())
    assert expected.lasting == (expected == Refuses(0))


def test_silence_must_last() -> None:
    """That nothing is sent is waited for; what is sent is there at once."""
    assert (True, False, False) == (
        Carries(times=0).lasting,
        Carries("a").lasting,
        Receives(()).lasting,
    )
