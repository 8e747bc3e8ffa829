"""Readers hear every byte once, in order, however the turns are cut."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.entry import Author, Entry, Kind, Run
from socketlab.chat.log import Log, Turn
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


def test_all_hear_what_is_appended() -> None:
    """A turn's entries reach each reader in one send."""
    turn = Turn()
    log = Log(turn)
    ears = [follow(log) for _ in range(3)]
    log.append(said("one"))
    log.append(said("two"))
    turn.send()

    assert [(ear.lines(), ear.sends) for ear in ears] == [
        (["say alice one", "say alice two"], 1)
    ] * 3


def test_an_entry_is_encoded_once_for_each_form() -> None:
    """Ten readers with two forms cost two encodings."""
    encoded: list[str] = []

    class Counted(Words):
        def encode(self, entry: Entry) -> bytes:
            encoded.append(self.name)
            return super().encode(entry)

    turn = Turn()
    log = Log(turn)
    ears = [follow(log, Counted(name)) for name in ["a", "b"] * 5]
    log.append(said("hello"))
    turn.send()

    assert encoded == ["a", "b"]
    assert [ear.lines() for ear in ears] == [["say alice hello"]] * 10


def test_a_form_may_show_nothing() -> None:
    """Who is deaf to a kind hears the others only."""
    turn = Turn()
    log = Log(turn)
    deaf, other = follow(log, Words("deaf", deaf_to=("topic",))), follow(log)
    log.append(said("new topic", Kind.TOPIC))
    log.append(said("hello"))
    turn.send()

    assert deaf.lines() == ["say alice hello"]
    assert other.lines() == ["topic alice new topic", "say alice hello"]


def test_a_newcomer_hears_nothing_from_before() -> None:
    """Who follows in the middle of a turn hears the rest of it only."""
    turn = Turn()
    log = Log(turn)
    first = follow(log)
    log.append(said("before"))
    second = follow(log)
    log.append(said("after"))
    turn.send()

    assert first.lines() == ["say alice before", "say alice after"]
    assert second.lines() == ["say alice after"]


def test_who_leaves_hears_what_was_before() -> None:
    """Who leaves in the middle of a turn hears its first part."""
    turn = Turn()
    log = Log(turn)
    stays, leaves = follow(log), follow(log)
    log.append(said("before"))
    log.leave(leaves)
    log.append(said("after"))
    turn.send()

    assert stays.lines() == ["say alice before", "say alice after"]
    assert leaves.lines() == ["say alice before"]


def test_the_last_to_leave_ends_the_form() -> None:
    """A form that nobody reads is not encoded any more."""
    turn = Turn()
    log = Log(turn)
    ear = follow(log)
    log.leave(ear)

    assert log.streams == {}
    assert ear.streams == []


def test_who_is_skipped_does_not_hear_it() -> None:
    """An entry passes over the readers that it names, and over no other."""
    turn = Turn()
    log = Log(turn)
    speaker, other, stranger = follow(log), follow(log), Ear(turn)
    for text in ("one", "two", "three"):
        log.append(said(text), [speaker, stranger] if text == "two" else ())
    turn.send()

    assert speaker.lines() == ["say alice one", "say alice three"]
    assert other.lines() == ["say alice one", "say alice two", "say alice three"]
    assert stranger.lines() == []


def test_a_stranger_with_another_form_is_skipped() -> None:
    """Skipping a reader whose form nobody here has is no mistake."""
    turn = Turn()
    log = Log(turn)
    ear, stranger = follow(log), Ear(turn, Words("other"))
    log.append(said("hello"), [stranger])
    turn.send()

    assert (ear.lines(), stranger.lines()) == (["say alice hello"], [])


def test_two_streams_are_one_send() -> None:
    """Who reads two channels with news gets both in one send."""
    turn = Turn()
    logs = [Log(turn), Log(turn)]
    ear = follow(logs[0])
    logs[1].follow(ear)
    single = follow(logs[1])
    for log in logs:
        log.append(said("hello"))
    turn.send()

    assert (ear.lines(), ear.sends) == (["say alice hello"] * 2, 1)
    assert (single.lines(), single.sends) == (["say alice hello"], 1)


def test_a_framed_form_keeps_its_pieces_apart() -> None:
    """Entries of a framed form are delivered one by one."""
    turn = Turn()
    log = Log(turn)
    pieces: list[list[bytes]] = []

    class Framed(Ear):
        def deliver(self, news: list[bytes]) -> None:
            pieces.append(list(news))

    log.follow(Framed(turn, Words(framed=True)))
    log.append(said("one"))
    log.append(said("two"))
    turn.send()

    assert pieces == [[b"say alice one\n", b"say alice two\n"]]


def test_those_who_are_behind_share_what_is_kept() -> None:
    """Ten slow readers hold the same bytes, not ten copies."""
    turn = Turn()
    log = Log(turn)
    slow = [follow(log) for _ in range(10)]
    for ear in slow:
        ear.room = 0
    for _ in range(2):
        log.append(said("x" * 1000))
        turn.send()

    blocks = [[bytes(piece) for piece in ear.queue or ()] for ear in slow]
    owners = {id(ear.queue[1]) for ear in slow if ear.queue}
    assert blocks == [blocks[0]] * 10
    assert len(owners) == 1


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.data())
def test_turns_may_be_cut_anywhere(kinds: list[int], data: st.DataObject) -> None:
    """Wherever the turns end, and whatever is taken at once, the bytes are the same."""
    cuts = data.draw(st.sets(st.integers(0, len(kinds))))
    rooms = data.draw(st.lists(st.none() | st.integers(0, 40), max_size=30))

    def play(cuts: set[int], rooms: list[int | None]) -> list[bytes]:
        turn = Turn()
        logs = [Log(turn), Log(turn)]
        ears = [Ear(turn), Ear(turn), Ear(turn, Words(deaf_to=("topic",)))]
        logs[0].follow(ears[0])
        for log in logs:
            log.follow(ears[1])
        logs[1].follow(ears[2])
        numbers = count()
        for place, kind in enumerate(kinds):
            text = str(next(numbers))
            if kind == 0:
                logs[0].append(said(text))
            elif kind == 1:
                logs[0].append(said(text), [ears[0]])
            elif kind == 2:
                ears[place % 3].write(f"reply {text}\n".encode())
            else:
                logs[0].append(said(text, Kind.TOPIC))
            if place in cuts:
                ears[0].room = rooms.pop() if rooms else None
                turn.send()
        ears[0].room = None
        turn.send()
        return [ear.heard for ear in ears]

    assert play(set(), []) == play(cuts, list(rooms))


def test_a_run_is_as_good_as_its_entries() -> None:
    """A run is one piece, is skipped like an entry, and reads like its entries."""
    turn = Turn()
    log = Log(turn)
    speaker, other = follow(log), follow(log)
    log.append(said("zero"))
    log.append_run(Run(1, 0, "#room", ALICE, [b"one", b"two"]), [speaker])
    turn.send()

    assert speaker.lines() == ["say alice zero"]
    assert other.lines() == ["say alice zero", "say alice one", "say alice two"]
