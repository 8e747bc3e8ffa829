"""AWAY and SETNAME."""

import pytest

from tests.chat.irc.clients import Scene

ALICE = ":alice!~alice@198.51.100.7"


def test_who_is_away_says_so_and_is_back() -> None:
    """306 and 305; a message to them is answered with 301 (RFC 2812 section 4.1)."""
    scene = Scene()
    alice, bob = scene.enter("alice"), scene.enter("bob")

    assert ["306 alice :You have been marked as being away"] == alice.say("AWAY :lunch")
    assert ["301 bob alice :lunch"] == bob.say("PRIVMSG alice :hi")
    assert ["305 alice :You are no longer marked as being away"] == alice.say("AWAY")[
        1:
    ]
    assert [] == bob.say("PRIVMSG alice :hi")
    assert ["305"] == [line.split()[0] for line in alice.say("AWAY :")[1:]]


def test_those_who_asked_hear_of_it() -> None:
    """With "away-notify": others with the capability, once, and not oneself."""
    scene = Scene()
    alice = scene.enter("alice", "#a", "#b", capabilities="away-notify")
    bob = scene.enter("bob", "#a", "#b", capabilities="away-notify")
    carol = scene.enter("carol", "#a")
    alice.hear()
    alice.say("AWAY :lunch", "AWAY :lunch", "AWAY")

    assert [f"{ALICE} AWAY :lunch", f"{ALICE} AWAY"] == bob.hear()
    assert [] == carol.hear()
    assert [] == alice.hear()


def test_who_joins_while_away_says_so() -> None:
    """The AWAY follows the JOIN ("away-notify")."""
    scene = Scene()
    bob = scene.enter("bob", "#a", capabilities="away-notify")
    alice = scene.enter("alice")
    alice.say("AWAY :lunch", "JOIN #a")

    assert [f"{ALICE} JOIN #a", f"{ALICE} AWAY :lunch"] == bob.hear()


def test_a_real_name_can_change() -> None:
    """With "setname": to all in common channels with the capability, and to oneself."""
    scene = Scene()
    alice = scene.enter("alice", "#a", capabilities="setname")
    bob = scene.enter("bob", "#a", capabilities="setname")
    carol = scene.enter("carol", "#a")
    alice.hear(), bob.hear()
    line = f"{ALICE} SETNAME :Bruce Wayne <bruce@wayne.enterprises>"

    assert [line] == alice.say("SETNAME :Bruce Wayne <bruce@wayne.enterprises>")
    assert [line] == bob.hear()
    assert [] == carol.hear()
    assert "Bruce Wayne <bruce@wayne.enterprises>" == alice.member.author.realname


def test_who_is_in_no_channel_hears_of_the_new_real_name_too() -> None:
    """The confirmation comes in any case."""
    alice = Scene().enter("alice", capabilities="setname")

    assert [f"{ALICE} SETNAME :A"] == alice.say("SETNAME A")


@pytest.mark.parametrize("name", ["", "x" * 129])
def test_a_real_name_that_is_none_is_refused(name: str) -> None:
    """FAIL SETNAME INVALID_REALNAME."""
    alice = Scene().enter("alice", capabilities="setname standard-replies")

    assert ["FAIL SETNAME INVALID_REALNAME :Realname is not valid"] == alice.say(
        f"SETNAME :{name}"
    )
    assert "alice Real" == alice.member.author.realname
