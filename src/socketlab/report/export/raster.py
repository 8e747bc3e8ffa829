"""From SVG to PNG, with the fonts that ship with us.

resvg draws the same pixels on every machine as long as it sees the same fonts;
the fonts of the system would change the picture, or lack Chinese. They are only
asked when a page of the user's own has characters that ours do not.
"""

import re
from math import sqrt
from pathlib import Path

import resvg_py

FOLDER = Path(__file__).parent / "fonts"
FONTS = sorted(str(path) for path in FOLDER.glob("*.[ot]tf"))
CHARACTERS = frozenset(FOLDER.joinpath("characters.txt").read_text(encoding="utf-8"))
ZOOM, LEAST_ZOOM = 1.25, 0.8
MOST_PIXELS = 4_000_000
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def draw_png(svg: str) -> bytes:
    """Draw an SVG picture as PNG, five pixels for four of its own.

    A very tall one gets fewer, as long as its words can still be read.
    """
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=CHARACTERS.issuperset(svg.replace("\n", "")),
        font_files=FONTS,
        sans_serif_family="Noto Sans",
        monospace_family="DejaVu Sans Mono",
        zoom=find_zoom(svg),
    )


def find_zoom(svg: str) -> float:
    """Give how many pixels stand for one of the picture's own, along a side."""
    size = SIZE.search(svg)
    area = float(size[1]) * float(size[2]) if size else 1.0
    return max(LEAST_ZOOM, min(ZOOM, round(sqrt(MOST_PIXELS / area), 2)))
