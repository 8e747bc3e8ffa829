"""Where a ladder may be parted."""

from socketlab.lab.record import Record
from socketlab.report.ladder.cuts import list_bands, list_gaps, list_stretches
from tests.report.ladder.conftest import OpenSheet
from tests.report.stored import stories


def test_every_band_is_a_good_place(open_sheet: OpenSheet, close_order: Record) -> None:
    """Just above it one step has ended and the next has not begun."""
    sheet = open_sheet(close_order)

    assert 4 == len(list_bands(sheet))
    assert all(
        sheet.get_y("band", index) == height + 9
        for index, height in enumerate(list_bands(sheet))
    )


def test_a_gap_cuts_nothing(open_sheet: OpenSheet, storm: Record) -> None:
    """No arrow, call, name or band stands at it, even where arrows were lost."""
    for record in (storm, stories.close_order(), stories.exchange(30)):
        sheet = open_sheet(record)
        gaps, stretches = list_gaps(sheet), list_stretches(sheet)

        assert gaps
        assert not [
            gap for gap in gaps for begin, end in stretches if begin < gap < end
        ]
