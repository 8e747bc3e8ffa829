"""What stands beside the lifelines."""

import re

from socketlab.lab.record import Record
from socketlab.report.ladder import margins
from tests.report.ladder.conftest import OpenSheet


def test_calls_stand_beside_their_lifelines(
    open_sheet: OpenSheet, storm: Record
) -> None:
    """The client's end before its lane, the server's begin behind its lane."""
    sheet = open_sheet(storm)
    margins.draw(sheet)
    drawn = "".join(sheet.drawing.parts)
    anchors = re.findall(r'text-anchor="(\w+)"><tspan[^>]*>(?:connect|fcntl)', drawn)

    assert anchors
    assert {"end"} == set(anchors)
    assert ">one: listen(3, 5)</tspan>" in drawn
    assert "> = -1 ECONNRESET</tspan>" in drawn
    assert ">deaf from here on</text>" in drawn


def test_times_are_printed_once(open_sheet: OpenSheet, storm: Record) -> None:
    """Neighbours of one time share it; three dots tell that a long time passed."""
    sheet = open_sheet(storm)
    margins.draw_times(sheet)
    times = re.findall(r">([\d.]+ (?:µs|ms|s))<", "".join(sheet.drawing.parts))
    dots = sum("<circle" in part for part in sheet.drawing.parts)

    assert len(set(times)) == len(times) > 5
    assert 3 * len(sheet.layout.gaps) == dots > 0


def test_a_call_that_never_returned_waits_to_the_end(
    open_sheet: OpenSheet, storm: Record
) -> None:
    """Its bar is dotted and reaches the bottom."""
    sheet = open_sheet(storm)
    margins.draw_brackets(sheet)
    dotted = [part for part in sheet.drawing.parts if 'stroke-dasharray="2 3"' in part]

    assert 1 == len(dotted)
    assert f'y2="{sheet.bottom:.1f}"'.replace('.0"', '"') in dotted[0]
    assert 4 == len(sheet.drawing.parts)
