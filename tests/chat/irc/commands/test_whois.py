"""WHOIS, WHOWAS, USERHOST and ISON."""

from socketlab.chat.entry import Author
from tests.chat.irc.clients import Ear, Scene, with_operator


def test_everything_that_is_known() -> None:
    """311, 319, 312, 301, 313, 317, 318 (RFC 2812 section 3.6.2)."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice", "#a", "#b"), scene.enter("bob")
    alice.say("AWAY :lunch", "OPER root secret")
    scene.pass_time(5)

    assert [
        "311 bob alice ~alice 198.51.100.7 * :alice Real",
        "319 bob alice :@#a @#b",
        "312 bob alice irc.example :example",
        "301 bob alice :lunch",
        "313 bob alice :is an IRC operator",
        "317 bob alice 5 1700000000 :seconds idle, signon time",
        "318 bob alice :End of /WHOIS list",
    ] == [*bob.say("WHOIS ALICE")[:-1], "318 bob alice :End of /WHOIS list"]
    assert "318 bob ALICE :End of /WHOIS list" == bob.say("WHOIS ALICE")[-1]


def test_what_is_hidden_is_not_told() -> None:
    """Secret channels, and all channels of the invisible."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a", "#b"), scene.enter("bob")
    alice.say("MODE #a +s")

    assert "319 bob alice :@#b" in bob.say("WHOIS alice")
    alice.say("MODE alice +i")
    assert not any(line.startswith("319") for line in bob.say("WHOIS alice"))
    assert any(line.startswith("319") for line in alice.say("WHOIS alice"))


def test_a_plain_member_with_an_account() -> None:
    """Has a user and a host, and the account is told (330)."""
    scene = Scene()
    alice = scene.enter("alice")
    ear = Ear(scene.room.turn, alice.ear.form)
    scene.room.enter(Author("dan", account="d"), ear)

    assert [
        "311 alice dan ~plain plain * : ",
        "312 alice dan irc.example :example",
        "330 alice dan d :is logged in as",
    ] == alice.say("WHOIS dan")[:3]


def test_of_several_each_is_told() -> None:
    """Who is not here is answered with 401; a server may be named first."""
    scene = Scene()
    alice = scene.enter("alice")
    heard = alice.say("WHOIS irc.example alice,nobody")

    assert "401 alice nobody :No such nick/channel" in heard
    assert "318 alice alice,nobody :End of /WHOIS list" == heard[-1]
    assert ["318 alice * :End of /WHOIS list"] == alice.say("WHOIS ,")
    nobody = "431 alice :No nickname given"
    assert [nobody, nobody] == alice.say("WHOIS", "WHOIS :")


def test_who_was_here() -> None:
    """314 and 312 for each, the latest first; 406 for nobody (section 3.6.3)."""
    scene = Scene()
    alice = scene.enter("alice")
    for seconds in (10, 10, 10):
        scene.enter("bob", user=f"b{scene.room.now // 1000 % 100}").say("QUIT")
        scene.pass_time(seconds)

    assert [
        "314 alice bob ~b20 198.51.100.7 * :bob Real",
        "312 alice bob irc.example :2023-11-14T22:13:40Z",
    ] == alice.say("WHOWAS BOB 2")[:2]
    assert 5 == len(alice.say("WHOWAS bob 2"))
    assert 7 == len(alice.say("WHOWAS bob"))
    assert 7 == len(alice.say("WHOWAS bob -1"))
    assert [
        "406 alice carol :There was no such nickname",
        "369 alice carol :End of WHOWAS",
        "431 alice :No nickname given",
    ] == alice.say("WHOWAS carol", "WHOWAS")


def test_hosts_of_users() -> None:
    """302: `*` for operators, `+` for here, `-` for away; five at most."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice"), scene.enter("bob")
    scene.seat_plain("plain")
    alice.say("OPER root secret")
    bob.say("AWAY :x")

    assert [
        (
            "302 alice :alice*=+~alice@198.51.100.7 bob=-~bob@198.51.100.7 "
            "plain=+~plain@plain"
        )
    ] == alice.say("USERHOST alice nobody BOB plain x alice")
    assert ["302 alice : "] == alice.say("USERHOST nobody")


def test_who_is_on() -> None:
    """303 with those of the names that are here, each once."""
    scene = Scene()
    alice, _bob = scene.enter("alice"), scene.enter("bob")

    assert ["303 alice :bob alice", "303 alice : "] == alice.say(
        "ISON BOB nobody :alice bob", "ISON nobody"
    )
