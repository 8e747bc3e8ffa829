"""The whole ladder."""

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.ladder import ladder
from tests.report.stored import stories

SVG = "{http://www.w3.org/2000/svg}"
SIMPLE = {"svg", "title", "desc", "rect", "line", "path", "circle", "polygon"}


def same(message: str) -> str:
    """Translate into English."""
    return message


def test_a_figure_stands_alone(real: Record, storm: Record) -> None:
    """No style sheet, variable, pattern, marker or reference: only simple shapes."""
    for record in (real, storm):
        for story in record.stories:
            svg = ladder(record, story, "dark", same)
            tags = {one.tag.removeprefix(SVG) for one in ET.fromstring(svg).iter()}  # noqa: S314 our own

            assert tags <= {*SIMPLE, "g", "text", "tspan"}
            assert not re.search(r"var\(|url\(|href|style=|class=", svg)


def test_everything_is_inside_the_figure(real: Record, storm: Record) -> None:
    """No box or line reaches beyond the paper."""
    for record in (real, storm):
        root = ET.fromstring(ladder(record, record.stories[-1], "light", same))  # noqa: S314 our own
        across, down = (float(root.get(name, "0")) for name in ("width", "height"))
        for box in root.iter(f"{SVG}rect"):
            x, y, w, h = (
                float(box.get(name, "0")) for name in ("x", "y", "width", "height")
            )
            assert x >= 0
            assert y >= 0
            assert x + w <= across
            assert y + h <= down


def test_a_screen_reader_is_told_the_story(close_order: Record) -> None:
    """The description names both ends and all their states."""
    root = ET.fromstring(ladder(close_order, close_order.stories[0], "light", same))  # noqa: S314 our own
    description = root[1].text or ""

    assert close_order.question == root[0].text
    assert "client 10.77.3.2:40000: SYN-SENT, ESTABLISHED, FIN-WAIT-1" in description
    assert "Steps: 4. Segments: 7." in description


def test_an_exported_figure_says_whom_it_stands_for(close_order: Record) -> None:
    """On the page the question and this sentence stand around the figure."""
    story = close_order.stories[0]
    record = replace(close_order, stories=(story, story))
    light, page = (ladder(record, story, theme, same) for theme in ("light", "page"))

    assert ">2 connections went this way; one of them is drawn.<" in light
    assert ">Which end of a connection remembers" in light
    assert ">2 connections" not in page
    assert 1 == page.count(close_order.question)
    assert "connections went" not in ladder(close_order, story, "light", same)


def test_a_sides_only_program_stands_at_its_head(real: Record) -> None:
    """Where programs run, their names stand beside the hosts."""
    svg = ladder(real, real.stories[0], "light", same)

    assert ("echo server</tspan>" in svg) == (real.name == "iterative_echo")


@given(st.text(max_size=40), st.binary(max_size=40))
def test_no_text_breaks_the_figure(text: str, payload: bytes) -> None:
    """Whatever a subject sends or is called, the figure is well-formed XML."""
    record = stories.storm()
    story = record.stories[0]
    sent = replace(story.passages[4].segment, payload=payload, length=len(payload))
    passage = replace(story.passages[4], segment=sent)
    odd = replace(story, client=replace(story.client, host=text), passages=(passage,))
    calls = tuple(
        replace(one, arguments=text, result=text)
        for one in stories.close_order().observations
        if hasattr(one, "arguments")
    )
    bad = replace(record, question=text, stories=(odd,), observations=calls)

    assert ET.fromstring(ladder(bad, odd, "light", same)) is not None  # noqa: S314 our own
