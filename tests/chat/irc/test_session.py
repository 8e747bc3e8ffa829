"""One client's conversation, from its first line to its last."""

from dataclasses import replace

import pytest

from socketlab.chat.channel import Refusal, RefusedError
from socketlab.chat.entry import Said
from socketlab.chat.irc.session import Session
from socketlab.chat.settings import Times
from tests.chat.irc.clients import SETTINGS, Client, Scene

UTF8 = "Message rejected, your IRC software MUST use UTF-8 encoding here"
MODERN = "labeled-response batch echo-message"


def test_an_empty_line_says_nothing() -> None:
    """Empty lines are ignored, a lonely command is not."""
    assert [] == Scene().enter("alice").say("", "  ")


def test_a_stranger_can_only_register() -> None:
    """ERR_NOTREGISTERED for what is known and for what is not."""
    stranger = Scene().connect()

    assert ["451 * :You have not registered"] * 2 == stranger.say("JOIN #a", "NONSENSE")


def test_unknown_and_incomplete_commands_are_answered() -> None:
    """421 names the command, 461 the one that wants more."""
    assert [
        "421 alice NONSENSE :Unknown command",
        "461 alice JOIN :Not enough parameters",
    ] == Scene().enter("alice").say("nonsense", "join")


def test_bad_lines_are_refused_and_the_conversation_goes_on() -> None:
    """417 for too long, FAIL or a notice for no UTF-8 and for no message."""
    scene = Scene()
    older, modern = scene.enter("a"), scene.enter("b", capabilities="standard-replies")

    assert ["417 a :Input line was too long"] == older.say("PRIVMSG b :" + "x" * 600)
    assert [
        f"FAIL PRIVMSG INVALID_UTF8 :{UTF8}",
        "FAIL * INVALID_MESSAGE :This is not a line of IRC",
        "PONG irc.example :x",
    ] == modern.say(b"PRIVMSG a :\xff", b"?", b"PING x")
    assert [] == older.hear()
    assert [f"FAIL * INVALID_UTF8 :{UTF8}"] == older.say(b"\xff")
    older.session.receive_overlong_line()
    assert ["417 a :Input line was too long"] == older.hear()


def test_lines_of_one_read_are_taken_in_order() -> None:
    """What follows the last line is not heard."""
    alice = Scene().enter("alice")
    alice.session.receive_lines([b"PING 1", b"PING 2", b"QUIT", b"PING 3"])

    assert [
        "PONG irc.example :1",
        "PONG irc.example :2",
        "ERROR :Closing Link: 198.51.100.7 (Quit)",
    ] == alice.hear()


def test_a_host_does_not_begin_with_a_colon() -> None:
    """`::1` would be a last parameter: it is written `0::1`."""
    network = Scene().network

    assert "0::1" == Session(network, "::1").host
    assert "2001:db8::1" == Session(network, "2001:db8::1").host


def test_a_label_comes_back_once() -> None:
    """One line is labelled, several are a batch, none is an ACK."""
    alice = Scene().enter("alice", capabilities=MODERN)

    assert ["@label=x :irc.example PONG irc.example :1"] == say_raw(
        alice, "@label=x PING 1"
    )
    assert ["@label=x :irc.example ACK"] == say_raw(alice, "@label=x PONG 1")
    joined = say_raw(alice, "@label=x JOIN #a")
    assert [
        "@label=x :irc.example BATCH +3 labeled-response",
        "@batch=3 :alice!~alice@198.51.100.7 JOIN #a",
        "@batch=3 :irc.example 353 alice = #a :@alice",
        "@batch=3 :irc.example 366 alice #a :End of /NAMES list",
        ":irc.example BATCH -3",
    ] == joined
    assert ["@label=y :irc.example 421 alice X :Unknown command"] == say_raw(
        alice, "@label=y X"
    )


def test_what_is_refused_has_its_label() -> None:
    """Also where the line could not be read in full."""
    alice = Scene().enter("alice", capabilities=MODERN)

    assert [f"@label=x :irc.example FAIL PRIVMSG INVALID_UTF8 :{UTF8}"] == say_raw(
        alice, b"@label=x PRIVMSG #a :\xff"
    )


