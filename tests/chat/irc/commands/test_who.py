"""WHO and WHOX."""

import pytest

from socketlab.chat.entry import Author
from socketlab.chat.irc.commands import who
from tests.chat.irc.clients import Client, Ear, Scene, with_operator

END = "315 alice {} :End of WHO list"


def open_scene() -> tuple[Scene, Client, Client]:
    """Give a scene with alice and bob in #a, and a plain member."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    scene.seat_plain("plain")
    scene.forget()
    return scene, alice, bob


def test_a_channel_is_told_in_full() -> None:
    """RPL_WHOREPLY for each member, RPL_ENDOFWHO (RFC 2812 section 3.6.1)."""
    _, alice, bob = open_scene()
    bob.say("AWAY :lunch", "OPER root secret")

    host = "198.51.100.7 irc.example"
    assert [
        f"352 alice #a ~alice {host} alice H@ :0 alice Real",
        f"352 alice #a ~bob {host} bob G* :0 bob Real",
        END.format("#A"),
    ] == alice.say("WHO #A")


def test_a_nickname_or_a_mask_finds_members() -> None:
    """With a channel that both may know of, or `*`; nothing found is no error."""
    _, alice, _ = open_scene()

    assert [
        "352 alice #a ~bob 198.51.100.7 irc.example bob H :0 bob Real",
        END.format("BOB"),
    ] == alice.say("WHO BOB")
    assert ["352 alice * ~plain plain irc.example plain H :0 "] == alice.say("WHO pl*")[
        :1
    ]
    assert [END.format("nobody"), END.format("*")] == alice.say("WHO nobody", "WHO")
    assert 3 == len(alice.say("WHO *.7"))
    assert 4 == len(alice.say("WHO irc.*"))
    assert 2 == len(alice.say("WHO BOB*real"))


def test_operators_only() -> None:
    """The flag `o` leaves out all others."""
    _, alice, bob = open_scene()
    bob.say("OPER root secret")

    replies = [line.split() for line in alice.say("WHO #a o")]
    assert ["bob"] == [words[6] for words in replies if words[0] == "352"]


def test_who_is_hidden_is_not_found() -> None:
    """Invisible members, secret channels."""
    scene, alice, bob = open_scene()
    carol = scene.enter("carol")
    bob.say("MODE bob +i")

    assert ["315 carol b* :End of WHO list"] == carol.say("WHO b*")
    assert ["alice"] == [line.split()[6] for line in carol.say("WHO #a")[:-1]]
    alice.say("MODE #a +s")
    assert ["315 carol #a :End of WHO list"] == carol.say("WHO #a")
    assert ["315 carol #x :End of WHO list"] == carol.say("WHO #x")
    assert "352 carol * ~alice" == carol.say("WHO alice")[0][:18]


@pytest.mark.parametrize(
    ("fields", "reply"),
    [
        (
            "%tcuihsnflar,42",
            ("42 #a ~bob 255.255.255.255 198.51.100.7 irc.example bob H 7 0 :bob Real"),
        ),
        ("%cuhsnfdar", "#a ~bob 198.51.100.7 irc.example bob H 0 0 :bob Real"),
        ("%oln", "bob 7 n/a"),
        ("%nuh", "~bob 198.51.100.7 bob"),
        ("%rn", "bob :bob Real"),
        ("%tn,7", "7 bob"),
        ("%tn", "0 bob"),
        ("%tn,1234", "0 bob"),
        ("%tn,³", "0 bob"),
        ("%nXz", "bob"),
        ("x%n", "bob"),
    ],
)
def test_the_fields_that_are_asked_for(fields: str, reply: str) -> None:
    """RPL_WHOSPCRPL with exactly these, in the order of the specification (WHOX)."""
    scene, alice, _ = open_scene()
    scene.pass_time(7)

    assert [f"354 alice {reply}", END.format("bob")] == alice.say(f"WHO bob {fields}")


def test_an_account_and_no_real_name() -> None:
    """The account's name, and a text that is not empty."""
    scene, alice, _ = open_scene()
    scene.room.enter(Author("dan", account="d"), Ear(scene.room.turn, alice.ear.form))

    assert ["354 alice dan d : "] == alice.say("WHO dan %nar")[:1]


def test_a_mask_finds_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many it means, the answer has an end."""
    _, alice, _ = open_scene()
    monkeypatch.setattr(who, "MOST", 2)

    assert 3 == len(alice.say("WHO *"))
