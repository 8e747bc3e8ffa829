"""The story in a terminal."""

import re

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.document.text import text
from socketlab.report.lettering import columns
from tests.report.stored.stories import exchange, paired, sweep


def same(message: str) -> str:
    """Translate into English."""
    return message


def chinese(message: str) -> str:
    """Stand in for a translation with wide characters."""
    return "".join("中文，" if character == " " else character for character in message)


def test_no_line_reaches_column_80(
    real: Record, close_order: Record, storm: Record
) -> None:
    """Every line fits a terminal of 80 columns, in any language."""
    for record in (real, close_order, storm, sweep(), paired()):
        for translate in (same, chinese):
            lines = text(record, translate).splitlines()
            assert max(map(columns, lines)) < 80


def test_no_byte_of_a_subject_reaches_the_terminal(storm: Record) -> None:
    """Without colour there is no control character but the end of a line."""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text(storm, same))


def test_colour_is_an_ornament(storm: Record, close_order: Record) -> None:
    """With the colours taken out the text is the same."""
    for record in (storm, close_order):
        coloured = text(record, same, colour=True)

        assert coloured != text(record, same)
        assert text(record, same) == re.sub("\x1b\\[[0-9;]*m", "", coloured)


def test_a_refuted_expectation_points_at_its_line(storm: Record) -> None:
    """File, line, expected and what every source observed are told."""
    story = text(storm, same)

    assert "closing/close_order.py:21  expected: ESTABLISHED" in story
    assert "packets: SYN-SENT" in story
    assert "? server is in CLOSED. (not observed)" in story
    assert "Not used: tracepoint: needs root" in story
    assert "! sock_diag saw x." in story
    assert story.endswith("with the\nevidence.\n  Much is lost.\n")


def test_only_some_of_many_ways_are_drawn(close_order: Record) -> None:
    """The rest is counted; a record without connections lists its steps."""
    story = close_order.stories[0]
    ways = tuple(
        replace(story, client=replace(story.client, lanes=story.client.lanes[:count]))
        for count in range(5)
    )
    blind = replace(story, passages=())
    marks = tuple(
        replace(blind, client=one.client, server=replace(story.server, lanes=()))
        for one in ways
    )
    many = text(replace(close_order, stories=(*ways, *marks)), same)
    none = text(replace(close_order, stories=(), sources={}, steps=()), same)
    some = text(replace(close_order, stories=()), same)

    assert 6 == many.count(f"\n{'client':>17}")
    assert "Connections that went this way" not in many
    assert 1 == many.count("(STATE) inferred, not observed")
    assert "Ways not drawn here: 4." in many
    assert "Sources: -" in none
    assert "Counters" not in none
    assert "2. The client connects; the server accepts." in some


def test_a_long_story_is_cut() -> None:
    """The reader is told how much is left out."""
    assert "64 segments are not drawn here" in text(exchange(100), same)


def test_what_was_measured_and_compared_is_a_table() -> None:
    """Numbers and variants stand in columns; settings and --slow are told."""
    measured, compared = (text(record, same) for record in (sweep(), paired()))

    assert "Connections against clients, backlog 2\n\nclients" in measured
    assert "This page has set: net.core.somaxconn=2" in measured
    assert "What takes long was waited for (--slow)." in measured
    assert re.search(r"server is in …  +✗ TIME-WAIT  +✓ LISTEN\n", compared)
    assert "2. without SO_REUSEADDR · The server binds port 7." in compared


def test_what_nobody_saw_has_its_reason() -> None:
    """It stands below the expectation."""
    assert "\n    It takes 60 s; --slow waits.\n" in text(paired(), same)
