"""PRIVMSG, NOTICE and TAGMSG."""

import pytest

from socketlab.chat.entry import Kind, Said
from socketlab.chat.irc.commands.messages import SPELLINGS
from tests.chat.irc.clients import Scene

ALICE = ":alice!~alice@198.51.100.7"


@pytest.mark.parametrize("command", ["PRIVMSG", "NOTICE"])
def test_a_message_reaches_a_channel_and_a_member(command: str) -> None:
    """Others hear it, the sender does not (RFC 2812 section 3.3)."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    alice.hear()

    assert [] == alice.say(f"{command} #A :你好", f"{command} BOB,#a :x y")
    assert [
        f"{ALICE} {command} #a :你好",
        f"{ALICE} {command} bob :x y",
        f"{ALICE} {command} #a :x y",
    ] == bob.hear()


def test_an_echo_is_what_the_others_hear() -> None:
    """With "echo-message" the sender hears each message it sent, with its id."""
    scene = Scene()
    alice = scene.enter("alice", "#a", capabilities="echo-message message-tags")
    bob = scene.enter("bob", "#a", capabilities="message-tags")
    alice.hear()

    echoed = alice.say("PRIVMSG #a :1", "NOTICE bob :2", "@+x=y TAGMSG #a")
    assert 3 == len(echoed)
    assert echoed == bob.hear()
    assert echoed[2].endswith(f";+x=y {ALICE} TAGMSG #a")


def test_to_oneself() -> None:
    """A message to oneself arrives; with an echo, twice."""
    scene = Scene()
    alice, modern = scene.enter("alice"), scene.enter("b", capabilities="echo-message")

    assert [f"{ALICE} PRIVMSG alice :x"] == alice.say("PRIVMSG alice :x")
    assert 2 == len(modern.say("PRIVMSG b :x"))


def test_who_is_away_is_reached_and_the_sender_told() -> None:
    """RPL_AWAY for a message, none for a notice or an action."""
    scene = Scene()
    alice, bob = scene.enter("alice"), scene.enter("bob")
    bob.say("AWAY :lunch")

    assert ["301 alice bob :lunch"] == alice.say("PRIVMSG bob :x", "NOTICE bob :y")
    assert 2 == len(bob.hear())


def test_what_can_be_wrong_with_a_message() -> None:
    """411, 412, 401, 403, 404, 407."""
    scene = Scene()
    alice = scene.enter("alice")
    scene.enter("bob", "#b")

    assert [
        "411 alice :No recipient given (PRIVMSG)",
        "411 alice :No recipient given (PRIVMSG)",
        "412 alice :No text to send",
        "412 alice :No text to send",
        "401 alice nobody :No such nick/channel",
        "403 alice #x :No such channel",
        "404 alice #b :Cannot send to channel",
        "407 alice PRIVMSG :Too many targets, at most 4",
    ] == alice.say(
        *("PRIVMSG", "PRIVMSG :", "PRIVMSG bob", "PRIVMSG bob :"),
        *("PRIVMSG nobody :x", "PRIVMSG #x :x", "PRIVMSG #b :x"),
        "PRIVMSG a,b,c,d,e :x",
    )


def test_nothing_answers_a_notice() -> None:
    """No "automatic replies" are sent in response, errors neither."""
    scene = Scene()
    alice, bob = scene.enter("alice"), scene.enter("bob", "#b")
    bob.say("AWAY :lunch")

    assert [] == alice.say(
        *("NOTICE", "NOTICE bob", "NOTICE nobody :x", "NOTICE #b :x", "NOTICE bob :x"),
        "NOTICE a,b,c,d,e :x",
    )


def test_an_action_is_one_for_all_transports() -> None:
    """CTCP ACTION is `/me`; plain members see it as such."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    plain, ear = scene.seat_plain("plain")
    scene.room.join(plain, "#a")
    kept: list[Said] = []
    scene.room.record = kept.append
    alice.say("PRIVMSG #a :\x01ACTION waves\x01")

    assert f"{ALICE} PRIVMSG #a :\x01ACTION waves\x01" == bob.hear()[-1]
    assert b"* alice waves\n" == ear.heard
    assert [(Kind.ACTION, "waves")] == [(each.kind, each.text) for each in kept]


def test_silenced_members_are_told() -> None:
    """`m` and bans silence, `v` and `o` give the word back."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    answer = "404 bob #a :Cannot send to channel"
    bob.say("PRIVMSG #a :before")
    for mode in ("+m", "-m+b bob"):
        alice.say(f"MODE #a {mode}")
        bob.hear()
        assert [answer] == bob.say("PRIVMSG #a :x")
    alice.say("MODE #a +v bob")
    bob.hear()

    assert [] == bob.say("PRIVMSG #a :y")
    assert ":bob!~bob@198.51.100.7 PRIVMSG #a :y" == alice.hear()[-1]


def test_a_channel_may_hear_from_outside() -> None:
    """Without `n` who is not in it may speak, unless it is moderated."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")
    alice.say("MODE #a -n")

    assert [] == bob.say("PRIVMSG #a :x", "PRIVMSG #a :y")
    assert ":bob!~bob@198.51.100.7 PRIVMSG #a :y" == alice.hear()[-1]
    alice.say("MODE #a +m")
    assert ["404"] == [line.split()[0] for line in bob.say("PRIVMSG #a :x")]


