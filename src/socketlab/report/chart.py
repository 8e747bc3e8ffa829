"""Draw what a sweep measured: lines over a parameter, told apart without colour.

Each series has a colour, a mark and a dash of its own. Where several have the
same value they are drawn side by side, so that all can be seen; a table of the
numbers stands beside every chart. A value below zero says that nobody could look:
there the line has a gap.
"""

from collections.abc import Sequence

from socketlab.lab.record import Chart, Record, Series
from socketlab.report.drawing import Drawing, Number, Span, number
from socketlab.report.lettering import width, wrap
from socketlab.report.palette import PALETTES, Palette, Theme
from socketlab.report.scale import Scale, count_up, name_value, spread
from socketlab.report.wording import Translate, plain, say, visible

ACROSS = 900.0
MARGIN = 24.0
LEFT, RIGHT = 64.0, 24.0
TALL = 300.0
TITLE_SIZE, SIZE, LEGEND_SIZE = 17, 13, 13.5
TITLE_LINE, LEGEND_LINE = 24.0, 24.0
SAMPLE = 44.0
ENTRY_GAP = 28.0
Y_TICKS = 6
TICK_ROOM = 34.0

COLOURS = ("client", "server", "green", "violet", "rose", "quiet")
DASHES = (None, "9 4", "2 4", "12 4 2 4", "5 3", "1 3")
MARKS = ("circle", "square", "triangle", "diamond", "cross", "plus")
MARK, THICK = 5.5, 2.2
APART = 6.0
"""Pixels between two marks of the same value."""

Point = tuple[float, float]


def chart(record: Record, drawn: Chart, theme: Theme, _: Translate) -> str:
    """Draw one chart as SVG.

    Args:
        record: the record that holds the chart.
        drawn: one of its charts.
        theme: `light` or `dark` for a figure that stands alone; `page` for
            colours that follow the reader of the HTML page.
        _: the translator.

    """
    palette, drawing = PALETTES[theme], Drawing()
    title = say(drawn.title, _)
    top = MARGIN
    if theme != "page":  # where both stand around the figure
        top = draw_title(drawing, palette, visible(_(record.question)), title)
    values = [point for series in drawn.series for point in series.points]
    floor_y = top + 26 + TALL
    across = spread((x for x, _y in values), LEFT, ACROSS - RIGHT)
    up = count_up((y for _x, y in values), floor_y, top + 26, Y_TICKS)
    draw_axes(drawing, palette, across, up, (say(drawn.x, _), say(drawn.y, _)))
    shifts = list_shifts(drawn, up)
    for index, series in enumerate(drawn.series):
        draw_series(drawing, Look(palette, index), series, (across, up), shifts[index])
    down = draw_legend(drawing, palette, drawn, floor_y + 66, _)
    paper = Drawing()
    paper.box(0, 0, ACROSS, down, fill=palette.paper)
    drawing.parts[:0] = paper.parts
    name = f"{plain(record.name)}-chart-{record.charts.index(drawn) + 1}"
    return drawing.document(ACROSS, down, title, describe(drawn, _), name)