def say_raw(client: Client, *lines: str | bytes) -> list[str]:
    """Send lines; give what is heard, the server's name included."""
    for line in lines:
        data = line if isinstance(line, bytes) else line.encode()
        client.session.receive_line(data)
    client.turn.send()
    heard, client.ear.heard = client.ear.heard.decode(), b""
    return heard.splitlines()


def test_a_message_to_oneself_is_labelled_as_an_echo_only() -> None:
    """The delivered copy has no label ("labeled-response", Tags)."""
    alice = Scene().enter("alice", capabilities=MODERN)
    line = ":alice!~alice@198.51.100.7 PRIVMSG alice :me"

    assert [f"@label=x {line}", line] == say_raw(alice, "@label=x PRIVMSG alice :me")


def test_others_lines_are_no_part_of_a_response() -> None:
    """What was said before the labelled line stays before it, unlabelled."""
    scene = Scene()
    alice = scene.enter("alice", "#a", capabilities=MODERN)
    bob = scene.enter("bob", "#a")
    alice.hear()
    bob.session.receive_line(b"PRIVMSG #a :first")
    alice.session.receive_line(b"@label=x PING 1")
    bob.session.receive_line(b"PRIVMSG #a :last")

    assert [
        ":bob!~bob@198.51.100.7 PRIVMSG #a :first",
        "@label=x :irc.example PONG irc.example :1",
        ":bob!~bob@198.51.100.7 PRIVMSG #a :last",
    ] == say_raw(alice)


def test_what_is_acknowledged_waits_for_the_history() -> None:
    """An echo or a labelled response is given when the history has the entry."""
    scene = Scene()
    kept: list[Said] = []
    scene.room.record = kept.append
    alice = scene.enter("alice", "#a", capabilities=f"{MODERN} message-tags")
    bob = scene.enter("bob", "#a")
    alice.hear()

    assert [] == alice.say("PRIVMSG #a :hi", "@label=x PRIVMSG #a :there")
    assert 2 == len(bob.hear())
    alice.ear.release(kept[-2].number)
    first = alice.hear()
    assert 1 == len(first)
    assert first[0].endswith("PRIVMSG #a :hi")
    alice.ear.release(kept[-1].number)
    second = alice.hear()
    assert second[0].startswith("@label=x;msgid=")


def test_what_is_refused_is_not_waited_for() -> None:
    """Who may not speak hears so at once, history or not."""
    scene = Scene()
    scene.room.record = list[Said]().append
    alice = scene.enter("alice", capabilities=MODERN)
    scene.enter("bob", "#b")

    assert ["404 alice #b :Cannot send to channel"] == alice.say("PRIVMSG #b :hi")
    assert ["PONG irc.example :1"] == alice.say("PING 1")


def test_what_is_not_acknowledged_does_not_wait() -> None:
    """Without echo and label a sender goes on at once."""
    scene = Scene()
    scene.room.record = list[Said]().append
    alice = scene.enter("alice", "#a")

    assert ["PONG irc.example :1"] == alice.say("PRIVMSG #a :hi", "PING 1")


