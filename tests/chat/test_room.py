"""Members, nicknames, channels: commands in, entries out."""

import pytest

from socketlab.chat.channel import Refusal, RefusedError
from socketlab.chat.entry import Kind, Said
from socketlab.chat.log import Turn
from socketlab.chat.nickname import MalformedError
from socketlab.chat.room import Room
from tests.chat.ears import Ear, Words, enter


@pytest.fixture
def room() -> Room:
    """Give an empty room at time 1000."""
    return Room(Turn(), now=1000)


def settle(room: Room, *ears: Ear) -> list[list[str]]:
    """End the turn; give what each has heard in it."""
    room.turn.send()
    return [ear.lines() for ear in ears]


def test_everyone_hears_who_comes_speaks_and_goes(room: Room) -> None:
    """A join, a line and a leave reach all in the channel; one's own words do not."""
    (alice, near), (bob, far) = enter(room, "alice"), enter(room, "bob")
    channel = room.join(alice, "#room")
    room.join(bob, "#room")
    room.say(alice, channel, "hello")
    room.leave(bob, channel, "bye")

    assert settle(room, near, far) == [
        ["join alice", "join bob", "leave bob bye"],
        ["join bob", "say alice hello", "leave bob bye"],
    ]


def test_echo_is_for_who_asks(room: Room) -> None:
    """A reader with echo hears its own words too."""
    alice, ear = enter(room, "alice")
    channel = room.join(alice, "#room")
    ear.echo = True
    room.say(alice, channel, "one")
    room.say_run(alice, channel, [b"two", b"three"])

    assert settle(room, ear) == [
        ["join alice", "say alice one", "say alice two", "say alice three"]
    ]


def test_a_run_is_skipped_as_a_line_is(room: Room) -> None:
    """What one says in one go, the others hear, and the history keeps, in order."""
    kept: list[Said] = []
    (alice, near), (bob, far) = enter(room, "alice"), enter(room, "bob")
    channel = room.join(alice, "#room")
    room.join(bob, "#room")
    settle(room, near, far)
    room.record = kept.append
    room.say_run(alice, channel, [b"one", b"two"])
    room.say(bob, channel, "three")

    assert settle(room, near, far) == [
        ["say bob three"],
        ["say alice one", "say alice two"],
    ]
    assert [(said.number, said.last, said.text) for said in kept] == [
        (3, 4, "one\ntwo"),
        (5, 5, "three"),
    ]


def test_some_forms_do_not_hear_themselves(room: Room) -> None:
    """Notices go to the others: plain text shows nobody its own joins and renamings."""
    plain = Words("plain", hears_itself=False)
    (alice, near), (_, _) = enter(room, "alice", plain), enter(room, "bob")
    room.join(alice, "#room")
    room.rename(alice, "carol")

    assert settle(room, near) == [[]]


@pytest.mark.parametrize("nick", ["alice", "ALICE", "a1ice", "\u0430lice"])
def test_a_name_is_given_once(room: Room, nick: str) -> None:
    """The same name, in another case or a look-alike, is refused."""
    enter(room, "alice")
    with pytest.raises(RefusedError) as caught:
        enter(room, nick)

    assert caught.value.refusal is Refusal.TAKEN
    assert list(room.members) == ["alice"]


def test_a_malformed_name_is_refused(room: Room) -> None:
    """What is no nickname gives no seat."""
    with pytest.raises(MalformedError):
        enter(room, "alice : hi")

    assert room.members == {}


def test_a_name_is_free_again(room: Room) -> None:
    """Who leaves or takes another name gives the first one back."""
    alice, _ = enter(room, "alice")
    room.rename(alice, "bob")
    carol, _ = enter(room, "alice")
    room.quit([(alice, "")])
    enter(room, "bob")

    assert room.find("ALICE") is carol
    assert set(room.members) == {"alice", "bob"}


def test_one_may_change_the_case_of_the_own_name(room: Room) -> None:
    """One's own look-alike is not another's, and the same name is no change."""
    alice, ear = enter(room, "alice")
    channel = room.join(alice, "#room")
    room.rename(alice, "Alice")
    room.rename(alice, "Alice")

    assert settle(room, ear) == [["join alice", "nick alice Alice"]]
    assert alice.nick == "Alice"
    assert channel.version == 2


def test_a_taken_name_is_not_taken_over(room: Room) -> None:
    """A refused renaming changes nothing."""
    (alice, _), (bob, _) = enter(room, "alice"), enter(room, "bob")
    with pytest.raises(RefusedError):
        room.rename(bob, "alice")

    assert (room.find("alice"), room.find("bob")) == (alice, bob)


