"""JOIN, PART, TOPIC and KICK."""

from dataclasses import replace

import pytest

from socketlab.chat.settings import Limits
from tests.chat.irc.clients import SETTINGS, Scene, with_operator

ALICE = ":alice!~alice@198.51.100.7"
BOB = ":bob!~bob@198.51.100.7"


def test_who_joins_hears_of_it_and_who_is_there() -> None:
    """JOIN from oneself, RPL_NAMREPLY, RPL_ENDOFNAMES; the others hear the JOIN."""
    scene = Scene()
    alice, bob = scene.enter("alice"), scene.enter("bob")

    assert [
        f"{ALICE} JOIN #a",
        "353 alice = #a :@alice",
        "366 alice #a :End of /NAMES list",
    ] == alice.say("JOIN #a")
    assert [
        f"{BOB} JOIN #a",
        "353 bob = #a :@alice bob",
        "366 bob #a :End of /NAMES list",
    ] == bob.say("JOIN #A")
    assert [f"{BOB} JOIN #a"] == alice.hear()
    assert [] == bob.say("JOIN #a")


def test_a_newcomer_hears_the_topic_and_nothing_from_before() -> None:
    """RPL_TOPIC and RPL_TOPICWHOTIME come between JOIN and the names."""
    scene = Scene()
    alice = scene.enter("alice", "#a")
    alice.say("TOPIC #a :news", "PRIVMSG #a :before")

    assert [
        f"{BOB} JOIN #a",
        "332 bob #a :news",
        "333 bob #a alice!~alice@198.51.100.7 1700000000",
    ] == scene.enter("bob").say("JOIN #a")[:3]


def test_the_founder_is_operator_but_of_the_lobby() -> None:
    """In the lobby, where plain members are, nobody is, and everyone sets the topic."""
    scene = Scene()
    alice = scene.enter("alice", "#a", "#Lobby")

    assert {"n": "", "t": ""} == scene.channel("#a").modes
    assert {"n": ""} == scene.channel("#lobby").modes
    assert "o" == scene.channel("#a").members[alice.member]
    assert "" == scene.channel("#lobby").members[alice.member]
    assert [f"{ALICE} TOPIC #lobby :hi"] == alice.say("TOPIC #lobby :hi")


def test_several_channels_at_once_with_their_keys() -> None:
    """Keys belong to channels by their place; what fails does not stop the rest."""
    scene = Scene()
    scene.enter("alice", "#a", "#b").say("MODE #a +k x", "MODE #b +k y")
    heard = scene.enter("bob").say("JOIN #a,#b,nonsense,#c x")

    assert [f"{BOB} JOIN #a", f"{BOB} JOIN #c"] == [
        line for line in heard if "JOIN #" in line
    ]
    assert "475 bob #b :Cannot join channel (+k)" in heard
    assert "403 bob nonsense :No such channel" in heard


def test_who_comes_while_away_says_so() -> None:
    """Those who asked for it hear AWAY after JOIN ("away-notify")."""
    scene = Scene()
    alice = scene.enter("alice", "#a", capabilities="away-notify")
    scene.enter("bob").say("AWAY :lunch", "JOIN #a")

    assert [f"{BOB} JOIN #a", f"{BOB} AWAY :lunch"] == alice.hear()


def test_leaving_all_channels() -> None:
    """JOIN 0 is a PART of each (RFC 2812 section 3.2.1)."""
    alice = Scene().enter("alice", "#a", "#b")

    assert [
        f"{ALICE} PART #a :Left all channels",
        f"{ALICE} PART #b :Left all channels",
    ] == alice.say("JOIN 0")


def test_nobody_is_in_too_many_channels() -> None:
    """ERR_TOOMANYCHANNELS (CHANLIMIT), and 407 for too many in one line."""
    scene = Scene(replace(SETTINGS, limits=Limits(channels=2)))
    alice = scene.enter("alice", "#a", "#b")

    assert ["405 alice #c :You have joined too many channels"] == alice.say("JOIN #c")
    many = ",".join(f"#{number}" for number in range(11))
    assert ["407 alice JOIN :Too many targets, at most 10"] == alice.say(f"JOIN {many}")


