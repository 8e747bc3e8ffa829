"""Plain members: a nickname first, then messages, then EXIT."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.log import Turn
from socketlab.chat.plain.session import (
    Lobby,
    PlainSession,
    ends_with_line_feed,
    is_exit,
    read_text,
)
from socketlab.chat.room import LOBBY, Room
from tests.chat.ears import Ear, enter


@pytest.fixture
def lobby() -> Lobby:
    """Give the lobby of an empty room, in English."""
    return Lobby(Room(Turn(), now=1000), str, 100)


def come(
    lobby: Lobby, name: str, *, line_feed: bool = False
) -> tuple[PlainSession, Ear]:
    """Seat someone."""
    ear = Ear(lobby.room.turn)
    ear.form = lobby.forms[line_feed]
    session = lobby.enter(name, "192.0.2.1", ear)
    assert isinstance(session, PlainSession)
    return session, ear


def heard(lobby: Lobby, *ears: Ear) -> list[str]:
    """End the turn; give what each has heard in it, datagrams run together."""
    lobby.room.turn.send()
    texts = [ear.heard.decode() for ear in ears]
    for ear in ears:
        ear.heard = b""
    return texts


@pytest.mark.parametrize(
    ("datagram", "text", "line_feed"),
    [
        (b"hi", "hi", False),
        (b"hi\n", "hi", True),
        (b"hi\r\n", "hi", True),
        (b"hi\0\0\0", "hi", False),
        (b"hi\n\0\0", "hi", True),
        (b"", "", False),
        (b"\xff\n", "\\xff", True),
    ],
)
def test_a_datagram_is_a_line(datagram: bytes, text: str, *, line_feed: bool) -> None:
    """The line's end, and the NULs of a whole buffer, do not count."""
    assert read_text(datagram) == text
    assert ends_with_line_feed(datagram) is line_feed


@pytest.mark.parametrize(
    ("text", "expected"),
    [("EXIT", True), ("eXiT", True), ("EXIT ", False), ("ex\u0131t", False)],
)
def test_exit_is_exactly_that_word(text: str, *, expected: bool) -> None:
    """Any case, nothing before or behind it."""
    assert is_exit(text) is expected


def test_the_classic_client_works_unchanged(lobby: Lobby) -> None:
    """`NAME : text` is not doubled, and `NAME : EXIT` leaves."""
    zhang, near = come(lobby, "张三")
    _, far = come(lobby, "bob")
    for line in ("张三 : 你好", "plain", "bob : hi"):
        assert zhang.receive(line.encode())

    assert heard(lobby, near, far) == [
        "bob has joined the chat room...",
        "张三 : 你好张三 : plain张三 : bob : hi",
    ]
    assert not zhang.receive("张三 : exit\n".encode())
    assert not zhang.receive(b"EXIT")


def test_the_name_counts_as_it_was_sent(lobby: Lobby) -> None:
    """A name that was normalised is known in the client's own spelling too."""
    session, _ = come(lobby, "Rene\u0301")
    _, ear = come(lobby, "bob")
    session.receive("Rene\u0301 : hi".encode())

    assert heard(lobby, ear) == ["Ren\u00e9 : hi"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("alice", "This nickname is taken: choose another one."),
        ("a1ice", "This nickname is taken: choose another one."),
        ("x" * 31, "A nickname has at most 30 characters."),
        (
            "alice : hi",
            "Send your nickname first: without spaces or any of : , * ? ! @.",
        ),
    ],
)
def test_who_is_refused_hears_why(lobby: Lobby, name: str, sentence: str) -> None:
    """One sentence and no seat."""
    come(lobby, "alice")

    assert lobby.enter(name, "192.0.2.2", Ear(lobby.room.turn)) == sentence
    assert len(lobby.room.members) == 1


def test_line_ends_go_to_who_sends_them(lobby: Lobby) -> None:
    """What is relayed ends with LF exactly to those whose own datagrams do."""
    alice, _ = come(lobby, "alice")
    bob, ear = come(lobby, "bob")
    alice.receive(b"one\n")
    bob.receive(b"\n")
    alice.receive(b"two")
    bob.receive(b"")
    alice.receive(b"three")
    bob.receive(b"x")
    alice.receive(b"four")

    assert heard(lobby, ear) == ["alice : onealice : two\nalice : three\nalice : four"]


