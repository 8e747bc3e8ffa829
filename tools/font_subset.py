"""Make the fonts that PNG figures are drawn with: subsets of free fonts.

    python tools/font_subset.py

Needs fonttools, and Debian's fonts-noto-core, fonts-noto-cjk and
fonts-dejavu-core. Run it after the catalogues have changed; a test says when.
The subsets hold ASCII, Latin-1, the marks that figures use, and, for Chinese,
the characters of the catalogues and common punctuation. What they hold is
listed in characters.txt.
"""

import ast
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "src/socketlab/report/export/fonts"
CATALOGUES = ROOT / "src/socketlab/i18n/locale"
NOTO = Path("/usr/share/fonts/truetype/noto")
CJK = Path("/usr/share/fonts/opentype/noto")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
MARKS = "µ–—‘’“”…·×→←↔≤≥✓✗"  # noqa: RUF001 these very characters
CHINESE_MARKS = "，。：；！？、（）《》「」“”‘’…—·"  # noqa: RUF001 these too
IDEOGRAPHS = 0x2E80


def read_catalogues() -> set[str]:
    """Give every character of the translations."""
    characters: set[str] = set()
    for path in CATALOGUES.glob("*/LC_MESSAGES/*.po"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if '"' in line and not line.startswith("#"):
                characters |= set(ast.literal_eval(line[line.index('"') :]))
    return characters


def make(font: TTFont, characters: set[int], name: str) -> None:
    """Write the subset of a font that holds some characters."""
    options = subset.Options(
        layout_features=[],
        hinting=False,
        desubroutinize=True,
        notdef_outline=True,
        name_IDs=[*range(8), 13, 14, 16, 17],
    )
    options.drop_tables += [
        "BASE",
        "DSIG",
        "GDEF",
        "GPOS",
        "GSUB",
        "VORG",
        "vhea",
        "vmtx",
    ]
    maker = subset.Subsetter(options)
    maker.populate(unicodes=sorted(characters))
    maker.subset(font)
    font.recalcTimestamp = False
    font.save(FOLDER / name, reorderTables=False)


def main() -> None:
    """Make all five."""
    latin = {*LATIN, *map(ord, MARKS)}
    chinese = {ord(one) for one in read_catalogues() if ord(one) >= IDEOGRAPHS}
    chinese |= {*range(0x20, 0x7F), *map(ord, CHINESE_MARKS)}
    for weight in ("Regular", "Bold"):
        make(TTFont(NOTO / f"NotoSans-{weight}.ttf"), latin, f"NotoSans-{weight}.ttf")
        fonts = TTCollection(CJK / f"NotoSansCJK-{weight}.ttc").fonts
        font = next(
            one
            for one in fonts
            if one["name"].getDebugName(16) == "Noto Sans CJK SC"
            or one["name"].getDebugName(1) == "Noto Sans CJK SC"
        )
        make(font, chinese, f"NotoSansCJKsc-{weight}.otf")
    make(TTFont(DEJAVU / "DejaVuSansMono.ttf"), latin, "DejaVuSansMono.ttf")
    everything = "".join(map(chr, sorted(latin | chinese)))
    (FOLDER / "characters.txt").write_text(everything, encoding="utf-8")
    total = sum(path.stat().st_size for path in FOLDER.glob("*.[ot]tf"))
    print(f"{total} bytes in {FOLDER}, {len(chinese)} Chinese characters")


if __name__ == "__main__":
    main()
