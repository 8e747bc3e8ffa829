"""MODE for channels: RFC 2811 section 4, Modern IRC "Channel Modes"."""

import pytest

from socketlab.chat.irc.isupport import LIST_MODES
from tests.chat.irc.clients import Client, Scene, with_operator

ALICE = ":alice!~alice@198.51.100.7"
SETTER = "alice!~alice@198.51.100.7 1700000000"


def open_scene() -> tuple[Scene, Client, Client]:
    """Give a scene with #a, its operator alice, and bob, who is in it."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    scene.forget()
    return scene, alice, bob


def test_modes_are_shown() -> None:
    """RPL_CHANNELMODEIS and RPL_CREATIONTIME; the key to members only."""
    scene, alice, _bob = open_scene()
    carol = scene.enter("carol")
    alice.say("MODE #a +kl word 9")

    created = "329 {} #a 1700000000"
    assert [
        "324 alice #a +klnt word 9",
        created.format("alice"),
    ] == alice.say("MODE #A")
    assert ["324 carol #a +klnt * 9", created.format("carol")] == carol.say("MODE #a")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("+i", "+i"),
        ("m", "+m"),
        ("-n+s-t", "-n+s-t"),
        ("+ims", "+ims"),
        ("+o bob", "+o bob"),
        ("+v-o BOB alice", "+v-o bob alice"),
        ("+k word", "+k word"),
        ("+l 007", "+l 7"),
        ("+b bob", "+b bob!*@*"),
        ("+be-t *!*@h u@h", "+be-t *!*@h *!u@h"),
        ("+I *", "+I *!*@*"),
        ("+im-i", "+im-i"),
        ("+ii", "+i"),
    ],
)
def test_what_changes_is_told_to_all(words: str, told: str) -> None:
    """In one line, to oneself too, as it was understood."""
    _, alice, bob = open_scene()

    assert [f"{ALICE} MODE #a {told}"] == alice.say(f"MODE #a {words}")
    assert [f"{ALICE} MODE #a {told}"] == bob.hear()


@pytest.mark.parametrize(
    "words", ["+nt", "-im", "-k", "-l", "+o alice", "-v bob", "-b nobody", "+", "-+-"]
)
def test_what_changes_nothing_is_silent(words: str) -> None:
    """No line for what is so already."""
    _, alice, bob = open_scene()

    assert [] == alice.say(f"MODE #a {words}")
    assert [] == bob.hear()


def test_what_is_set_can_be_taken_away() -> None:
    """The key with any word, the limit without one, a mask in any case."""
    scene, alice, _ = open_scene()
    alice.say("MODE #a +klb word 9 Bob!*@*", "MODE #a +o bob")

    assert [f"{ALICE} MODE #a -klbo word Bob!*@* bob"] == alice.say(
        "MODE #a -klbo x bob bob"
    )
    assert {"n": "", "t": ""} == scene.channel("#a").modes
    assert {"b": {}} == scene.channel("#a").lists


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("+x", "472 alice x :is unknown mode char to me"),
        ("+o", "461 alice MODE :Not enough parameters"),
        ("+o nobody", "401 alice nobody :No such nick/channel"),
        ("+o carol", "441 alice carol #a :They aren't on that channel"),
        ("+k", "461 alice MODE :Not enough parameters"),
        ("+k :", "525 alice #a :Key is not well-formed"),
        ("+k :a b", "525 alice #a :Key is not well-formed"),
        ("+k a,b", "525 alice #a :Key is not well-formed"),
        (f"+k {'x' * 33}", "525 alice #a :Key is not well-formed"),
        ("+l", "461 alice MODE :Not enough parameters"),
        ("+l 0", "696 alice #a l 0 :This parameter cannot be used"),
        ("+l ³", "696 alice #a l ³ :This parameter cannot be used"),
        ("+l -1", "696 alice #a l -1 :This parameter cannot be used"),
        ("+b :a b", "696 alice #a b * :This parameter cannot be used"),
        (
            f"+b {'x' * 129}",
            f"696 alice #a b {'x' * 129} :This parameter cannot be used",
        ),
    ],
)
def test_what_cannot_be_set(words: str, answer: str) -> None:
    """472, 461, 401, 441, 525, 696; what else is in the line is done all the same."""
    scene, alice, _ = open_scene()
    scene.enter("carol")

    assert [answer] == alice.say(f"MODE #a {words}")
    assert [answer, f"{ALICE} MODE #a +s"] == alice.say(f"MODE #a +s{words}")


def test_a_mistake_does_not_stop_the_rest() -> None:
    """Errors first, then one line with what was changed."""
    _, alice, _ = open_scene()

    assert [
        "472 alice x :is unknown mode char to me",
        f"{ALICE} MODE #a +im",
    ] == alice.say("MODE #a +ixm")


def test_lists_are_shown_to_all() -> None:
    """Each mask with who set it and when; each list once."""
    _, alice, bob = open_scene()
    alice.say("MODE #a +beI *!*@h bob carol")
    bob.hear()

    assert [
        f"367 bob #a *!*@h {SETTER}",
        "368 bob #a :End of channel ban list",
        f"348 bob #a bob!*@* {SETTER}",
        "349 bob #a :End of channel exception list",
        f"346 bob #a carol!*@* {SETTER}",
        "347 bob #a :End of channel invite exception list",
    ] == bob.say("MODE #a bbe+I")
    assert ["368 bob #a :End of channel ban list"] == bob.say("MODE #a -b")[1:]


def test_a_list_has_an_end() -> None:
    """ERR_BANLISTFULL at MAXLIST; the same mask twice is one."""
    scene, alice, _ = open_scene()
    alice.say(*(f"MODE #a +b {number}" for number in range(LIST_MODES)))
    alice.say("MODE #a +b 0", "MODE #a +b 0!*@*")

    assert ["478 alice #a b :Channel list is full"] == alice.say("MODE #a +b one-more")
    assert LIST_MODES == len(scene.channel("#a").lists["b"])


def test_a_line_has_few_changes_with_parameters() -> None:
    """What is beyond MODES is ignored."""
    scene, alice, _ = open_scene()
    alice.say("MODE #a +bbbbbbbb 1 2 3 4 5 6 7 8")

    assert 6 == len(scene.channel("#a").lists["b"])


def test_only_operators_change_modes() -> None:
    """482 once for a whole line; 403 for what is not there or hidden."""
    scene, alice, bob = open_scene()
    carol = scene.enter("carol")

    assert ["482 bob #a :You're not channel operator"] == bob.say("MODE #a +imb x")
    assert ["403 carol #x :No such channel"] == carol.say("MODE #x")
    alice.say("MODE #a +s")
    assert ["403 carol #a :No such channel"] == carol.say("MODE #a")
    carol.say("OPER root secret")
    assert [] == carol.say("MODE #a +m")
    assert ":carol!~carol@198.51.100.7 MODE #a +m" == alice.hear()[-1]


def test_the_names_show_the_new_status() -> None:
    """What was written of the names before is not shown any more."""
    scene, alice, _ = open_scene()
    alice.say("NAMES #a", "MODE #a +v bob")

    assert "353 alice = #a :@alice +bob" == alice.say("NAMES #a")[0]
    assert "v" == scene.channel("#a").members[scene.clients[1].member]
