"""The legend and the sources."""

import dataclasses

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.ladder import footer
from tests.report.ladder.conftest import OpenSheet


def test_the_legend_explains_what_occurs(
    open_sheet: OpenSheet, storm: Record, close_order: Record
) -> None:
    """Lanes always; waiting, lost and unheard only where they are to be seen."""
    calm = replace(close_order, observations=())
    entries = [
        list(footer.list_entries(open_sheet(record)))
        for record in (calm, close_order, storm)
    ]

    assert ["observed", "inferred", "closed"] == entries[0]
    assert [*entries[0], "waiting"] == entries[1]
    assert [*entries[1], "lost", "unheard"] == entries[2]


def test_the_footer_names_the_sources_below_the_lanes(
    open_sheet: OpenSheet, storm: Record
) -> None:
    """The figure ends below it, and long lists take more lines."""
    short = open_sheet(storm)
    many = {f"source number {count}": "used" for count in range(30)}
    long = open_sheet(replace(storm, sources=many))

    assert short.bottom < footer.draw(short) < footer.draw(long)
    drawn = "".join(short.drawing.parts)
    assert "not used: tracepoint" in drawn
    assert ">arrived at a deaf socket</text>" in drawn


def test_a_long_legend_takes_a_second_row(open_sheet: OpenSheet, storm: Record) -> None:
    """No entry reaches beyond the figure."""
    sheet = open_sheet(storm)
    wordy = dataclasses.replace(sheet, translate=lambda message: message * 3)

    assert footer.draw_legend(sheet, 0) < footer.draw_legend(wordy, 0)


def test_datagrams_have_no_lanes_to_explain(
    open_sheet: OpenSheet, close_order: Record
) -> None:
    """A story without states has no entries for them."""
    story = close_order.stories[0]
    bare = replace(
        story,
        client=replace(story.client, lanes=()),
        server=replace(story.server, lanes=()),
    )
    entries = footer.list_entries(open_sheet(replace(close_order, stories=(bare,))))

    assert not {"observed", "inferred", "closed"} & set(entries)