def test_who_is_silent_is_asked_and_then_leaves(lobby: Lobby) -> None:
    """Silence is asked about once; anything that is sent keeps the seat."""
    alice, ear = come(lobby, "alice")
    room = lobby.room
    room.now += 9_999
    assert alice.check(10, 5)
    assert heard(lobby, ear) == [""]
    room.now += 1
    assert alice.check(10, 5)
    assert "within 5 seconds" in heard(lobby, ear)[0]
    room.now += 4_999
    assert alice.check(10, 5)
    assert alice.receive(b"")
    assert heard(lobby, ear) == [""]
    room.now += 10_000
    assert alice.check(10, 5)
    room.now += 5_000
    assert not alice.check(10, 5)


def test_a_long_message_is_not_sent(lobby: Lobby) -> None:
    """Who says too much hears so, and nobody else hears anything."""
    alice, near = come(lobby, "alice")
    _, far = come(lobby, "bob")
    heard(lobby, near, far)
    alice.receive(b"x" * 101)

    assert heard(lobby, near, far) == ["Not sent: a message has at most 100 bytes.", ""]


def test_who_may_not_speak_hears_so(lobby: Lobby) -> None:
    """In a moderated lobby a message is refused with a sentence."""
    alice, near = come(lobby, "alice")
    channel = lobby.room.channel(LOBBY)
    assert channel
    channel.modes["m"] = ""
    alice.receive(b"hello")

    assert heard(lobby, near) == ["Not sent: you may not speak here at the moment."]


def test_who_was_put_out_comes_back_by_speaking(lobby: Lobby) -> None:
    """A plain member has one channel only: what it says brings it back."""
    alice, _ = come(lobby, "alice")
    bob, ear = enter(lobby.room, "bob")
    channel = lobby.room.join(bob, LOBBY)
    lobby.room.kick(bob.author, channel, alice.member)
    alice.receive(b"sorry")
    lobby.room.turn.send()

    assert ear.lines() == [
        "join bob",
        "kick bob alice",
        "join alice",
        "say alice sorry",
    ]


def test_a_greeting_is_for_newcomers(lobby: Lobby) -> None:
    """What a newcomer is to know is told to it, and to nobody else."""
    _, first = come(lobby, "alice")
    lobby.greeting = "Welcome."
    _, second = come(lobby, "bob")

    assert heard(lobby, first, second) == [
        "bob has joined the chat room...",
        "Welcome.",
    ]


def test_without_a_history_nothing_can_be_recalled(lobby: Lobby) -> None:
    """`/history` is answered to who asks, and is no message."""
    alice, near = come(lobby, "alice")
    _, far = come(lobby, "bob")
    heard(lobby, near, far)
    alice.receive(b"/history\n")
    answer, others = heard(lobby, near, far)

    assert answer.endswith("\n")
    assert others == ""


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_nothing_that_is_sent_speaks_for_another(datagrams: list[bytes]) -> None:
    """Whatever alice sends, each line that bob hears says that it was alice."""
    lobby = Lobby(Room(Turn(), now=1000), str, 100)
    alice, _ = come(lobby, "alice")
    _, ear = come(lobby, "bob", line_feed=True)
    for datagram in datagrams:
        alice.receive(datagram)
    lines = heard(lobby, ear)[0].splitlines()

    assert all(line.startswith("alice : ") for line in lines)


def test_who_has_lost_its_seat_does_not_sit_down_again(lobby: Lobby) -> None:
    """An operator of the server may end a member: its next datagram says nothing."""
    session, _ = come(lobby, "alice")
    _, ear = come(lobby, "bob")
    lobby.room.quit([(session.member, "Killed")])
    heard(lobby, ear)

    assert not session.receive(b"hi")
    assert heard(lobby, ear) == [""]
    assert [each.nick for each in lobby.room.members.values()] == ["bob"]
