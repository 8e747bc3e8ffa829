"""Entries as plain text."""

import pytest

from socketlab.chat.entry import Author, Entry, Kind, Run
from socketlab.chat.plain.form import PlainForm

ALICE = Author("alice")


def english(text: str) -> str:
    """Translate nothing."""
    return text


def chinese(text: str) -> str:
    """Translate joins and leaves, in the classic wording."""
    return {
        "{name} has joined the chat room...": "{name} 进入聊天室...",
        "{name} has left the chat room...": "{name} 离开了聊天室...",
    }[text]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (Kind.SAY, "hi", "alice : hi"),
        (Kind.ACTION, "waves", "* alice waves"),
        (Kind.NOTICE, "psst", "-alice- psst"),
        (Kind.JOIN, "", "alice has joined the chat room..."),
        (Kind.LEAVE, "bye", "alice has left the chat room..."),
        (Kind.QUIT, "bye", "alice has left the chat room..."),
        (Kind.NICK, "carol", "alice is now called carol."),
        (Kind.TOPIC, "sockets", "alice has set the topic: sockets"),
        (Kind.KICK, "spam", "alice has put bob out of the chat room: spam"),
        (Kind.SYSTEM, "The disk is full.", "The disk is full."),
        (Kind.AWAY, "lunch", ""),
    ],
)
def test_an_entry_is_one_line(kind: Kind, text: str, expected: str) -> None:
    """Each kind has its sentence; what plain text does not show has none."""
    entry = Entry(1, 0, kind, "#lobby", ALICE, text, target="bob")

    assert (
        PlainForm(line_feed=False, translate=english).encode(entry) == expected.encode()
    )


@pytest.mark.parametrize("kind", [Kind.SAY, Kind.ACTION, Kind.NOTICE])
def test_what_is_private_does_not_look_like_what_all_hear(kind: Kind) -> None:
    """A message from IRC to one member says so."""
    entry = Entry(1, 0, kind, "bob", ALICE, "hi")

    assert b"alice, to you alone: hi" == PlainForm(
        line_feed=False, translate=english
    ).encode(entry)


def test_the_line_feed_is_the_members_own() -> None:
    """A form with LF ends each datagram with it; both are different forms."""
    entry = Entry(1, 0, Kind.SAY, "#lobby", ALICE, "hi")
    with_it = PlainForm(line_feed=True, translate=english)

    assert with_it.encode(entry) == b"alice : hi\n"
    assert with_it == PlainForm(line_feed=True, translate=chinese)
    assert with_it != PlainForm(line_feed=False, translate=english)


def test_joins_read_as_they_always_did() -> None:
    """In Chinese, joins and leaves have the wording of the classic classroom server."""
    form = PlainForm(line_feed=False, translate=chinese)
    kinds = (Kind.JOIN, Kind.QUIT)
    entries = [Entry(1, 0, kind, "#lobby", Author("张三")) for kind in kinds]

    assert [form.encode(entry).decode() for entry in entries] == [
        "张三 进入聊天室...",
        "张三 离开了聊天室...",
    ]


def test_nothing_in_a_text_is_obeyed() -> None:
    """Line ends and escapes are spelled, and lone surrogates cost nothing."""
    entry = Entry(1, 0, Kind.SAY, "#lobby", ALICE, "\x1b[2J\nbob : hi\ud800")

    assert PlainForm(line_feed=False, translate=english).encode(entry) == (
        rb"alice : \x1b[2J\nbob : hi\ud800"
    )


def test_a_run_is_a_datagram_for_each_text() -> None:
    """What was said in one go is still one datagram for each message."""
    form = PlainForm(line_feed=True, translate=english)
    run = Run(1, 0, "#lobby", ALICE, [b"one", b"two"])

    assert form.encode_run(run) == [b"alice : one\n", b"alice : two\n"]
