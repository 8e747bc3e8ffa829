"""The arrows."""

import re

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.ladder import arrows
from socketlab.report.ladder.layout import LANE
from socketlab.report.palette import LIGHT
from tests.report.ladder.conftest import OpenSheet
from tests.report.stored.stories import exchange


def test_segments_run_from_their_sender_to_their_receiver(
    open_sheet: OpenSheet, close_order: Record
) -> None:
    """The client's go right, the server's left, and each falls."""
    sheet = open_sheet(close_order)
    (x1, y1), (x2, y2) = arrows.find_ends(sheet, 0)
    (x3, _y3), (x4, _y4) = arrows.find_ends(sheet, 1)

    assert sheet.layout.left + LANE < x1 == x4 < x2 == x3 < sheet.layout.right
    assert y1 < y2


def test_what_nobody_saw_leave_or_arrive_is_drawn_all_the_same(
    open_sheet: OpenSheet, storm: Record
) -> None:
    """The unknown end is assumed."""
    sheet = open_sheet(storm)

    for index in (0, 3):
        (_x1, y1), (_x2, y2) = arrows.find_ends(sheet, index)
        assert y1 < y2


def test_every_fate_looks_different(open_sheet: OpenSheet, storm: Record) -> None:
    """Lost ends in a cross, unheard in a hollow head, and words say it, too."""
    sheet = open_sheet(storm)
    arrows.draw(sheet)
    drawn = "".join(sheet.drawing.parts)

    assert f'fill="{LIGHT.paper}" stroke="{LIGHT.lost}"' in drawn
    assert ">lost</text>" in drawn
    assert "not heard: deaf" in drawn
    assert 'stroke-dasharray="6 4"' in drawn
    assert ">&quot;\\x1b[31m" in drawn


def test_words_never_stand_on_a_lane(open_sheet: OpenSheet, storm: Record) -> None:
    """Even the words of crossing arrows stay between the lanes."""
    sheet = open_sheet(storm)
    arrows.draw(sheet)
    paper = LIGHT.paper
    papers = re.findall(
        rf'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="15" fill="{paper}"',
        "".join(sheet.drawing.parts),
    )

    assert len(papers) > 7
    for x, across in papers:
        assert float(x) >= sheet.layout.left + LANE
        assert float(x) + float(across) <= sheet.layout.right


def test_crossing_segments_have_their_words_near_their_senders(
    open_sheet: OpenSheet, storm: Record, close_order: Record
) -> None:
    """Two segments under way at once, in opposite directions, cross."""
    crossing = [arrows.is_crossing(open_sheet(storm), index) for index in range(7)]
    calm = [arrows.is_crossing(open_sheet(close_order), index) for index in range(7)]

    assert [False] * 4 + [True] * 2 + [False] == crossing
    assert [False] * 7 == calm


def test_a_copy_that_nobody_sent_begins_on_the_way(
    open_sheet: OpenSheet, close_order: Record
) -> None:
    """The link made it; its sender's lane has nothing to do with it."""
    story = close_order.stories[0]
    first, *others = story.passages
    doubled = replace(first, sent=None, doubled=True)
    whole = replace(story, passages=(doubled, *others))
    sheet = open_sheet(replace(close_order, stories=(whole,)))
    arrows.draw(sheet)
    (near, _y1), (far, _y2) = arrows.find_ends(sheet, 0)
    lines = "".join(sheet.drawing.parts)
    starts = [float(x) for x in re.findall(r'<line x1="([\d.]+)"', lines)]

    assert any(near + 9 < x < far - 9 for x in starts)
    assert "doubled on the way" in "".join(sheet.drawing.parts)


def test_an_overtaken_segment_has_its_words_where_it_leaves(
    open_sheet: OpenSheet, close_order: Record
) -> None:
    """They would stand on those of the one that overtakes it."""
    story = close_order.stories[0]
    first, *others = story.passages
    second = replace(first, sent=(first.sent or 0) + 1000)
    late = replace(first, received=(first.received or 0) + 90_000)
    whole = replace(story, passages=(late, second, *others))
    sheet = open_sheet(replace(close_order, stories=(whole,)))

    assert [True, False] == [arrows.is_overtaken(sheet, index) for index in (0, 1)]
    assert not arrows.is_overtaken(sheet, len(whole.passages) - 1)
    assert 0.2 > arrows.find_part(sheet, 0)


def test_a_cut_is_told(open_sheet: OpenSheet) -> None:
    """Where segments are left out there is a sentence instead."""
    sheet = open_sheet(exchange(100))
    arrows.draw_cut(sheet)

    assert "64 segments are not drawn here" in "".join(sheet.drawing.parts)


def test_a_segment_without_payload_has_one_row_of_words(
    open_sheet: OpenSheet, close_order: Record
) -> None:
    """Nothing stands below an ordinary arrow."""
    story = close_order.stories[0]
    one = replace(story, passages=story.passages[:1])
    sheet = open_sheet(replace(close_order, stories=(one,)))
    arrows.draw(sheet)

    assert 1 == sum("<text" in part for part in sheet.drawing.parts)