class Look:
    """How one of several series is drawn: colour, dash, mark."""

    def __init__(self, palette: Palette, index: int) -> None:
        """Choose by its place among the series."""
        kind = index % len(COLOURS)
        self.colour = str(getattr(palette, COLOURS[kind]))
        self.paper = palette.paper
        self.dashes = DASHES[kind]
        self.mark = MARKS[kind]

    def draw_mark(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw the mark of one point, with a rim of paper."""
        size = MARK
        rim: dict[str, Number | str | None] = {
            "fill": self.colour,
            "stroke": self.paper,
            "stroke_width": 1.5,
        }
        if self.mark == "circle":
            drawing.add("circle", cx=x, cy=y, r=size * 0.9, **rim)
        elif self.mark == "square":
            drawing.box(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6, **rim)
        elif self.mark in {"triangle", "diamond"}:
            corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
            if self.mark == "triangle":
                base = y + size * 0.8
                corners = [(x, y - size), (x + size, base), (x - size, base)]
            points = " ".join(f"{number(px)},{number(py)}" for px, py in corners)
            drawing.add("polygon", points=points, **rim)
        else:
            arm, whole = number(size * 0.8), number(size * 1.6)
            steps = f"M{number(x)} {number(y)}m-{arm} 0h{whole}m-{arm} -{arm}v{whole}"
            if self.mark == "cross":
                steps = (
                    f"M{number(x)} {number(y)}m-{arm} -{arm}l{whole} {whole}"
                    f"m-{whole} 0l{whole} -{whole}"
                )
            drawing.path(steps, stroke=self.colour, stroke_width=2.4, fill="none")


def draw_title(drawing: Drawing, palette: Palette, question: str, title: str) -> float:
    """Write the question, and what is drawn; return where they end."""
    y = MARGIN + TITLE_SIZE
    for line in wrap(question, ACROSS - 2 * MARGIN, measure_title):
        drawing.text(MARGIN, y, Span(line, palette.ink, TITLE_SIZE, bold=True))
        y += TITLE_LINE
    for line in wrap(title, ACROSS - 2 * MARGIN, lambda text: width(text, 14)):
        drawing.text(MARGIN, y, Span(line, palette.quiet, 14))
        y += TITLE_LINE
    return y


def measure_title(text: str) -> float:
    """Measure the question."""
    return width(text, TITLE_SIZE, bold=True)


def draw_axes(
    drawing: Drawing,
    palette: Palette,
    across: Scale,
    up: Scale,
    names: tuple[str, str],
) -> None:
    """Draw both axes with their numbers, and what they count."""
    floor_y = up.start
    for tick in up.ticks:
        y = up.place(tick)
        drawing.line((LEFT, y), (ACROSS - RIGHT, y), palette.line)
        words = Span(name_value(tick), palette.quiet, SIZE)
        drawing.text(LEFT - 10, y + 4, words, anchor="end")
    last = -TICK_ROOM
    for tick in across.ticks:
        x = across.place(tick)
        drawing.line((x, floor_y), (x, floor_y + 5), palette.quiet)
        if x - last >= TICK_ROOM:
            words = Span(name_value(tick), palette.quiet, SIZE)
            drawing.text(x, floor_y + 20, words, anchor="middle")
            last = x
    drawing.line((LEFT, floor_y), (ACROSS - RIGHT, floor_y), palette.quiet)
    name_x, name_y = names
    drawing.text(LEFT - 40, up.end - 14, Span(name_y, palette.ink, SIZE, bold=True))
    words = Span(name_x, palette.ink, SIZE, bold=True)
    drawing.text((LEFT + ACROSS - RIGHT) / 2, floor_y + 42, words, anchor="middle")


def list_shifts(drawn: Chart, up: Scale | None = None) -> list[dict[Point, float]]:
    """Give for each series how far each of its points is moved, pixels.

    Points of several series that have the same value stand one above the other,
    the first at the top; on an axis none goes below zero, where the numbers are.
    """
    shared: dict[Point, list[int]] = {}
    for index, series in enumerate(drawn.series):
        for point in dict.fromkeys(series.points):
            shared.setdefault(point, []).append(index)
    return [
        {
            point: those.index(index) * APART - raise_by(len(those), point[1], up)
            for point, those in shared.items()
            if index in those
        }
        for index in range(len(drawn.series))
    ]


def raise_by(count: int, y: float, up: Scale | None) -> float:
    """Give how far the first of some points of one value is raised, pixels."""
    whole = (count - 1) * APART
    room = whole if up is None else up.start - up.place(y)
    return max(whole / 2, whole - room)


def draw_series(
    drawing: Drawing,
    look: Look,
    series: Series,
    scales: tuple[Scale, Scale],
    shifts: dict[Point, float],
) -> None:
    """Draw one line with its marks; a value that nobody saw leaves a gap."""
    across, up = scales
    for stretch in list_stretches(series.points):
        places = [(across.place(x), up.place(y) + shifts[x, y]) for x, y in stretch]
        if len(places) > 1:
            steps = "L".join(f"{number(x)} {number(y)}" for x, y in places)
            drawing.path(
                f"M{steps}",
                fill="none",
                stroke=look.colour,
                stroke_width=THICK,
                stroke_dasharray=look.dashes,
                stroke_linejoin="round",
            )
        for x, y in places:
            look.draw_mark(drawing, x, y)


def list_stretches(points: Sequence[Point]) -> list[list[Point]]:
    """Part the points, in their order along x, where a value was not seen."""
    stretches: list[list[Point]] = [[]]
    for x, y in sorted(points):
        if y < 0:
            stretches.append([])
        else:
            stretches[-1].append((x, y))
    return [stretch for stretch in stretches if stretch]


def draw_legend(
    drawing: Drawing, palette: Palette, drawn: Chart, y: float, _: Translate
) -> float:
    """Name each series beside a piece of its line; return where the figure ends."""
    x = MARGIN
    for index, series in enumerate(drawn.series):
        look = Look(palette, index)
        words = Span(say(series.name, _), palette.ink, LEGEND_SIZE)
        across = SAMPLE + 8 + words.width
        if x > MARGIN and x + across > ACROSS - MARGIN:
            x = MARGIN
            y += LEGEND_LINE
        drawing.line(
            (x, y - 4),
            (x + SAMPLE, y - 4),
            look.colour,
            stroke_width=THICK,
            stroke_dasharray=look.dashes,
        )
        look.draw_mark(drawing, x + SAMPLE / 2, y - 4)
        drawing.text(x + SAMPLE + 8, y, words)
        x += across + ENTRY_GAP
    if any(any(shifts.values()) for shifts in list_shifts(drawn)):
        y += LEGEND_LINE
        note = _("Lines of the same value are drawn side by side.")
        drawing.text(MARGIN, y, Span(note, palette.quiet, SIZE))
    return y + MARGIN


def describe(drawn: Chart, _: Translate) -> str:
    """Say in words what the picture shows, for those who cannot see it."""
    lines = [
        f"{say(series.name, _)}: "
        + ", ".join(f"{name_value(x)} → {name_value(y)}" for x, y in series.points)
        for series in drawn.series
    ]
    return f"{say(drawn.x, _)} → {say(drawn.y, _)}. {'; '.join(lines)}."