@pytest.mark.parametrize(
    ("mode", "answer"),
    [
        ("+b bob", "474 bob #a :Cannot join channel (+b)"),
        ("+i", "473 bob #a :Cannot join channel (+i)"),
        ("+k secret", "475 bob #a :Cannot join channel (+k)"),
        ("+l 1", "471 bob #a :Cannot join channel (+l)"),
    ],
)
def test_closed_channels(mode: str, answer: str) -> None:
    """A ban, `i`, `k` and `l` keep out; the server's operators come in anyway."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")
    alice.say(f"MODE #a {mode}")

    assert [answer] == bob.say("JOIN #a")
    assert [answer] == bob.say("JOIN #a wrong")
    bob.say("OPER root secret")
    assert f"{BOB} JOIN #a" == bob.say("JOIN #a")[0]


@pytest.mark.parametrize("mode", ["+i", "+k secret", "+l 1"])
def test_an_invitation_opens_once(mode: str) -> None:
    """It opens what is closed by `i`, `k` and `l`, for one JOIN."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")
    alice.say(f"MODE #a {mode}", "INVITE bob #a")
    bob.hear()

    assert f"{BOB} JOIN #a" == bob.say("JOIN #a")[0]
    bob.say("PART #a")
    assert bob.say("JOIN #a")[0].startswith("47")


def test_masks_make_exceptions() -> None:
    """`e` is stronger than `b`, `I` than `i`, and no invitation than a ban."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")
    alice.say("MODE #a +b *!*@198.51.100.*", "INVITE bob #a")
    bob.hear()
    assert bob.say("JOIN #a")[0].startswith("474")
    alice.say("MODE #a +eiI bob bob")
    bob.say("JOIN #a")

    assert bob.member in scene.channel("#a").members


def test_who_leaves_a_channel_hears_so_with_the_others() -> None:
    """PART with a reason or without; 403 and 442 for channels one is not in."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a", "#b"), scene.enter("bob", "#a")
    alice.hear()

    assert [f"{ALICE} PART #a :bye", f"{ALICE} PART #b :bye"] == alice.say(
        "PART #a,#b :bye"
    )
    assert [f"{ALICE} PART #a :bye"] == bob.hear()
    assert [
        "442 alice #a :You're not on that channel",
        "403 alice #b :No such channel",
    ] == alice.say("PART #a,#b")
    assert [f"{BOB} PART #a"] == bob.say("PART #a")


def test_the_topic_is_for_members() -> None:
    """331 or 332; 442 for others; 482 with `t` for who is no operator."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")

    assert ["331 alice #a :No topic is set"] == alice.say("TOPIC #a")
    assert ["442 bob #a :You're not on that channel"] == bob.say("TOPIC #a")
    bob.say("JOIN #a")
    assert ["482 bob #a :You're not channel operator"] == bob.say("TOPIC #a :x")
    alice.say("MODE #a -t")
    bob.hear()
    assert [f"{BOB} TOPIC #a :x y"] == bob.say("TOPIC #a :x y")
    assert "332 bob #a :x y" == bob.say("TOPIC #a")[0]
    assert [f"{BOB} TOPIC #a :"] == bob.say("TOPIC #a :")
    assert ["331 bob #a :No topic is set"] == bob.say("TOPIC #a")


def test_an_operator_puts_members_out() -> None:
    """Each of a list; the reason is the operator's name where there is none."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    carol = scene.enter("carol", "#a")
    alice.hear(), bob.hear()

    assert [
        f"{ALICE} KICK #a bob :alice",
        f"{ALICE} KICK #a carol :alice",
        "401 alice nobody :No such nick/channel",
        "441 alice bob #a :They aren't on that channel",
    ] == alice.say("KICK #a bob,carol,nobody", "KICK #a bob")
    assert [f"{ALICE} KICK #a bob :alice"] == bob.hear()
    assert 2 == len(carol.hear())
    assert [f"{ALICE} KICK #a alice :me too"] == alice.say("KICK #a alice :me too")
    assert {} == scene.room.channels


def test_members_can_be_put_out_of_several_channels() -> None:
    """As many channels as users; what has no counterpart is left alone."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a", "#b"), scene.enter("bob", "#a", "#b")
    scene.enter("carol", "#a", "#b")
    scene.forget()
    alice.say("KICK #a,#b bob,carol,dan :x")

    assert [f"{ALICE} KICK #a bob :x", f"{ALICE} KICK #b carol :x"] == bob.hear()


def test_only_an_operator_does() -> None:
    """403, 442, 482; an operator of the server may from outside."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")

    assert [
        "403 bob #b :No such channel",
        "442 bob #a :You're not on that channel",
    ] == bob.say("KICK #b alice", "KICK #a alice")
    bob.say("JOIN #a")
    assert ["482 bob #a :You're not channel operator"] == bob.say("KICK #a alice")
    bob.say("PART #a", "OPER root secret")
    assert [] == bob.say("KICK #a alice :out")
    assert f"{BOB} KICK #a alice :out" == alice.hear()[-1]
