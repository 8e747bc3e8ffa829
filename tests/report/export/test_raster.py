"""PNG: the pixels, not the exit status."""

import re
import struct
import zlib
from html import escape

import pytest

from socketlab.i18n import translator
from socketlab.lab.record import Record
from socketlab.report.drawing import Drawing, Span
from socketlab.report.export.raster import ZOOM, draw_png
from socketlab.report.ladder import ladder
from socketlab.report.palette import DARK, LIGHT, STATES, Palette, Theme
from socketlab.report.state_diagram import state_diagram
from socketlab.tcp.states import State


def unfilter(data: bytes, across: int, down: int) -> list[bytes]:
    """Undo the filters of PNG (RFC 2083, section 6) for 8-bit RGBA."""
    step, rows, place = 4, [], 0
    before = bytes(across * step)
    for _row in range(down):
        kind, line = data[place], bytearray(data[place + 1 : place + 1 + across * step])
        place += 1 + across * step
        for index in range(len(line)):
            left = line[index - step] if index >= step else 0
            up = before[index]
            corner = before[index - step] if index >= step else 0
            guess = left + up - corner
            paeth = min((left, up, corner), key=lambda one: abs(guess - one))
            line[index] = (
                line[index] + (0, left, up, (left + up) // 2, paeth)[kind]
            ) % 256
        before = bytes(line)
        rows.append(before)
    return rows


def decode(png: bytes) -> list[bytes]:
    """Give the rows of an 8-bit RGBA image without interlacing."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    place, packed, size = 8, b"", (0, 0)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            *size_, depth, colour, _compression, _filter, interlaced = struct.unpack(
                ">IIBBBBB", body
            )
            size = (size_[0], size_[1])
            assert (8, 6, 0) == (depth, colour, interlaced)
        elif kind == b"IDAT":
            packed += body
        place += 12 + length
    return unfilter(zlib.decompress(packed), *size)


def look(svg: str, box: tuple[float, float, float, float]) -> list[list[str]]:
    """Draw a part of a figure: left, top, across, down; give its pixels."""
    left, top, across, down = box
    part = re.sub(
        r'viewBox="[^"]*" width="[^"]*" height="[^"]*"',
        f'viewBox="{left} {top} {across} {down}" width="{across}" height="{down}"',
        svg,
        count=1,
    )
    return [
        [f"#{row[at : at + 3].hex()}" for at in range(0, len(row), 4)]
        for row in decode(draw_png(part))
    ]


def count_ink(svg: str, box: tuple[float, float, float, float]) -> int:
    """Count the pixels of a part that differ from its corner."""
    rows = look(svg, box)
    return sum(colour != rows[0][0] for row in rows for colour in row)


def find(svg: str, words: str) -> tuple[float, float, float, float]:
    """Give the box of a text that is anchored at its start."""
    place = re.search(
        rf'<text x="([\d.]+)" y="([\d.]+)"[^>]*>{re.escape(escape(words))}<', svg
    )
    assert place, words
    x, y = map(float, place.groups())
    return x, y - 14, 60, 18


def write(words: str, *, bold: bool) -> str:
    """Draw a figure of one text on white."""
    drawing = Drawing()
    drawing.box(0, 0, 200, 40, fill="#ffffff")
    drawing.text(10, 25, Span(words, "#000000", 16, bold=bold))
    return drawing.document(200, 40, "title", "description", "name")


def test_a_png_has_its_size_and_the_papers_colour(close_order: Record) -> None:
    """A dark figure is dark paper, a light one white: neither is black on black."""
    story = close_order.stories[0]
    themes: dict[Theme, Palette] = {"light": LIGHT, "dark": DARK}
    for theme, palette in themes.items():
        svg = ladder(close_order, story, theme, translator("en"))
        rows = look(svg, (0, 0, 40, 20))

        assert [round(40 * ZOOM), round(20 * ZOOM)] == [len(rows[0]), len(rows)]
        assert {palette.paper} == {colour for row in rows for colour in row}


def test_lanes_have_their_states_colours(close_order: Record) -> None:
    """The first pixels of a lane are those of its state."""
    svg = ladder(close_order, close_order.stories[0], "dark", translator("en"))
    colour = STATES[State.TIME_WAIT]
    box = re.search(
        rf'<rect x="([\d.]+)" y="([\d.]+)" width="[^"]+" height="[^"]+" rx="5" '
        rf'fill="{colour}"',
        svg,
    )
    assert box
    x, y = map(float, box.groups())

    assert colour == look(svg, (x + 8, y + 20, 4, 4))[3][3]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_leave_ink(close_order: Record, language: str, theme: Theme) -> None:
    """Question, captions and legend are there to be read, in both languages."""
    _ = translator(language)
    svg = ladder(close_order, close_order.stories[0], theme, _)
    for words in ("The server listens.", "solid: the kernel said so"):
        assert count_ink(svg, find(svg, _(words))) > 200
    diagram = state_diagram(close_order, theme, _)
    assert count_ink(diagram, find(diagram, _("the client's end"))) > 200


def test_light_and_dark_differ(close_order: Record) -> None:
    """They are two files with two grounds."""
    light, dark = (
        draw_png(state_diagram(close_order, theme, translator("en")))
        for theme in ("light", "dark")
    )

    assert light != dark


@pytest.mark.parametrize("words", ["connection", "\u8fde\u63a5\u5173\u95ed"])
def test_bold_is_bolder(words: str) -> None:
    """Latin and Chinese both have their two weights."""
    whole = (0, 0, 200, 40)

    assert count_ink(write(words, bold=True), whole) > count_ink(
        write(words, bold=False), whole
    )


def test_a_character_that_no_catalogue_has_costs_no_report() -> None:
    """Where our fonts end those of the system are asked, if there are any."""
    assert count_ink(write("server \u0e01", bold=False), (0, 0, 200, 40)) > 200
