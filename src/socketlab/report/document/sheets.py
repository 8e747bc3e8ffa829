"""Sheets of paper: a ladder is printed step by step, so that it may break between."""

import re
from collections.abc import Sequence

MOST = 1.3
"""How much taller than wide a part of a figure on a sheet of A4 may be."""

SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
CUTS = re.compile(r'data-cuts="([\d. ]+)"')
GAPS = re.compile(r'data-gaps="([\d. ]+)"')

Sheet = tuple[float, float]
"""A part of a figure: its top and its height."""


def cut(
    across: float, down: float, cuts: Sequence[float], gaps: Sequence[float]
) -> list[Sheet]:
    """Part a figure at all cuts, and what is still too tall at gaps.

    Args:
        across: its width.
        down: its height.
        cuts: good heights, in order.
        gaps: others at which nothing is cut in two, in order.

    """
    room = across * MOST
    sheets: list[Sheet] = []
    top = 0.0
    for bottom in [*cuts[1:], down]:  # the first part keeps the head
        while bottom - top > room:
            within = [each for each in gaps if top < each <= top + room]
            middle = max(within, default=top + room)
            sheets.append((top, middle - top))
            top = middle
        sheets.append((top, bottom - top))
        top = bottom
    return sheets


def list_boxes(svg: str) -> list[str]:
    """Give the view box of each part of a figure; none where it has no cuts."""
    size, cuts, gaps = (each.search(svg) for each in (SIZE, CUTS, GAPS))
    if size is None or cuts is None:
        return []
    across, down = map(float, size.groups())
    good = [float(each) for each in cuts[1].split()]
    others = [float(each) for each in gaps[1].split()] if gaps else []
    return [
        f"0 {top:g} {across:g} {height:g}"
        for top, height in cut(across, down, good, others)
    ]
