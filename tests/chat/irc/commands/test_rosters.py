"""NAMES and LIST."""

import pytest

from socketlab.chat.entry import Author
from tests.chat.irc.clients import Client, Ear, Scene


def test_names_are_those_of_the_members() -> None:
    """353 and 366; without a channel, or for one that is not there, only 366."""
    scene = Scene()
    alice = scene.enter("alice", "#a", "#b")
    end = "366 alice {} :End of /NAMES list"

    assert [
        *("353 alice = #a :@alice", end.format("#a")),
        *("353 alice = #b :@alice", end.format("#b")),
        *(end.format("#x"), end.format("*")),
    ] == alice.say("NAMES #a,#B,#x", "NAMES")


def test_secret_channels_and_invisible_members_are_for_those_inside() -> None:
    """`@` marks a secret channel (RFC 2812 section 5.1, RPL_NAMREPLY)."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")
    scene.enter("carol", "#a")
    alice.say("MODE alice +i")

    assert "353 bob = #a :carol" == bob.say("NAMES #a")[0]
    assert "353 alice = #a :@alice carol" == alice.say("NAMES #a")[-2]
    alice.say("MODE #a +s")
    assert ["366 bob #a :End of /NAMES list"] == bob.say("NAMES #a")
    assert "353 alice @ #a :@alice carol" == alice.say("NAMES #a")[0]


def test_names_by_capability() -> None:
    """With "multi-prefix" come all marks, with "userhost-in-names" whole names."""
    scene = Scene()
    alice = scene.enter("alice", "#a")
    alice.say("MODE #a +v alice")
    many = scene.enter("bob", "#a", capabilities="multi-prefix")
    full = scene.enter("carol", "#a", capabilities="userhost-in-names")

    assert "353 bob = #a :@+alice bob carol" == many.say("NAMES #a")[-2]
    users = ("@alice!~alice", "bob!~bob", "carol!~carol")
    words = " ".join(f"{user}@198.51.100.7" for user in users)
    assert f"353 carol = #a :{words}" == full.say("NAMES #a")[-2]


def read_names(client: Client) -> list[str]:
    """Ask for the names in #a."""
    lines = client.say("NAMES #a")
    assert all(len(line.encode()) + len(":irc.example ") <= 510 for line in lines)
    replies = [line for line in lines if line.startswith("353")]
    return " ".join(line.partition(" :")[2] for line in replies).split()


def test_a_roster_is_what_is_whatever_happened_since() -> None:
    """Joins, leaves, new names and status between two rosters."""
    scene = Scene()
    alice = scene.enter("alice", "#a")
    expected = ["@alice"]
    for number in range(80):
        ear = Ear(scene.room.turn, alice.ear.form)
        member = scene.room.enter(Author(f"member{number}"), ear)
        scene.room.join(member, "#a")
        expected.append(f"member{number}")
        if number % 16 == 0:
            assert expected == read_names(alice)
    scene.room.rename(member, "renamed")
    expected[-1] = "renamed"
    assert expected == read_names(alice)
    scene.room.leave(member, scene.channel("#a"))
    scene.room.join(member, "#a")
    assert expected == read_names(alice)
    scene.room.quit([(member, "")])
    assert expected[:-1] == read_names(alice)


def test_channels_are_listed() -> None:
    """322 with the number of members and the topic; `s` hides (RFC 2812, 3.2.6)."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a", "#b"), scene.enter("bob", "#a")
    alice.say("TOPIC #a :news", "MODE #b +s")
    start, end = "321 {} Channel :Users  Name", "323 {} :End of /LIST"

    assert [
        *(start.format("bob"), "322 bob #a 2 :news", end.format("bob")),
    ] == bob.say("LIST")[-3:]
    assert "322 alice #b 1 : " in alice.say("LIST")


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("#old", ["#old"]),
        ("#o*,#OLD", ["#old"]),
        ("!#o*", ["#new"]),
        (">1", ["#old"]),
        ("<2", ["#new"]),
        ("C>5", ["#old"]),
        ("c<5", ["#new"]),
        ("T<5", ["#old"]),
        ("T>5", []),
        ("#nothing", []),
        ("X<5", []),
        ("C<x", []),
    ],
)
def test_conditions_choose(condition: str, names: list[str]) -> None:
    """ELIST: names and masks, members, age in minutes, age of the topic."""
    scene = Scene()
    scene.enter("alice", "#old")
    bob = scene.enter("bob", "#old")
    scene.pass_time(600)
    scene.enter("carol", "#new")
    scene.clients[0].say("TOPIC #old :fresh")
    listed = [line.split() for line in bob.say(f"LIST {condition}")]

    assert names == [words[2] for words in listed if words[0] == "322"]
