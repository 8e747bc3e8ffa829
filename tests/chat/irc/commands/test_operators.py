"""OPER, KILL, WALLOPS and CHGHOST."""

import pytest

from tests.chat.irc.clients import Client, Scene, with_operator

ALICE = ":alice!~alice@198.51.100.7"


def open_scene() -> tuple[Scene, Client, Client]:
    """Give a scene with an operator, alice, and bob, who is none."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    alice.say("OPER root secret")
    scene.forget()
    return scene, alice, bob


def test_an_operator_has_a_name_and_a_password() -> None:
    """381 and MODE +o; 464 for a wrong name or password, 461 without one."""
    scene = Scene(with_operator())
    alice = scene.enter("alice")

    assert ["464 alice :Password incorrect"] * 2 == alice.say(
        "OPER root x", "OPER x secret"
    )
    assert ["461 alice OPER :Not enough parameters"] == alice.say("OPER root")
    assert [
        "381 alice :You are now an IRC operator",
        "MODE alice +o",
    ] == alice.say("OPER root secret")
    assert {"o"} == alice.session.modes


@pytest.mark.parametrize("line", ["KILL bob :x", "WALLOPS :x", "CHGHOST bob u h"])
def test_others_may_not(line: str) -> None:
    """ERR_NOPRIVILEGES."""
    _, _, bob = open_scene()

    assert ["481"] == [each.split()[0] for each in bob.say(line)]


def test_who_is_killed_hears_by_whom_and_why() -> None:
    """KILL, then ERROR for the one; QUIT for the others (RFC 2812 section 3.7.1)."""
    scene, alice, bob = open_scene()

    assert [":bob!~bob@198.51.100.7 QUIT :Killed (alice (spam))"] == alice.say(
        "KILL bob :spam"
    )
    assert [
        f"{ALICE} KILL bob :spam",
        "ERROR :Closing Link: 198.51.100.7 (Killed (alice (spam)))",
    ] == bob.hear()
    assert ["401 alice bob :No such nick/channel"] == alice.say("KILL bob")
    scene.enter("carol", "#a")
    alice.hear()
    assert alice.say("KILL carol")[0].endswith("(alice (No reason))")


def test_plain_members_can_be_killed() -> None:
    """They hear why, have no connection to close, and leave the room."""
    scene, alice, _ = open_scene()
    plain, ear = scene.seat_plain("plain")
    scene.room.join(plain, "#a")
    alice.hear()

    assert [":plain!~plain@plain QUIT :Killed (alice (x))"] == alice.say("KILL plain x")
    assert b"Killed (alice (x))\n" == ear.heard
    assert not scene.room.has(plain)


def test_wallops_are_heard_by_those_who_want_to() -> None:
    """Who has the user mode `w` (RFC 2812 section 4.7)."""
    scene, alice, bob = open_scene()
    carol = scene.enter("carol")
    bob.say("MODE bob +w")

    assert [] == alice.say("WALLOPS :all is well")
    assert [f"{ALICE} WALLOPS :all is well"] == bob.hear()
    assert [] == carol.hear()


def test_a_host_can_change() -> None:
    """Those with the capability hear of it, the member too ("chghost")."""
    scene, alice, bob = open_scene()
    carol = scene.enter("carol", "#a", capabilities="chghost")
    dan = scene.enter("dan", capabilities="chghost")
    scene.forget()
    alice.say("CHGHOST bob ~b goodguy.example", "CHGHOST dan d 2001:db8::1")

    assert [":bob!~bob@198.51.100.7 CHGHOST ~b goodguy.example"] == carol.hear()
    assert [":dan!~dan@198.51.100.7 CHGHOST d 2001:db8::1"] == dan.hear()
    assert [] == bob.hear()
    assert ("~b", "goodguy.example") == (bob.member.author.user, bob.member.author.host)


@pytest.mark.parametrize(
    "words",
    ["u!x h", "u :h@x", "u :", "~ h", f"{'u' * 11} h", f"u {'h' * 65}", "u ::1"],
)
def test_what_is_no_host_is_refused(words: str) -> None:
    """Nothing that would divide an address or fill a line."""
    _, alice, bob = open_scene()

    assert ["NOTICE"] == [line.split()[0] for line in alice.say(f"CHGHOST bob {words}")]
    assert "198.51.100.7" == bob.member.author.host
