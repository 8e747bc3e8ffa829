"""CAP, in the words of "capability-negotiation"."""

import pytest

from tests.chat.irc.clients import NAME, Scene


def test_negotiation_suspends_registration() -> None:
    """The server does "not complete registration until the client sends a CAP END"."""
    stranger = Scene().connect()

    [offered] = stranger.say("CAP LS 302")
    assert offered.startswith("CAP * LS :account-notify ")
    assert [] == stranger.say("NICK dan", "USER d * 0 :This is a really good name")
    assert ["CAP dan ACK :multi-prefix"] == stranger.say("CAP REQ :multi-prefix")
    assert stranger.say("CAP END")[0].startswith("001 dan :")


def test_a_request_without_a_list_suspends_it_too() -> None:
    """CAP REQ may come first, and again after registration."""
    stranger = Scene().connect()

    assert ["CAP * ACK :batch"] == stranger.say("CAP REQ batch")
    assert [] == stranger.say("NICK dan", "USER d * 0 :d")
    stranger.say("CAP END")
    assert ["CAP dan ACK :-batch"] == stranger.say("CAP REQ :-batch")
    assert [] == stranger.say("CAP END")


def test_a_request_is_refused_as_a_whole() -> None:
    """Nothing of a NAKed request is enabled."""
    dan = Scene().enter("dan")

    assert ["CAP dan NAK :multi-prefix sasl"] == dan.say("CAP REQ :multi-prefix sasl")
    assert ["CAP dan LIST :"] == dan.say("CAP LIST")
    assert ["CAP dan ACK :"] == dan.say("CAP REQ")
    dan.say("CAP REQ :setname batch")
    assert ["CAP dan LIST :batch setname"] == dan.say("CAP LIST")


def test_cap_notify_comes_with_version_302_and_stays() -> None:
    """It is enabled implicitly, and cannot be disabled any more."""
    dan = Scene().connect()
    dan.say("CAP LS 307")

    assert ["CAP * LIST :cap-notify"] == dan.say("CAP LIST")
    assert ["CAP * NAK :-cap-notify"] == dan.say("CAP REQ :-cap-notify")
    dan.say("CAP LS")
    assert 302 == dan.session.cap_version


def test_without_a_version_it_can_be_asked_for_and_disabled() -> None:
    """A client of version 301 asks for "cap-notify" by name."""
    dan = Scene().enter("dan", capabilities="cap-notify")

    assert ["CAP dan ACK :-cap-notify"] == dan.say("CAP REQ :-cap-notify")
    assert 0 == dan.session.cap_version


@pytest.mark.parametrize("version", ["", " 301", " x", " ³"])
def test_values_are_for_version_302(version: str) -> None:
    """Older versions read names only."""
    scene = Scene()
    scene.network.offer("example/new", "a,b")

    assert "example/new=a,b" in scene.connect().say("CAP LS 302")[0]
    [line] = scene.connect().say(f"CAP LS{version}")
    assert "example/new" in line
    assert "=" not in line


def test_long_lists_have_several_lines() -> None:
    """All but the last have an asterisk before the list."""
    scene = Scene()
    for number in range(10):
        scene.network.offer(f"{NAME}/a-long-capability-{number}", "with-a-value")
    *lines, last = scene.connect().say("CAP LS 302")

    assert lines
    assert all(line.startswith("CAP * LS * :") for line in lines)
    assert last.startswith("CAP * LS :")


def test_what_is_no_subcommand_is_answered_with_410() -> None:
    """ERR_INVALIDCAPCMD names it; so it does before there is a nickname."""
    assert [
        "410 * FOO :Invalid CAP command",
        "410 * * :Invalid CAP command",
        "461 * CAP :Not enough parameters",
    ] == Scene().connect().say("CAP FOO", "CAP :a b", "CAP")
