"""What stands beside the lifelines."""

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.ladder.labels import PENDING, ROOM, Label, collect, is_waiting
from tests.report.stored.stories import exchange
from tests.report.stored.words import call


def same(message: str) -> str:
    """Translate into English."""
    return message


def test_a_label_takes_two_lines_only_if_it_must() -> None:
    """What is still too long is shortened; an ellipsis never stands alone."""
    short, long = "close(4)", "x" * 99
    lines = [
        Label("client", 0, ("call", 0), words, result).lines
        for words, result in (
            (short, "= 0"),
            (long, "= 0"),
            (long, ""),
            (long, PENDING),
            (short, f"= {long}"),
        )
    ]

    assert [1, 2, 1, 1, 2] == [len(one) for one in lines]
    assert ("", "= 0") == lines[1][1]
    assert lines[4][1][1].endswith("…")
    assert Label("client", 0, ("call", 0), long, "= 0").across <= ROOM


def test_a_call_waits_if_something_happens_meanwhile(close_order: Record) -> None:
    """Some calls only wait where time passes; one that never returned always does."""
    passages = close_order.stories[0].passages
    waits = [
        is_waiting(call(None, "", times, text), passages)
        for times, text in (
            ((1200, 1260), "connect(4) = 0"),
            ((1200, 1211), "connect(4) = 0"),
            ((2000, 2030), "close(4) = 0"),
            ((2000, 3001), "close(4) = 0"),
            ((2000, None), "close(4)"),
        )
    ]

    assert [True, False, False, True, True] == waits


def test_a_segment_that_nobody_saw_leave_wakes_no_call(storm: Record) -> None:
    """An unknown time is no time within a call."""
    passages = tuple(one for one in storm.stories[0].passages if one.sent is None)

    assert is_waiting(call(None, "", (0, 500), "recv(4) = 1"), passages) is False


def test_a_waiting_call_has_two_labels_and_a_bracket(close_order: Record) -> None:
    """The entry is open, the return tells the result."""
    beside = collect(close_order, close_order.stories[0], same)
    words = [f"{one.words} {one.result}" for one in beside.labels]

    assert "connect(4, 10.77.3.1:7) …" in words
    assert "connect = 0" in words
    assert "recv(5, 65536) = b'' end of input" in words
    assert [("client", 0)] == [(one.side, one.depth) for one in beside.brackets]


def test_brackets_of_one_side_stand_beside_each_other(storm: Record) -> None:
    """A side's several programs are named at each call, and a call that is open."""
    beside = collect(storm, storm.stories[0], same)
    words = [label.words for label in beside.labels]

    assert [0, 1, 0, 0] == [
        one.depth for one in beside.brackets if one.side == "server"
    ] + [one.depth for one in beside.brackets if one.side == "client"]
    assert [None] == [one.end for one in beside.brackets if one.end is None]
    assert "one: recv(4)" in words
    assert "recv(4, b'x' * 99, 65536)" in words
    assert "deaf from here on" in words
    assert "hears again" in words


def test_a_sides_only_program_is_not_repeated() -> None:
    """It is named at the head of its lifeline."""
    record = exchange(1)
    near = record.stories[0].client.end
    only = call(near, "client", (999, 1020), "send(4, 1) = 1", program="it")
    record = replace(record, observations=(only,))

    assert ["send(4, 1)"] == [
        label.words for label in collect(record, record.stories[0], same).labels
    ]


def test_calls_in_the_cut_are_left_out() -> None:
    """What is not drawn has no label either."""
    record = exchange(100)

    assert 36 == len(collect(record, record.stories[0], same).labels)
