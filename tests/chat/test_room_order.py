"""Whatever members do: one order for all, nobody is two, nothing from before."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from socketlab.chat.channel import Channel, RefusedError
from socketlab.chat.entry import Author, Said
from socketlab.chat.log import Turn
from socketlab.chat.nickname import MalformedError, fold, skeleton
from socketlab.chat.room import Room
from tests.chat.ears import Ear, Words, enter


class Crowd(RuleBasedStateMachine):
    """Members come, go, speak and change names, over several turns."""

    def __init__(self) -> None:
        """Begin with an empty room and one who hears everything."""
        super().__init__()
        self.room = Room(Turn())
        self.kept: list[Said] = []
        self.room.record = self.kept.append
        watcher, self.watcher = enter(self.room, "watcher")
        self.watcher.echo = True
        self.channel = self.room.join(watcher, "#room")
        self.ears: dict[str, tuple[Ear, int]] = {}

    @rule(nick=st.sampled_from(["alice", "ALICE", "a1ice", "bob", "B0B", "x y", ""]))
    def come(self, nick: str) -> None:
        """Someone tries to come in; from then on it must hear what all hear."""
        ear = Ear(self.room.turn, echo=True)
        try:
            member = self.room.enter(Author(nick), ear)
        except (MalformedError, RefusedError):
            return
        self.ears[fold(nick)] = (ear, self.room.number)
        self.room.join(member, "#room")

    @rule(nick=st.sampled_from(["alice", "a1ice", "bob", "b0b"]))
    def go(self, nick: str) -> None:
        """Someone leaves, if it is here."""
        member = self.room.find(nick)
        if member:
            self.room.quit([(member, "bye")])
            del self.ears[fold(nick)]

    @rule(nick=st.sampled_from(["alice", "bob"]), text=st.sampled_from(["one", "two"]))
    def speak(self, nick: str, text: str) -> None:
        """Someone speaks, if it is here."""
        member = self.room.find(nick)
        if member:
            self.room.say(member, self.channel, text)

    @rule(nick=st.sampled_from(["alice", "bob"]), count=st.integers(1, 3))
    def paste(self, nick: str, count: int) -> None:
        """Someone says several things in one go, if it is here."""
        member = self.room.find(nick)
        if member:
            self.room.say_run(member, self.channel, [b"pasted"] * count)

    @rule()
    def end_turn(self) -> None:
        """The loop sends what there is."""
        self.room.turn.send()

    @invariant()
    def nobody_is_two(self) -> None:
        """Each member has one name, and no two names look alike."""
        members = list(self.room.members.values())
        shapes = {skeleton(member.nick) for member in members}

        assert len({id(member) for member in members}) == len(members)
        assert len(shapes) == len(members)

    def teardown(self) -> None:
        """Everyone has heard the same, in the same order, from its own join on."""
        self.room.turn.send()
        lines = [
            Words().encode(entry).decode().rstrip("\n")
            for said in self.kept
            for entry in said.entries
        ]
        for ear, since in self.ears.values():
            assert ear.lines() == lines[since:]
        assert self.watcher.lines() == lines


test_all_see_the_same_order = Crowd.TestCase


@given(st.lists(st.sampled_from("abc"), max_size=20), st.integers(0, 20))
def test_nothing_is_heard_from_before_one_came(words: list[str], place: int) -> None:
    """Whenever someone joins, it hears its own join first, then what follows."""
    room = Room(Turn())
    alice, _ = enter(room, "alice")
    channel: Channel = room.join(alice, "#room")
    bob, ear = enter(room, "bob")
    for at, word in enumerate(words):
        if at == place:
            room.join(bob, "#room")
        room.say(alice, channel, word)
    room.turn.send()

    expected = [f"say alice {word}" for word in words[place:]]
    assert ear.lines() == (["join bob", *expected] if place < len(words) else [])
