"""What every part of a ladder needs to draw itself."""

from dataclasses import dataclass, field

from socketlab.lab.record import Record, Story
from socketlab.report.drawing import Drawing, Span
from socketlab.report.ladder.layout import Layout
from socketlab.report.palette import Palette
from socketlab.report.wording import Translate


@dataclass(frozen=True)
class Sheet:
    """A ladder in the making; `top` is where its first point stands."""

    record: Record
    story: Story
    layout: Layout
    palette: Palette
    top: float
    translate: Translate
    drawing: Drawing = field(default_factory=Drawing)

    @property
    def bottom(self) -> float:
        """Where the lanes end."""
        return self.top + self.layout.bottom

    def get_y(self, kind: str, index: int) -> float:
        """Give the height of a point."""
        return self.top + self.layout.heights[kind, index]

    def write_on_paper(
        self, x: float, y: float, *spans: Span, anchor: str = "middle"
    ) -> None:
        """Write with a little paper behind the words, so that no line crosses them."""
        across = sum(span.width for span in spans) + 8
        shift = {"start": 4.0, "middle": across / 2, "end": across - 4}[anchor]
        self.drawing.box(x - shift, y - 11, across, 15, fill=self.palette.paper)
        self.drawing.text(x, y, *spans, anchor=anchor)
