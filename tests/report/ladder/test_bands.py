"""The bands."""

from socketlab.lab.record import Record
from socketlab.report.ladder import bands
from socketlab.report.palette import LIGHT
from tests.report.ladder.conftest import OpenSheet


def test_a_band_has_number_caption_and_verdicts(
    open_sheet: OpenSheet, storm: Record
) -> None:
    """Every outcome has its own colour, its mark and its words."""
    sheet = open_sheet(storm)
    bands.draw(sheet)
    drawn = "".join(sheet.drawing.parts)

    assert ">The client connects, 3 times.</text>" in drawn
    assert all(f">{number}</text>" in drawn for number in (1, 2))
    assert all(
        colour in drawn for colour in (LIGHT.agrees, LIGHT.disagrees, LIGHT.unseen)
    )
    assert ">?</text>" in drawn
    assert "seen: SYN-SENT</text>" in drawn
