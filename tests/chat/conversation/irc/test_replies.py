"""What a server answers."""

import pytest

from tests.chat.conversation.irc.talking import Person


def test_capabilities_are_asked_for() -> None:
    """What is offered and of use is asked for, over several lines, and ended."""
    ann = Person(registered=False)
    first = ann.hear(":s CAP * LS * :batch sasl=PLAIN", ":s CAP * LS :server-time")
    then = ann.hear(":s CAP * NAK :batch server-time")
    later = ann.hear(":s 001 ann :Hi", ":s CAP ann NEW :echo-message x")
    ann.hear(":s CAP ann ACK :echo-message -batch", ":s CAP ann NEW :x")
    have = set(ann.dialogue.capabilities)
    ann.hear(":s CAP ann DEL :echo-message", ":s CAP ann LIST :")

    assert ["CAP REQ :batch server-time"] == first
    assert ["CAP END"] == then
    assert ["JOIN #lobby", "CAP REQ echo-message"] == later
    assert ({"echo-message"}, set()) == (have, ann.dialogue.capabilities)


def test_a_server_without_capabilities_is_one() -> None:
    """Where nothing of use is offered, negotiation ends at once."""
    assert ["CAP END"] == Person(registered=False).hear(":s CAP * LS :sasl")


def test_words_find_their_window() -> None:
    """Channels, private words, own echoes and notices each come where they belong."""
    ann = Person()
    ann.hear(":bob!b@h PRIVMSG #lobby :a", ":bob!b@h PRIVMSG @#lobby :ops")
    ann.hear(":bob!b@h PRIVMSG ann :b", ":ann!a@h PRIVMSG bob :c")
    ann.hear(":bob!b@h NOTICE ann :d", ":eve!e@h NOTICE ann :e", ":s.x NOTICE ann :f")
    ann.hear(":bob!b@h PRIVMSG #other :g", ":bob!b@h PRIVMSG ann :\x01VERSION\x01")

    assert ["bob|a", "bob|ops", "eve|e", "|f"] == ann.shown()
    assert ["bob|b", "ann|c", "bob|d"] == ann.shown("bob")
    assert "bob|g" in ann.shown("")


def test_a_ping_is_answered() -> None:
    """PING gets its own token back."""
    assert ["PONG :a b"] == Person().hear("PING :a b")


def test_only_what_is_of_interest_is_shown() -> None:
    """Numbers at the beginning are silent, the server's words are in its window."""
    ann = Person()
    ann.hear(":s 251 ann :There are 3", ":s 372 ann :- Welcome!", ":s 401 ann x :No x")
    ann.hear(
        ":s PONG s :x", "ERROR :Closing", ":bob!b@h INVITE ann #b", ":s WARN * X :w"
    )
    ann.hear(":b!b@h TAGMSG #lobby", "STRANGE x", ":s 376 ann :End")

    assert ["|Welcome", "|- Welcome!", "|Closing"] == ann.shown("")
    assert ["|x No x", "|bob invites you: /join #b", "|w"] == ann.shown()


def test_what_is_supported_is_noted() -> None:
    """RPL_ISUPPORT is silent; a failure of history is told, and ends the asking."""
    ann = Person()
    ann.hear(":s 005 ann CHATHISTORY=7 :are supported by this server")
    ann.dialogue.filling.add("#lobby")
    ann.hear(":s FAIL CHATHISTORY X :Not now")

    assert (7, set()) == (ann.dialogue.support.page, ann.dialogue.filling)
    assert ["|Not now"] == ann.shown()


def test_our_own_goodbye_is_no_error() -> None:
    """When we leave, the server's ERROR is expected and not shown."""
    ann = Person()
    ann.dialogue.leave()
    ann.hear("ERROR :Closing Link")

    assert ["|Welcome"] == ann.shown("")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            [":s 433 * a :In use"] * 6,
            "The server refuses the name ann_____: In use.",
        ),
        ([":s 432 * a :Bad."], "The server refuses the name ann: Bad."),
        ([":s 464 * :Password incorrect"], "The server does not let you in:"),
        ([":s 465 * :You are banned"], "The server does not let you in:"),
    ],
)
def test_some_refusals_are_final(lines: list[str], sentence: str) -> None:
    """A bad name, a bad password and a ban end it with a sentence."""
    ann = Person(registered=False)
    ann.hear(*lines)

    assert ann.dialogue.ended.startswith(sentence)


def test_later_refusals_are_only_told() -> None:
    """In the room, a name in use or a wrong password is a line."""
    ann = Person()
    ann.hear(":s 433 ann eve :In use", ":s 464 ann :Password incorrect")

    assert (["|eve In use", "|Password incorrect"], "") == (
        ann.shown(),
        ann.dialogue.ended,
    )


def test_a_channel_that_refuses_us_does_not_hold_us_up() -> None:
    """What is typed can be sent as soon as the first channel is joined or refused."""
    ann = Person(registered=False)
    before = ann.dialogue.ready
    ann.hear(":s 001 ann :Hi", ":s 474 ann #lobby :Banned")

    assert (False, True) == (before, ann.dialogue.ready)
