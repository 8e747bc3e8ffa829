"""The state diagram, drawn from the table of states."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.palette import DARK, LIGHT
from socketlab.report.state_diagram import ACROSS, DOWN, PLACES, ROUTES, state_diagram
from socketlab.tcp.states import ARROWS, State
from tests.report.stored.words import client_end, life

SVG = "{http://www.w3.org/2000/svg}"


def same(message: str) -> str:
    """Translate into English."""
    return message


def draw(record: Record) -> ET.Element:
    """Draw and parse the light diagram."""
    return ET.fromstring(state_diagram(record, "light", same))  # noqa: S314 our own


def test_every_state_and_arrow_of_the_table_has_its_place() -> None:
    """What is drawn is figure 5 of the RFC, no more and no less."""
    assert set(State) == set(PLACES)
    assert {(arrow.state, arrow.next) for arrow in ARROWS} == set(ROUTES)


@pytest.mark.parametrize("route", ROUTES.values())
def test_routes_run_straight_and_inside_the_figure(route: object) -> None:
    """Each leg is horizontal or vertical."""
    corners = getattr(route, "corners")  # noqa: B009 any route

    assert all(0 < x < ACROSS and 0 < y < DOWN for x, y in corners)
    assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(corners))


def test_the_paths_of_both_ends_are_marked_and_numbered(close_order: Record) -> None:
    """The client's moves are round, the server's square, each with its number."""
    root = draw(close_order)
    circles = root.findall(f".//{SVG}circle")
    squares = [box for box in root.findall(f".//{SVG}rect") if box.get("rx") == "2"]
    numbers = [
        text.text
        for text in root.findall(f".//{SVG}text")
        if (text.text or "").isdigit()
    ]

    # One mark of each kind stands in the legend.
    assert [5, 6] == [len(circles) - 1, len(squares) - 1]
    assert [*"12345", *"123456"] == numbers


def test_marks_have_no_numbers_where_ways_differ(close_order: Record) -> None:
    """With several ways through the diagram there is no one order."""
    story = close_order.stories[0]
    other = replace(story, passages=(replace(story.passages[0], again=True),))
    record = replace(close_order, stories=(story, other))

    assert not [
        text
        for text in draw(record).findall(f".//{SVG}text")
        if (text.text or "").isdigit()
    ]


def test_an_arrow_that_both_ends_took_has_both_marks(close_order: Record) -> None:
    """The second mark stands behind the first."""
    story = close_order.stories[0]
    twin = replace(story.client, end=story.server.end, host="server")
    record = replace(close_order, stories=(replace(story, server=twin),), listeners=())
    marks = draw(record).findall(f".//{SVG}circle")

    assert 6 == len(marks)


def test_moves_beyond_the_figure_are_named(storm: Record, close_order: Record) -> None:
    """The RFC's text allows some; any other has an exclamation mark."""
    near = client_end()
    odd = life(near, "client", (State.TIME_WAIT, 10), (State.LISTEN, 20))
    story = replace(close_order.stories[0], client=odd)
    strange = replace(close_order, stories=(story,))

    assert "FIN-WAIT-1 &gt; CLOSED<" in state_diagram(storm, "light", same)
    assert "TIME-WAIT &gt; LISTEN (!)" in state_diagram(strange, "light", same)


def test_themes_differ_in_colours_only(close_order: Record) -> None:
    """Exported figures carry literal colours, the page's carry variables."""
    light, dark, page = (
        state_diagram(close_order, theme, same) for theme in ("light", "dark", "page")
    )

    assert LIGHT.client in light
    assert DARK.client in dark
    assert "var(--client)" in page
    assert "var(" not in light + dark
