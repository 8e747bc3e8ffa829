"""What every part of a ladder needs."""

import pytest

from socketlab.lab.record import Record
from socketlab.report.drawing import Span
from tests.report.ladder.conftest import OpenSheet


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_words_stand_on_paper(
    open_sheet: OpenSheet, close_order: Record, anchor: str
) -> None:
    """The paper behind the words reaches four pixels beyond them on each side."""
    sheet = open_sheet(close_order)
    span = Span("words", "#000000", 12)
    sheet.write_on_paper(500, 50, span, anchor=anchor)
    begin = {"start": 500, "middle": 500 - span.width / 2, "end": 500 - span.width}
    box, text = sheet.drawing.parts

    assert f'x="{begin[anchor] - 4:.1f}"'.replace('.0"', '"') in box
    assert ">words</text>" in text


def test_heights_count_from_the_top(open_sheet: OpenSheet, close_order: Record) -> None:
    """The first point stands at the top, the lanes end at the bottom."""
    sheet = open_sheet(close_order)

    assert sheet.top == sheet.get_y("band", 0)
    assert sheet.top + sheet.layout.bottom == sheet.bottom