def test_messages_to_operators_and_voiced() -> None:
    """STATUSMSG: `@#a` is for operators, `+#a` for the voiced too."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    carol = scene.enter("carol", "#a", capabilities="echo-message")
    alice.say("MODE #a +v bob")
    scene.forget()
    source = ":carol!~carol@198.51.100.7"

    assert [] == carol.say("PRIVMSG @#a :ops", "NOTICE +#A :both")
    assert [f"{source} PRIVMSG @#a :ops", f"{source} NOTICE +#a :both"] == alice.hear()
    assert [f"{source} NOTICE +#a :both"] == bob.hear()
    assert [] == bob.say("PRIVMSG +#a :mine")
    alice.say("MODE #a +v carol")
    scene.forget()
    assert [f"{source} PRIVMSG +#a :me"] == carol.say("PRIVMSG +#a :me")
    alice.say("MODE #a +m-v carol")
    scene.forget()
    assert ["404 carol #a :Cannot send to channel"] == carol.say("PRIVMSG @#a :x")


def test_tags_of_the_client_are_passed_on() -> None:
    """Those with a `+`, escaped again; all others are removed ("message-tags")."""
    scene = Scene()
    alice = scene.enter("alice", "#a", capabilities="message-tags")
    bob = scene.enter("bob", "#a", capabilities="message-tags")
    carol, plain = scene.enter("carol", "#a"), scene.enter("dan", "#a")
    alice.hear(), bob.hear(), carol.hear()
    alice.say("@+example=raw+:=,escaped\\:\\s\\\\;a=b;+c PRIVMSG #a,bob :x")
    plain.say("@+c PRIVMSG #a :y")

    first, second, third = bob.hear()
    assert first.endswith(
        f";+example=raw+:=,escaped\\:\\s\\\\;+c {ALICE} PRIVMSG #a :x"
    )
    assert second.endswith(f";+c {ALICE} PRIVMSG bob :x")
    assert "a=b" not in first
    assert "+c" not in third
    assert [f"{ALICE} PRIVMSG #a :x"] == carol.hear()[:1]


def test_tags_without_a_text() -> None:
    """TAGMSG reaches those with the capability, and needs it ("message-tags")."""
    scene = Scene()
    alice = scene.enter("alice", "#a", capabilities="message-tags")
    bob = scene.enter("bob", "#a", capabilities="message-tags")
    carol = scene.enter("carol", "#a")
    scene.forget()

    assert [] == alice.say("@+typing=active TAGMSG #a", "@+typing=active TAGMSG carol")
    [line] = bob.hear()
    assert line.endswith(f";+typing=active {ALICE} TAGMSG #a")
    assert [] == carol.hear()
    assert ["411 alice :No recipient given (TAGMSG)"] == alice.say("TAGMSG")
    assert ["421 carol TAGMSG :Unknown command"] == carol.say("TAGMSG #a")


def test_the_usual_line_goes_the_short_way_and_says_the_same() -> None:
    """The second message to a channel is like the first, whatever is in it."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    alice.hear()
    texts = ["1", "2", "\x02bold", "x" * 498, "3", ":-)", "\x01ACTION waves\x01"]
    alice.say(*(f"PRIVMSG #a :{text}" for text in texts))

    heard = [line.partition(" :")[2] for line in bob.hear()]
    joined = "".join(heard)
    assert "".join(texts) == joined
    assert ["412", "417"] == [
        line.split()[0]
        for line in alice.say("PRIVMSG #a :", "PRIVMSG #a :" + "x" * 499)
    ]
    assert ["FAIL"] == [line.split()[0] for line in alice.say(b"PRIVMSG #a :\xff")]
    assert [] == bob.hear()


def test_the_short_way_waits_for_the_history_too() -> None:
    """An echo is given when the history has the message."""
    scene = Scene()
    alice = scene.enter("alice", "#a", capabilities="echo-message")
    assert 1 == len(alice.say("PRIVMSG #a :1"))
    scene.room.record = list[Said]().append

    assert [] == alice.say("PRIVMSG #a :2")


def test_few_spellings_are_remembered() -> None:
    """However a client spells channels, what is kept of it is bounded."""
    scene = Scene()
    alice = scene.enter("alice", "#abcdefgh")
    for number in range(2 * SPELLINGS):
        name = "".join(
            letter.upper() if number >> place & 1 else letter
            for place, letter in enumerate("abcdefgh")
        )
        alice.say(f"PRIVMSG #{name} :x")

    assert SPELLINGS == len(alice.session.addressed)
