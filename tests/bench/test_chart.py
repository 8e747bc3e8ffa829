"""The picture of a comparison."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from socketlab.bench.chart import choose, draw, spell
from socketlab.bench.chat.workload import Workload
from socketlab.bench.comparison import Comparison
from socketlab.bench.figures import Figures

FAST = Figures(200.0, 1, 2, 0.5, 10, 0, 0, 1.0, 0.1, 0.1, 0.9, 0.5)
SLOW = replace(FAST, rate=100.0, cpu_us=None)


def test_the_picture_names_everyone_and_escapes_it() -> None:
    """It is SVG with each contestant's name in each row, whatever it is."""
    found = Comparison(Workload(), ("a", "<b>"), ((FAST, SLOW), (FAST, SLOW)))

    texts = [one.text for one in ET.fromstring(draw(found, str)).iter() if one.text]  # noqa: S314 our own
    assert (7, 7) == (texts.count("a"), texts.count("<b>"))
    assert "200" in texts
    assert "-" in texts


def test_the_best_is_marked_where_there_is_a_choice() -> None:
    """The largest or the smallest value is the best; alone, none is."""
    assert (0, 1, None) == (
        choose([2, 1, None], most=True),
        choose([2, 1, None], most=False),
        choose([2, None], most=True),
    )


def test_figures_have_three_digits() -> None:
    """Large ones are written out, small ones are rounded."""
    assert ["1,234,568", "12.3", "0.00123"] == [
        spell(value) for value in (1234567.8, 12.345, 0.0012345)
    ]