def test_who_shares_two_channels_hears_a_renaming_once(room: Room) -> None:
    """A change of name or a quit is heard once, before what comes after it anywhere."""
    (alice, _), (bob, ear), (carol, other) = (
        enter(room, nick) for nick in ("alice", "bob", "carol")
    )
    for name in ("#one", "#two"):
        for member in (alice, bob):
            room.join(member, name)
    one = room.join(carol, "#two")
    settle(room, ear, other)
    room.say(alice, one, "before")
    room.rename(alice, "dave")
    room.say(alice, one, "after")
    room.quit([(alice, "bye")])

    assert settle(room, ear, other) == [
        ["say alice before", "nick alice dave", "say dave after", "quit dave bye"],
        ["say alice before", "nick alice dave", "say dave after", "quit dave bye"],
    ]


def test_who_is_away_hears_nothing_of_it(room: Room) -> None:
    """Being away is told to the others only."""
    (alice, near), (bob, far) = enter(room, "alice"), enter(room, "bob")
    room.join(alice, "#room")
    room.join(bob, "#room")
    settle(room, near, far)
    room.announce(alice, Kind.AWAY, "lunch")

    assert settle(room, near, far) == [[], ["away alice lunch"]]


def test_a_storm_of_quits_is_one_call(room: Room) -> None:
    """Many leave at once: who stays hears of each once, who is gone is passed over."""
    stays, ear = enter(room, "stays")
    room.join(stays, "#one")
    room.join(stays, "#two")
    others = [enter(room, f"other{n}")[0] for n in range(4)]
    for other in others:
        room.join(other, "#one")
        if other is not others[0]:
            room.join(other, "#two")
    settle(room, ear)
    room.quit([(other, "reset") for other in [*others, others[0]]])

    assert settle(room, ear) == [[f"quit other{n} reset" for n in range(4)]]
    assert set(room.members) == {"stays"}


def test_a_channel_lasts_as_long_as_someone_is_there(room: Room) -> None:
    """Names of channels are compared without case; the last to go ends the channel."""
    alice, _ = enter(room, "alice")
    channel = room.join(alice, "#Room", "o")

    assert room.join(alice, "#ROOM") is channel
    assert channel.members == {alice: "o"}
    room.quit([(alice, "")])
    assert (room.channel("#room"), alice.channels) == (None, [])


def test_who_is_kicked_hears_it_last(room: Room) -> None:
    """A kick is heard by all, also by who has to go; then it hears nothing more."""
    (alice, near), (bob, far) = enter(room, "alice"), enter(room, "bob")
    channel = room.join(alice, "#room")
    room.join(bob, "#room")
    settle(room, near, far)
    room.kick(alice.author, channel, bob, "spam")
    room.say(alice, channel, "peace")

    assert settle(room, near, far) == [
        ["kick alice bob spam"],
        ["kick alice bob spam"],
    ]


def test_who_is_not_there_cannot_leave(room: Room) -> None:
    """Leaving a channel, or kicking from it, needs a seat in it."""
    (alice, _), (bob, _) = enter(room, "alice"), enter(room, "bob")
    channel = room.join(alice, "#room")
    with pytest.raises(RefusedError) as left:
        room.leave(bob, channel)
    with pytest.raises(RefusedError) as kicked:
        room.kick(alice.author, channel, bob)

    refusals = {left.value.refusal, kicked.value.refusal}
    assert refusals == {Refusal.NOT_HERE}


def test_who_may_not_speak_is_not_heard(room: Room) -> None:
    """In a moderated channel a member without voice is refused, in a run too."""
    (alice, near), (bob, far) = enter(room, "alice"), enter(room, "bob")
    channel = room.join(alice, "#room", "o")
    room.join(bob, "#room")
    channel.modes["m"] = ""
    room.say(alice, channel, "quiet please")
    with pytest.raises(RefusedError):
        room.say(bob, channel, "but")
    with pytest.raises(RefusedError):
        room.say_run(bob, channel, [b"but"])

    assert settle(room, near, far)[0] == ["join alice", "join bob"]
    assert far.lines() == []


def test_who_is_outside_may_be_heard(room: Room) -> None:
    """Without `n` a channel hears members who are not in it."""
    (alice, ear), (bob, _) = enter(room, "alice"), enter(room, "bob")
    channel = room.join(alice, "#room")
    channel.modes.clear()
    room.say(bob, channel, "hello")
    room.say_run(bob, channel, [b"again"])

    assert settle(room, ear) == [["join alice", "say bob hello", "say bob again"]]
