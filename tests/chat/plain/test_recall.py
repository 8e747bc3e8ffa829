"""`/history` in plain text."""

import pytest

from socketlab.chat.entry import Author
from socketlab.chat.log import Turn
from socketlab.chat.plain.form import PlainForm
from socketlab.chat.plain.recall import read_request, recall
from socketlab.chat.room import LOBBY, Room
from tests.chat.ears import Ear
from tests.chat.log.pasts import Past

FORM = PlainForm(line_feed=False, translate=str)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("/history", 20),
        ("/HISTORY ", 20),
        ("/history 7", 7),
        ("/history  007 ", 7),
        ("/history 0", 1),
        ("/history 1234567", 0),
        ("/history -1", 0),
        ("/history of Rome", 0),
        ("/historyx", 0),
        (" /history", 0),
        ("history", 0),
        ("/history ٣", 0),
    ],
)
def test_a_request_has_a_count_or_none(text: str, count: int) -> None:
    """All else is said to the room."""
    assert count == read_request(text)


def test_the_last_lines_come_with_their_times() -> None:
    """As many as were asked for, in order, as they were said."""
    room = Room(Turn(), now=1_700_000_000_000)
    past = Past(room)
    member = room.enter(Author("alice"), Ear(room.turn))
    channel = room.join(member, LOBBY)
    assert ["Nothing has been said here yet."] == recall(past, room, 2, FORM)
    for line in ("one", "two", "three"):
        room.now += 1000
        room.say(member, channel, line)

    assert [
        "[2023-11-14T22:13:22Z] alice : two",
        "[2023-11-14T22:13:23Z] alice : three",
    ] == recall(past, room, 2, FORM)


def test_no_more_than_a_page_is_given() -> None:
    """Whatever is asked for."""
    room = Room(Turn(), now=1_700_000_000_000)
    past = Past(room)
    member = room.enter(Author("alice"), Ear(room.turn))
    channel = room.join(member, LOBBY)
    for number in range(past.page + 5):
        room.say(member, channel, str(number))

    assert past.page == len(recall(past, room, 999_999, FORM))


def test_without_a_history_it_says_so() -> None:
    """Nobody is left waiting: none is kept, or it cannot be read."""
    room = Room(Turn())
    past = Past(room)
    past.readable = False

    assert ["No history is kept here."] == recall(None, room, 1, FORM)
    assert ["The history cannot be read just now."] == recall(past, room, 1, FORM)
