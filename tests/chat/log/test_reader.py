"""A reader's own queue: replies, holds, what is behind."""

import pytest

from socketlab.chat.entry import Author, Entry, Kind
from socketlab.chat.log import Log, Reader, Turn
from tests.chat.ears import Ear, Words

ALICE = Author("alice")


def said(text: str, kind: Kind = Kind.SAY) -> Entry:
    """Make an entry."""
    return Entry(0, 0, kind, "#room", ALICE, text)


def follow(log: Log, form: Words | None = None) -> Ear:
    """Give a new reader of a log."""
    ear = Ear(log.turn, form)
    log.follow(ear)
    return ear


def test_a_reply_comes_after_what_was_appended_before_it() -> None:
    """Direct replies and lines of the log keep their order."""
    turn = Turn()
    log = Log(turn)
    ear, other = follow(log), follow(log)
    log.append(said("one"))
    ear.write(b"reply\n")
    log.append(said("two"))
    turn.send()

    assert ear.lines() == ["say alice one", "reply", "say alice two"]
    assert ear.sends == 1
    assert other.lines() == ["say alice one", "say alice two"]


def test_an_entry_can_be_told_to_one() -> None:
    """A private entry goes out in the reader's form, or not at all."""
    turn = Turn()
    ear = Ear(turn, Words(deaf_to=("notice",)))
    ear.tell(said("psst"))
    ear.tell(said("psst", Kind.NOTICE))
    turn.send()

    assert ear.lines() == ["say alice psst"]


def test_who_is_behind_catches_up_later() -> None:
    """A reader that takes a few bytes a turn hears the same in the end."""
    turn = Turn()
    log = Log(turn)
    slow, quick = follow(log), follow(log)
    slow.room = 3
    for text in ("one", "two"):
        log.append(said(text))
        turn.send()

    assert quick.lines() == ["say alice one", "say alice two"]
    assert slow.heard == b"say ali"[:6]
    assert slow.queued == 22
    slow.room = None
    turn.send()
    assert slow.lines() == ["say alice one", "say alice two"]
    assert slow.queue is None


def test_a_hold_keeps_back_what_comes_after_it() -> None:
    """What follows a hold is heard after its release, and not before."""
    turn = Turn()
    log = Log(turn)
    ear = follow(log)
    log.append(said("one"))
    ear.hold(1)
    log.append(said("two"))
    ear.hold(2)
    ear.write(b"reply\n")
    turn.send()
    first = ear.lines()
    ear.release(1)
    turn.send()
    second = ear.lines()
    ear.release(2)
    turn.send()

    assert (first, second, ear.lines()) == (
        ["say alice one"],
        ["say alice two"],
        ["reply"],
    )
    assert ear.queue is None


def test_what_one_line_caused_can_be_taken_back() -> None:
    """Between a mark and its end nothing is lost: the caller has it."""
    turn = Turn()
    log = Log(turn)
    ear = follow(log)
    log.append(said("one"))
    mark = ear.mark()
    log.append(said("two"))
    ear.write(b"reply\n")
    taken = ear.take_back(mark)
    ear.write(b"<" + taken + b">\n")
    turn.send()

    assert taken == b"say alice two\nreply\n"
    assert ear.heard == b"say alice one\n<say alice two\nreply\n>\n"


def test_a_hold_within_what_is_taken_back_holds_what_is_queued_next() -> None:
    """A hold that came since the mark is not lost with the bytes before it."""
    turn = Turn()
    ear = Ear(turn)
    mark = ear.mark()
    ear.write(b"one\n")
    ear.hold(1)
    ear.take_back(mark)
    ear.write(b"two\n")
    turn.send()

    assert ear.lines() == []
    ear.release(1)
    turn.send()
    assert ear.lines() == ["two"]


def test_a_form_can_be_changed_on_the_way() -> None:
    """What was appended before the change is heard in the old form."""
    turn = Turn()
    log = Log(turn)
    ear = follow(log, Words(deaf_to=("say",)))
    log.append(said("one", Kind.TOPIC))
    ear.change_form(Words(deaf_to=("topic",)), [log])
    log.append(said("two", Kind.TOPIC))
    log.append(said("three"))
    turn.send()

    assert ear.lines() == ["topic alice one", "say alice three"]


def test_how_to_send_is_for_the_transport_to_say() -> None:
    """A plain reader can be told things, but has nowhere to send them."""
    turn = Turn()
    reader = Reader(turn, Words())
    with pytest.raises(NotImplementedError):
        reader.drain()
    with pytest.raises(NotImplementedError):
        reader.deliver([b""])


def test_a_hold_after_the_last_byte_holds_nothing_back() -> None:
    """What came before a hold may go at once, all of it."""
    turn = Turn()
    ear = follow(Log(turn))
    ear.write(b"one\n")
    ear.hold(1)
    turn.send()

    assert ear.lines() == ["one"]
    assert ear.queue == []
    ear.release(1)
    turn.send()
    assert ear.queue is None
