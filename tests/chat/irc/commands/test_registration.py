"""PASS, NICK, USER and the welcome."""

from dataclasses import replace

import pytest

from socketlab.chat.entry import Said
from tests.chat.irc.clients import SETTINGS, Scene

WORD = "pässword"


def numbers(lines: list[str]) -> list[str]:
    """Give the first word of each line."""
    return [line.split()[0] for line in lines]


def test_a_client_is_welcomed() -> None:
    """001 to 005, LUSERS, MOTD, in this order (Modern IRC, registration)."""
    heard = Scene().connect().say("NICK dan", "USER d 0 * :Dan D")

    assert numbers(heard) == [
        *("001", "002", "003", "004", "005", "005"),
        *("251", "252", "253", "254", "255", "265", "266", "422"),
    ]
    assert "001 dan :Welcome to the example Network, dan!~d@198.51.100.7" == heard[0]
    assert "003 dan :This server was created 2023-11-14T22:13:20Z" == heard[2]
    assert heard[3].endswith(" iow Ibeiklmnostv beIklov")


def test_user_may_come_before_nick() -> None:
    """The order of NICK and USER does not matter."""
    stranger = Scene().connect()

    assert [] == stranger.say("USER d 0 * :Dan D")
    assert "001" == numbers(stranger.say("NICK dan"))[0]


def test_the_password_is_asked_for() -> None:
    """Without it, or with a wrong one, 464 and the end (RFC 2812 section 3.1.1)."""
    scene = Scene(replace(SETTINGS, password=WORD))
    right, wrong, none = scene.connect(), scene.connect(), scene.connect()

    lines = ("NICK dan", "USER d 0 * :Dan D")
    assert "001" == numbers(right.say("PASS x", f"PASS {WORD}", *lines))[0]
    ending = "ERROR :Closing Link: 198.51.100.7 (Password incorrect)"
    mismatch = "464 eve :Password incorrect"
    assert [mismatch, ending] == wrong.say("PASS word", "NICK eve", lines[1])
    assert [mismatch, ending] == none.say("NICK eve", lines[1])
    assert 1 == len(scene.room.members)


def test_nobody_registers_twice() -> None:
    """PASS and USER are over after registration (ERR_ALREADYREGISTERED)."""
    dan = Scene().enter("dan")

    assert ["462 dan :You may not reregister"] * 2 == dan.say("PASS x", "USER a b c d")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("NICK", "431 * :No nickname given"),
        ("NICK :", "431 * :No nickname given"),
        ("NICK :a b", "432 * * :Erroneous nickname"),
        ("NICK a!b", "432 * a!b :Erroneous nickname"),
        ("NICK #a", "432 * #a :Erroneous nickname"),
        ("NICK a\x02", "432 * a\x02 :Erroneous nickname"),
        (
            f"NICK {'x' * 31}",
            f"432 * {'x' * 31} :Erroneous nickname, more than 30 characters",
        ),
        (
            "NICK ALICE",
            "433 * ALICE :Nickname is already in use, or looks like one that is",
        ),
        (
            "NICK a1ice",
            "433 * a1ice :Nickname is already in use, or looks like one that is",
        ),
    ],
)
def test_one_rule_for_nicknames(line: str, answer: str) -> None:
    """431, 432 or 433, and the client may try another (RFC 2812 section 3.1.2)."""
    scene = Scene()
    scene.enter("alice")
    stranger = scene.connect()

    assert [answer] == stranger.say(line)
    assert "001" == numbers(stranger.say("NICK 小明", "USER d 0 * :d"))[0]


def test_of_two_who_want_a_name_the_first_gets_it() -> None:
    """A name is taken when registration ends; the other one is asked for another."""
    scene = Scene()
    first, second = scene.connect(), scene.connect()
    for stranger in (first, second):
        assert [] == stranger.say("NICK dan")
    first.say("USER d 0 * :d")

    assert ["433"] == numbers(second.say("USER e 0 * :e"))
    assert "001" == numbers(second.say("NICK don"))[0]


def test_a_new_name_is_told_once_to_each_who_can_see_it() -> None:
    """In two common channels it is one line, also for oneself."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a", "#b"), scene.enter("bob", "#a", "#b")
    carol = scene.enter("carol", "#c")
    alice.hear()
    line = ":alice!~alice@198.51.100.7 NICK alicia"

    assert [line] == alice.say("NICK alicia")
    assert [line] == bob.hear()
    assert [] == carol.hear()
    assert [] == alice.say("NICK alicia")
    assert ["433"] == numbers(bob.say("NICK Alicia"))


def test_who_is_in_no_channel_hears_of_the_new_name_too() -> None:
    """And may change the case of its own."""
    dan = Scene().enter("dan")

    assert [":dan!~dan@198.51.100.7 NICK DAN"] == dan.say("NICK DAN")
    assert "DAN" == dan.member.nick


@pytest.mark.parametrize(
    ("given", "written"),
    [("a!b@c", "~abc"), ("!!!", "~user"), ("averyverylongname", "~averyvery")],
)
def test_a_user_name_is_no_part_of_an_address(given: str, written: str) -> None:
    """Nothing in it divides `nick!user@host`, and it is short."""
    dan = Scene().enter("dan", user=given)

    assert written == dan.member.author.user


def test_user_has_four_parameters() -> None:
    """ERR_NEEDMOREPARAMS with fewer, and with an empty real name."""
    answer = "461 * USER :Not enough parameters"

    assert [answer] * 2 == Scene().connect().say("USER a 0 * :", "USER a b c")


def test_who_is_kept_is_told_so() -> None:
    """With a history the welcome says that there is one."""
    scene = Scene()
    scene.room.record = list[Said]().append
    heard = scene.connect().say("NICK dan", "USER d 0 * :d")

    assert any("history" in line for line in heard)