def test_a_run_is_taken_in_one_go() -> None:
    """Many messages to one channel are as many entries, and the others hear all."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    run = b"PRIVMSG #a :1\r\nPRIVMSG #a :2\r\n"

    assert 2 == alice.session.receive_run(run, 9)
    assert [f":alice!~alice@198.51.100.7 PRIVMSG #a :{n}" for n in "12"] == bob.hear()
    assert 0 == alice.session.receive_run(run, 1)
    assert 0 == alice.session.receive_run(b"PING 1\r\nPING 2\r\n", 9)
    assert 0 == alice.session.receive_run(run.replace(b"#a", b"#b"), 9)
    assert 0 == scene.connect().session.receive_run(run, 9)
    bob.say("PART #a")
    assert 0 == bob.session.receive_run(run, 9)
    scene.room.record = list[Said]().append
    alice.session.enable(frozenset({"echo-message"}))
    assert 0 == alice.session.receive_run(run, 9)
    alice.say("QUIT")
    assert 0 == alice.session.receive_run(run, 9)


def test_who_wants_to_hears_of_capabilities() -> None:
    """NEW with values for CAP 302, names for "cap-notify", DEL for what is gone."""
    scene = Scene()
    dan, eve = scene.connect(), scene.enter("eve", capabilities="batch")
    dan.session.cap_version = 302
    for client in (dan, eve):
        client.session.hear_of_capability("NEW", "example/a", "1")
        client.session.hear_of_capability("NEW", "example/b")
        client.session.hear_of_capability("DEL", "batch")

    assert [
        "CAP * NEW :example/a=1",
        "CAP * NEW :example/b",
        "CAP * DEL :batch",
    ] == dan.hear()
    assert [] == eve.hear()
    assert "batch" not in eve.session.capabilities


TIMES = Times(registration=30, ping=100, pong=10)


def test_who_never_registers_is_let_go() -> None:
    """The registration has its time."""
    scene = Scene(replace(SETTINGS, times=TIMES))
    stranger = scene.connect()
    stranger.session.check_time()
    scene.pass_time(30)
    stranger.session.check_time()
    assert "" == stranger.session.closing
    scene.pass_time(1)
    stranger.session.check_time()
    stranger.session.check_time()

    assert "Registration timed out" == stranger.session.closing
    assert ["ERROR :Closing Link: 198.51.100.7 (Registration timed out)"] == (
        stranger.hear()
    )


def test_who_is_silent_is_asked_and_then_let_go() -> None:
    """PING after a silence, and the end without an answer (RFC 2812, 3.7.2)."""
    scene = Scene(replace(SETTINGS, times=TIMES))
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    alice.hear()
    for seconds in (100, 1, 10):
        scene.pass_time(seconds)
        alice.session.check_time()
    assert ["PING :irc.example"] == alice.hear()
    assert [] == alice.say("PONG :irc.example")
    for seconds in (101, 5, 6):
        scene.pass_time(seconds)
        alice.session.check_time()

    assert [
        "PING :irc.example",
        "ERROR :Closing Link: 198.51.100.7 (Ping timeout: 112 seconds)",
    ] == alice.hear()
    assert [":alice!~alice@198.51.100.7 QUIT :Ping timeout: 112 seconds"] == bob.hear()


def test_who_is_lost_leaves_once() -> None:
    """A lost connection gives the room one leaver, whatever happens afterwards."""
    scene = Scene()
    alice, stranger = scene.enter("alice"), scene.connect()

    assert [(alice.member, "Reset")] == alice.session.forget("Reset")
    assert [] == alice.session.forget("Again")
    assert [] == stranger.session.forget("Reset")
    alice.session.close("Again")
    alice.session.end("Again")
    assert "Reset" == alice.session.closing
    assert [] == alice.hear()


def test_capabilities_change_the_form_of_what_follows() -> None:
    """In the middle of a channel a client may ask for other bytes."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    alice.hear()
    bob.say("PRIVMSG #a :1")
    alice.session.enable(frozenset({"server-time", "batch"}))
    alice.session.enable(frozenset({"server-time"}))
    bob.say("PRIVMSG #a :2")

    assert [
        ":bob!~bob@198.51.100.7 PRIVMSG #a :1",
        "@time=2023-11-14T22:13:20.000Z :bob!~bob@198.51.100.7 PRIVMSG #a :2",
    ] == alice.hear()


@pytest.mark.parametrize("name", ["alice", "ALICE", "al\u0456\u0441e"])
def test_nobody_is_two_members(name: str) -> None:
    """A name, in any case or in look-alike letters, has one member."""
    scene = Scene()
    scene.enter("alice")
    with pytest.raises(RefusedError) as caught:
        scene.seat_plain(name)

    assert Refusal.TAKEN == caught.value.refusal
    assert ["433"] == [line.split()[0] for line in scene.connect().say(f"NICK {name}")]
