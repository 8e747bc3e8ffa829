"""PING, PONG and QUIT."""

from tests.chat.irc.clients import Scene


def test_a_ping_is_answered_with_its_token() -> None:
    """The PONG comes from the server and repeats the token (Modern IRC, PING)."""
    alice = Scene().enter("alice")

    assert ["PONG irc.example :abc def"] == alice.say("PING :abc def")
    assert ["PONG irc.example :1"] == Scene().connect().say("PING 1")


def test_a_ping_without_token_has_no_origin() -> None:
    """ERR_NOORIGIN (RFC 2812 section 3.7.2)."""
    answer = "409 alice :No origin specified"

    assert [answer, answer] == Scene().enter("alice").say("PING", "PING :")


def test_a_pong_is_silent() -> None:
    """Nothing answers a PONG."""
    assert [] == Scene().enter("alice").say("PONG", "PONG x")


def test_who_quits_is_told_so_and_the_others_hear_why() -> None:
    """ERROR for the one, QUIT with `Quit: ` before the reason for the others, once."""
    scene = Scene()
    alice = scene.enter("alice", "#a", "#b")
    bob = scene.enter("bob", "#a", "#b")
    alice.hear()

    assert ["ERROR :Closing Link: 198.51.100.7 (Quit: gone fishing)"] == alice.say(
        "QUIT :gone fishing"
    )
    assert [":alice!~alice@198.51.100.7 QUIT :Quit: gone fishing"] == bob.hear()
    assert ["ERROR :Closing Link: 198.51.100.7 (Quit)"] == bob.say("QUIT")
    assert {} == scene.room.channels


def test_a_stranger_can_quit() -> None:
    """Before registration nobody else hears of it."""
    assert ["ERROR :Closing Link: 198.51.100.7 (Quit)"] == Scene().connect().say("QUIT")
