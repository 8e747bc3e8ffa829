"""The fonts that ship with us have every character that we can say."""

import pytest
from fontTools.ttLib import TTFont

from font_subset import CJK, IDEOGRAPHS, read_catalogues
from socketlab.report.export.raster import CHARACTERS, FOLDER, FONTS

MOST = 400_000


def covered(start: str) -> list[set[str]]:
    """Give the characters of each font whose name starts so."""
    return [
        set(map(chr, TTFont(path).getBestCmap()))
        for path in FONTS
        if start in path.rpartition("/")[2]
    ]


def test_every_glyph_of_the_catalogues_is_there() -> None:
    """Run tools/font_subset.py where this fails: a catalogue has new characters."""
    needed = set(filter(str.isprintable, read_catalogues()))
    chinese = {character for character in needed if ord(character) >= IDEOGRAPHS}

    assert set() == needed - CHARACTERS
    assert [set(), set()] == [chinese - font for font in covered("NotoSansCJK")]


def test_the_list_of_characters_is_true() -> None:
    """Each listed character is in a font, in the regular and in the bold."""
    latin = [
        regular | chinese
        for regular, chinese in zip(
            covered("NotoSans-"), covered("NotoSansCJK"), strict=True
        )
    ]
    mono = covered("DejaVu")[0]

    assert [set(), set()] == [set(CHARACTERS) - one - mono for one in latin]


def test_marks_of_the_figures_are_there() -> None:
    """What a figure draws besides words is in the fonts, too."""
    assert (
        set("…·\N{MULTIPLICATION SIGN}µ")
        <= covered("NotoSans-Reg")[0] & covered("DejaVu")[0]
    )


def test_the_fonts_are_small_and_come_with_their_licences() -> None:
    """A wheel does not grow fat by them."""
    sizes = [(FOLDER / path).stat().st_size for path in FONTS]

    assert 5 == len(sizes)
    assert sum(sizes) < MOST
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "DejaVu" in (FOLDER / "DejaVu-LICENSE.txt").read_text(encoding="utf-8")


def test_the_tool_reads_whole_catalogues() -> None:
    """A catalogue has a Chinese comma, and the fonts it is cut from have names."""
    if not (characters := read_catalogues()):
        pytest.skip("there is no catalogue yet")

    assert "\N{FULLWIDTH COMMA}" in characters
    assert CJK.is_absolute()
