"""From SVG to PNG, with the fonts that ship with us and no others.

resvg draws the same pixels on every machine as long as it sees the same fonts;
the fonts of the system would change the picture, or lack Chinese.
"""

from pathlib import Path

import resvg_py

FONTS = sorted(
    str(path)
    for path in (Path(__file__).parent / "fonts").iterdir()
    if path.suffix in {".otf", ".ttf"}
)
ZOOM = 1.5


def draw_png(svg: str) -> bytes:
    """Draw an SVG picture as PNG, three pixels for two of its own."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=FONTS,
        sans_serif_family="Noto Sans",
        monospace_family="DejaVu Sans Mono",
        zoom=ZOOM,
    )
