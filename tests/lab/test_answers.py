"""What a page expects of calls: agrees, disagrees, is not observed."""

from collections.abc import Sequence

import pytest

from socketlab.evidence.observation import CALLS, AnyObservation, CallMade
from socketlab.evidence.timeline import Timeline
from socketlab.lab.answers import Returns
from socketlab.lab.judgement import Whom, Window, judge
from socketlab.lab.record import Outcome
from socketlab.tcp.endpoint import End
from tests.evidence.sightings import FAR, LISTENER, NEAR

WINDOW = Window(1000, 2000)
HERE = Whom("client", (NEAR,))
HOST = Whom("client", whole=True)
PROGRAM = Whom("server", program="echo server")


def call(
    answer: str = "0",
    *,
    name: str = "send",
    end: End | None = NEAR,
    host: str = "client",
    program: str = "",
    time: int = 1500,
    returned: int | None = 1600,
) -> CallMade:
    """A call; an answer that begins with E is an error."""
    failed = answer.startswith("E")
    return CallMade(
        source=CALLS,
        time=time,
        end=end,
        host=host,
        name=name,
        result="-1" if failed else answer,
        errno=answer if failed else "",
        returned=returned,
        program=program,
    )


@pytest.mark.parametrize(
    ("expected", "whom", "seen", "outcome", "words"),
    [
        (Returns("send", "EPIPE"), HERE, [call("EPIPE")], "agrees", "send EPIPE"),
        (Returns("send", "EPIPE"), HERE, [call("5")], "disagrees", "send 5"),
        (
            Returns("send", "EPIPE"),
            HERE,
            [call("5"), call("EPIPE")],
            "disagrees",
            "send 1 5, 1 EPIPE",
        ),
        (
            Returns("send", "EPIPE", times=1),
            HERE,
            [call("5"), call("EPIPE")],
            "agrees",
            "send 1 5, 1 EPIPE",
        ),
        (Returns("send", "EPIPE", 0), HERE, [call("5")], "agrees", "send 5"),
        (Returns("send"), HERE, [call("5")], "agrees", "send 5"),
        (Returns("recv"), HERE, [call('"END"', name="recv")], "agrees", 'recv "END"'),
        (Returns("send"), HERE, [call("EPIPE")], "disagrees", "send EPIPE"),
        (Returns("send"), HERE, [call(end=FAR)], "disagrees", "send -"),
        (Returns("send"), HERE, [call(end=None)], "disagrees", "send -"),
        (Returns("send"), HERE, [call(name="recv")], "disagrees", "send -"),
        (Returns("send"), HERE, [call(returned=None)], "disagrees", "send -"),
        (Returns("send"), HERE, [call(returned=999)], "disagrees", "send -"),
        (Returns("send"), HERE, [call(time=1, returned=1000)], "agrees", "send 0"),
        (Returns("send"), HERE, [call(returned=2001)], "disagrees", "send -"),
        (
            Returns("bind", "EADDRINUSE"),
            HERE,
            [call("EADDRINUSE", name="bind", end=End(NEAR.local))],
            "agrees",
            "bind EADDRINUSE",
        ),
        (
            Returns("bind"),
            HERE,
            [call(name="bind", end=LISTENER)],
            "disagrees",
            "bind -",
        ),
        (Returns("send"), HOST, [call(end=None)], "agrees", "send 0"),
        (Returns("send"), HOST, [call(host="server")], "disagrees", "send -"),
        (Returns("send"), HERE, [call(program="other")], "not observed", None),
        (
            Returns("accept4", "EMFILE"),
            PROGRAM,
            [call("EMFILE", name="accept4", end=None, program="echo server")],
            "agrees",
            "accept4 EMFILE",
        ),
        (Returns("send"), PROGRAM, [call()], "not observed", None),
        (
            Returns("send", "EAGAIN", after=500),
            HERE,
            [call("EAGAIN", time=1000, returned=1500)],
            "agrees",
            "send EAGAIN after 0 ms",
        ),
        (
            Returns("send", "EAGAIN", after=501),
            HERE,
            [call("EAGAIN", time=1000, returned=1500)],
            "disagrees",
            "send EAGAIN after 0 ms",
        ),
        (
            Returns("send", "EAGAIN", after=1),
            HERE,
            [call(end=FAR)],
            "disagrees",
            "send -",
        ),
        (Returns("send"), HERE, [], "not observed", None),
    ],
)
def test_what_calls_returned_decides(
    expected: Returns,
    whom: Whom,
    seen: Sequence[AnyObservation],
    outcome: Outcome,
    words: str | None,
) -> None:
    """The calls of the subject that returned in the step, and no others."""
    found = expected.witnesses(whom, WINDOW, Timeline(seen))

    assert outcome == judge(found)[0]
    assert (found[CALLS][0] if found else None) == words


@pytest.mark.parametrize(
    ("expected", "sentence", "short"),
    [
        (Returns("send"), "send() of client succeeds.", "send success"),
        (Returns("send", times=0), "send() of client never succeeds.", None),
        (Returns("send", times=1), "send() of client succeeds once.", None),
        (Returns("send", times=2), "send() of client succeeds 2 times.", None),
        (Returns("send", "EPIPE"), "send() of client gives EPIPE.", "send EPIPE"),
        (Returns("send", "EPIPE", 0), "send() of client never gives EPIPE.", None),
        (Returns("send", "EPIPE", 1), "send() of client gives EPIPE once.", None),
        (
            Returns("send", "EAGAIN", after=90_000_000),
            "send() of client gives EAGAIN after 90 ms or more.",
            "send EAGAIN after 90 ms",
        ),
        (
            Returns("send", "EPIPE", 3),
            "send() of client gives EPIPE 3 times.",
            "send EPIPE x3",
        ),
    ],
)
def test_it_says_what_is_expected(
    expected: Returns, sentence: str, short: str | None
) -> None:
    """Always, never, or so many times."""
    assert sentence == str(expected.sentence(HERE))
    assert short in (expected.short(), None)


def test_only_never_must_last() -> None:
    """That a call never returns this can only be said after a while."""
    assert Returns("send", "EPIPE", times=0).lasting
    assert not Returns("send", "EPIPE").lasting
