"""SVG, element by element, for programs that know little of CSS.

Literal attributes only: no style sheets, patterns, markers or `context-stroke`,
which Word, Inkscape and resvg know in part or not at all. Every text is escaped
here, so no other file has to remember it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import atan2, cos, sin

from socketlab.report.lettering import is_wide, width

SANS = "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
MONO = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
CHINESE = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
)
ARROW_HEAD = 9.0
HATCH = 7.0

Number = int | float


def number(value: Number) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def name_id(name: str) -> str:
    """Make an id of a name: what a link to it could not hold is `_`."""
    return "".join(
        character
        if character.isascii() and (character.isalnum() or character == "-")
        else "_"
        for character in name
    )


def attributes(values: dict[str, Number | str | None]) -> str:
    """Write attributes; `stroke_width` becomes `stroke-width`, None is left out."""
    return "".join(
        f" {name.rstrip('_').replace('_', '-')}="
        f'"{number(value) if isinstance(value, int | float) else escape(value)}"'
        for name, value in values.items()
        if value is not None
    )


@dataclass(frozen=True)
class Span:
    """A part of a line of text with its own look; `size` in pixels."""

    words: str
    fill: str
    size: Number
    bold: bool = False
    mono: bool = False

    @property
    def width(self) -> float:
        """Its estimated width in pixels."""
        return width(self.words, self.size, bold=self.bold, mono=self.mono)

    def look(self) -> dict[str, Number | str | None]:
        """Give its attributes.

        A text with Chinese names a Chinese font first: what a renderer falls
        back to by itself may have the wrong weight.
        """
        chinese = any(map(is_wide, self.words))
        return {
            "font_family": CHINESE if chinese else MONO if self.mono else SANS,
            "font_size": self.size,
            "font_weight": 700 if self.bold else None,
            "fill": self.fill,
        }


class Drawing:
    """An SVG document in the making; coordinates in pixels from the top left."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.parts: list[str] = []

    def add(self, tag: str, **values: Number | str | None) -> None:
        """Add one element without content."""
        self.parts.append(f"<{tag}{attributes(values)}/>")

    def box(
        self,
        x: Number,
        y: Number,
        across: Number,
        down: Number,
        **values: Number | str | None,
    ) -> None:
        """Add a rectangle."""
        self.add("rect", x=x, y=y, width=across, height=down, **values)

    def line(
        self,
        start: tuple[Number, Number],
        end: tuple[Number, Number],
        stroke: str,
        **values: Number | str | None,
    ) -> None:
        """Add a straight line."""
        (x1, y1), (x2, y2) = start, end
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **values)

    def path(self, steps: str, **values: Number | str | None) -> None:
        """Add a path."""
        self.add("path", d=steps, **values)

    def text(self, x: Number, y: Number, *spans: Span, anchor: str = "start") -> float:
        """Add a line of text with its baseline at `y`; return its width."""
        place: dict[str, Number | str | None] = {
            "x": x,
            "y": y,
            "text_anchor": None if anchor == "start" else anchor,
        }
        if len(spans) == 1:
            words = escape(spans[0].words)
            self.parts.append(
                f"<text{attributes(place | spans[0].look())}>{words}</text>"
            )
        else:
            inside = "".join(
                f"<tspan{attributes(span.look())}>{escape(span.words)}</tspan>"
                for span in spans
            )
            self.parts.append(f"<text{attributes(place)}>{inside}</text>")
        return sum(span.width for span in spans)

    def arrow(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        *,
        dashes: str | None = None,
        hollow: str | None = None,
        thick: Number = 1.6,
    ) -> None:
        """Add an arrow; `hollow` is the paper's colour inside an open head."""
        angle = atan2(end[1] - start[1], end[0] - start[0])
        neck = (
            end[0] - ARROW_HEAD * cos(angle),
            end[1] - ARROW_HEAD * sin(angle),
        )
        self.line(start, neck, colour, stroke_width=thick, stroke_dasharray=dashes)
        wings = [
            (
                neck[0] + side * ARROW_HEAD / 2 * sin(angle),
                neck[1] - side * ARROW_HEAD / 2 * cos(angle),
            )
            for side in (1, -1)
        ]
        points = " ".join(f"{number(x)},{number(y)}" for x, y in (end, *wings))
        self.add(
            "polygon",
            points=points,
            fill=hollow or colour,
            stroke=colour,
            stroke_width=1.4 if hollow else None,
        )

    def hatch(
        self, x: float, y: float, across: float, down: float, colour: str
    ) -> None:
        """Add diagonal lines that fill a rectangle."""
        steps = []
        offset = HATCH
        while offset < across + down:
            x1, y1 = min(offset, across), max(0.0, offset - across)
            x2, y2 = max(0.0, offset - down), min(offset, down)
            steps.append(
                f"M{number(x + x1)} {number(y + y1)}L{number(x + x2)} {number(y + y2)}"
            )
            offset += HATCH
        self.path("".join(steps), stroke=colour, stroke_width=2, fill="none")

    def mark(self, outcome: str, x: float, y: float, colour: str) -> None:
        """Add a check mark, a cross or a question mark, 10 wide, centred."""
        if outcome == "not observed":
            self.text(x, y + 5, Span("?", colour, 14, bold=True), anchor="middle")
            return
        steps = {
            "agrees": f"M{number(x - 4.5)} {number(y + 0.5)}l3 3.5l6 -7.5",
            "disagrees": f"M{number(x - 4)} {number(y - 4)}l8 8m0 -8l-8 8",
        }[outcome]
        self.path(
            steps,
            stroke=colour,
            stroke_width=2.2,
            fill="none",
            stroke_linecap="round",
            stroke_linejoin="round",
        )

    def document(
        self,
        across: float,
        down: float,
        title: str,
        description: str,
        name: str,
        *,
        cuts: Sequence[float] = (),
        gaps: Sequence[float] = (),
    ) -> str:
        """Close the document.

        Args:
            across: its width.
            down: its height.
            title: what it is called.
            description: what it shows, for those who cannot see it.
            name: makes its ids unique within a page.
            cuts: the heights at which it may go on upon another sheet of paper.
            gaps: others, less good, for what is taller than a sheet.

        """
        name = name_id(name)
        root = attributes(
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {number(across)} {number(down)}",
                "width": across,
                "height": down,
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-desc",
                "data-cuts": " ".join(map(number, cuts)) or None,
                "data-gaps": " ".join(map(number, gaps)) or None,
            }
        )
        return (
            f'<svg{root}><title id="{name}-title">{escape(title)}</title>'
            f'<desc id="{name}-desc">{escape(description)}</desc>\n'
            f'<g id="{name}-whole">\n' + "\n".join(self.parts) + "\n</g>\n</svg>\n"
        )
