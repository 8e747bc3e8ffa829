"""Charts: what a sweep measured."""

from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from socketlab.lab.record import Chart, Record, Sentence, Series
from socketlab.report.chart import (
    ACROSS,
    APART,
    MARKS,
    chart,
    list_shifts,
    list_stretches,
)
from socketlab.report.palette import DARK, LIGHT, Theme
from socketlab.report.scale import Scale
from tests.report.stored.stories import sweep

SVG = "{http://www.w3.org/2000/svg}"


def same(message: str) -> str:
    """Translate into English."""
    return message


def draw(record: Record, theme: Theme = "light") -> ET.Element:
    """Draw and parse the first chart."""
    return ET.fromstring(chart(record, record.charts[0], theme, same))  # noqa: S314 our own


def sweep_of(count: int) -> Record:
    """Give a run with so many series of one point each."""
    series = tuple(
        Series(Sentence(f"series {index}"), ((0, index),)) for index in range(count)
    )
    drawn = Chart(Sentence("title"), Sentence("x"), Sentence("y"), series)
    return replace(sweep(), charts=(drawn,))


def test_a_chart_names_its_axes_and_its_series() -> None:
    """Question, title, both axes and each series are there to be read."""
    words = {text.text for text in draw(sweep()).iter(f"{SVG}text")}

    assert {"clients", "connections", "in the accept queue", "nothing <seen>"} <= words
    assert "Connections against clients, backlog 2" in words
    assert any((word or "").startswith("Which end of a connection") for word in words)


def test_the_page_says_itself_what_its_chart_is_called() -> None:
    """Inside the page the title stands in the caption only."""
    words = {text.text for text in draw(sweep(), "page").iter(f"{SVG}text")}

    assert "Connections against clients, backlog 2" not in words


def test_series_are_told_apart_without_colour() -> None:
    """Each has a mark and a dash that no other has."""
    root = draw(sweep_of(6))
    marks = [
        (one.tag, one.get("points", "").count(","), (one.get("d") or "").count("v"))
        for one in root.iter()
        if one.get("stroke-width") in {"1.5", "2.4"} and one.tag != f"{SVG}line"
    ]
    dashes = [
        one.get("stroke-dasharray")
        for one in root.iter(f"{SVG}line")
        if one.get("stroke-width")
    ]

    assert len(MARKS) == len(set(marks))
    assert 6 == len(set(dashes))


def test_what_nobody_saw_leaves_a_gap() -> None:
    """A value below zero is no point, and ends the line before it."""
    assert [[(0, 1)], [(2, 3), (4, 5)]] == list_stretches(
        [(2, 3), (0, 1), (1, -1), (4, 5)]
    )
    assert [] == list_stretches([(1, -1)])


def test_the_numbers_are_told_in_words_too() -> None:
    """Who cannot see the picture hears every point."""
    description = draw(sweep()).find(f"{SVG}desc")

    assert description is not None
    assert "in the accept queue: 0 → 0, 2 → -1, 4 → 2, 8 → 3" in (
        description.text or ""
    )


@pytest.mark.parametrize("record", [sweep(), sweep_of(1), sweep_of(9), sweep_of(0)])
def test_everything_is_inside_the_figure(record: Record) -> None:
    """No text begins, and no mark stands, beyond the paper."""
    root = draw(record)
    down = float(root.get("height", "0"))
    for one in root.iter():
        for name, most in (("x", ACROSS), ("cx", ACROSS), ("y", down), ("cy", down)):
            assert 0 <= float(one.get(name, "0")) <= most


def test_numbers_on_an_axis_do_not_touch() -> None:
    """Of values close together some have a tick only."""
    points = tuple((x, 1.0) for x in (0, 1, 2, 3, 1000))
    series = (Series(Sentence("one"), points),)
    drawn = Chart(Sentence("title"), Sentence("x"), Sentence("y"), series)
    words = [text.text for text in draw(replace(sweep(), charts=(drawn,))).iter()]

    assert "1000" in words
    assert "2" not in words


def test_themes_differ_in_colours_only() -> None:
    """Exported charts carry literal colours, the page's carry variables."""
    record = sweep()
    light, dark, page = (
        chart(record, record.charts[0], theme, same)
        for theme in ("light", "dark", "page")
    )

    assert LIGHT.violet in light
    assert DARK.violet in dark
    assert "var(--violet)" in page
    assert "var(" not in light + dark


def test_the_same_value_of_several_series_is_drawn_side_by_side() -> None:
    """Both can be seen, and the legend says so; where values differ nothing moves."""
    drawn = sweep().charts[0]
    clients, server, queue, _nobody = list_shifts(drawn)

    assert [-APART, 0, APART] == [shifts[0, 0] for shifts in (clients, server, queue)]
    assert [-APART / 2, APART / 2] == [shifts[1, 1] for shifts in (clients, server)]
    up = Scale(0, 10, 200, 100, ())
    raised = list_shifts(drawn, up)[:3]
    assert [-2 * APART, -APART, 0] == [shifts[0, 0] for shifts in raised]
    assert [-APART / 2, APART / 2] == [shifts[1, 1] for shifts in raised[:2]]
    assert [0] == [shifts[4, 2] for shifts in (queue,)]
    assert "side by side" in chart(sweep(), drawn, "light", same)
    apart = sweep_of(2)
    assert "side by side" not in chart(apart, apart.charts[0], "light", same)
