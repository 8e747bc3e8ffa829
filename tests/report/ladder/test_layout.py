"""Where everything of a ladder stands."""

from itertools import pairwise

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.ladder.layout import (
    ARROW_ROW,
    COLUMN,
    CUT,
    LABEL_ROW,
    LANE_NAME,
    Layout,
    lay_out,
)
from socketlab.report.moments import SIDES
from tests.report.stored.stories import exchange


def same(message: str) -> str:
    """Translate into English."""
    return message


def first(record: Record) -> Layout:
    """Lay out the first story of a record."""
    return lay_out(record, record.stories[0], same)


def test_nothing_overlaps(real: Record, close_order: Record, storm: Record) -> None:
    """Names fit their lanes, labels of a side and words of arrows stand apart."""
    for record in (real, close_order, storm):
        for story in record.stories:
            layout = lay_out(record, story, same)
            heights = layout.heights
            for side in SIDES:
                starts = [heights[side, at] for at in range(len(layout.lanes[side]))]
                assert all(b - a >= LANE_NAME for a, b in pairwise(starts))
                labels = [one for one in layout.beside.labels if one.side == side]
                assert all(
                    heights[b.key] - heights[a.key] >= LABEL_ROW * len(a.lines)
                    for a, b in pairwise(labels)
                )
            for index, band in enumerate(layout.bands):
                top = heights["band", index]
                inside = [
                    key for key, y in heights.items() if top < y < top + band.down + 10
                ]
                assert [] == inside


def test_arrows_fall_and_keep_their_distance(close_order: Record) -> None:
    """A segment arrives lower than it was sent."""
    heights = first(close_order).heights
    sent = [heights["sent", index] for index in range(7)]

    assert all(heights["got", index] > sent[index] for index in range(7))
    assert all(b - a >= ARROW_ROW for a, b in pairwise(sent))


def test_columns_are_as_wide_as_their_labels_need(close_order: Record) -> None:
    """Without labels a column has its least width, and the lanes their places."""
    layout = first(close_order)
    bare = first(replace(close_order, observations=()))

    assert bare.across < layout.across
    assert layout.left == layout.get_lane("client") < layout.get_lane("server")
    assert bare.get_lane("server") - bare.get_lane("client") > COLUMN


def test_verdicts_stand_beside_a_caption_or_below_it(storm: Record) -> None:
    """Where caption and chips do not fit one line, chips have rows of their own."""
    findings = tuple(replace(storm.findings[1], step=2) for _ in range(7))
    bands = first(replace(storm, findings=(*storm.findings[:2], *findings))).bands

    assert [True, False] == [band.beside for band in bands]
    assert bands[0].down < bands[1].down
    assert len(bands[1].caption) > 1
    assert len(bands[1].rows) > 1


def test_long_times_are_marked(storm: Record) -> None:
    """A tenth of a second and more is told beside the times."""
    assert [True] * 4 == [gap >= 100_000_000 for _a, _b, gap in first(storm).gaps]


def test_a_cut_has_its_place() -> None:
    """Between the segments before and behind it."""
    heights = first(exchange(100)).heights

    assert heights["sent", 23] < heights[CUT] < heights["sent", 24]


def test_a_record_without_anything_has_a_layout(close_order: Record) -> None:
    """Two lifelines without a socket are left."""
    story = close_order.stories[0]
    empty = replace(
        story,
        passages=(),
        client=replace(story.client, lanes=()),
        server=replace(story.server, lanes=()),
    )
    bare = replace(
        close_order, stories=(empty,), steps=(), observations=(), listeners=()
    )

    assert {("client", 0): 0.0, ("server", 0): 0.0} == first(bare).heights


def test_a_segment_that_is_overtaken_arrives_below(close_order: Record) -> None:
    """The arrows cross, although the first one left first."""
    story = close_order.stories[0]
    one, *others = story.passages
    assert one.sent is not None
    assert one.received is not None
    two = replace(one, sent=one.sent + 1000)
    late = replace(one, received=one.received + 5000)
    whole = replace(story, passages=(late, two, *others))
    heights = first(replace(close_order, stories=(whole,))).heights

    assert heights["sent", 0] < heights["sent", 1]
    assert heights["got", 1] < heights["got", 0]
