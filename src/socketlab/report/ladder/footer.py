"""Draw the legend, and the line that names the sources."""

from socketlab.report.drawing import Span
from socketlab.report.ladder.layout import MARGIN
from socketlab.report.ladder.sheet import Sheet
from socketlab.report.lettering import width, wrap
from socketlab.report.moments import is_tcp
from socketlab.report.palette import STATES
from socketlab.report.wording import name_sources
from socketlab.tcp.states import State

SIZE = 12
ROW = 26.0
LINE = 18.0
SWATCH = 30.0
GAP = 26.0


def draw(sheet: Sheet) -> float:
    """Draw legend and sources below the lanes; return where the figure ends."""
    y = draw_legend(sheet, sheet.bottom + 34)
    limit = sheet.layout.across - 2 * MARGIN
    words = name_sources(sheet.record, sheet.translate)
    for line in wrap(words, limit, lambda text: width(text, SIZE)):
        sheet.drawing.text(MARGIN, y, Span(line, sheet.palette.quiet, SIZE))
        y += LINE
    return y + 4


def draw_legend(sheet: Sheet, y: float) -> float:
    """Draw what each kind of lane and arrow means; return the next line's height."""
    x = MARGIN
    for kind, words in list_entries(sheet).items():
        across = SWATCH + 8 + width(words, SIZE)
        if x > MARGIN and x + across > sheet.layout.across - MARGIN:
            x = MARGIN
            y += ROW
        draw_swatch(sheet, kind, x, y - 4)
        words_x = x + SWATCH + 8
        sheet.drawing.text(words_x, y, Span(words, sheet.palette.ink, SIZE))
        x += across + GAP
    return y + ROW


def list_entries(sheet: Sheet) -> dict[str, str]:
    """Give the legend's entries: lanes of TCP always, the rest where it occurs."""
    _ = sheet.translate
    passages = sheet.story.passages
    entries = {}
    if is_tcp(sheet.story):
        entries["observed"] = _("solid: the kernel said so")
        entries["inferred"] = _("hatched: inferred from segments")
        entries["closed"] = _("dashed: CLOSED")
    if sheet.layout.beside.brackets:
        entries["waiting"] = _("bar: the call is waiting")
    if any(passage.received is None for passage in passages):
        entries["lost"] = _("lost on the way")
    if any(not passage.heard for passage in passages):
        entries["unheard"] = _("arrived at a deaf socket")
    return entries


def draw_swatch(sheet: Sheet, kind: str, x: float, y: float) -> None:
    """Draw a small piece of what an entry explains, its middle at `y`."""
    palette, drawing = sheet.palette, sheet.drawing
    colour = STATES[State.ESTABLISHED]
    box = (x, y - 7, SWATCH, 14)
    if kind == "observed":
        drawing.box(*box, rx=3, fill=colour)
    elif kind == "inferred":
        drawing.hatch(*box, palette.tints[State.ESTABLISHED])
        drawing.box(*box, rx=3, fill="none", stroke=colour, stroke_width=1.5)
    elif kind == "closed":
        drawing.box(
            *box, rx=3, fill="none", stroke=palette.line, stroke_dasharray="3 3"
        )
    elif kind == "waiting":
        middle = x + SWATCH / 2
        drawing.line((middle, y - 8), (middle, y + 8), palette.quiet, stroke_width=2)
    elif kind == "lost":
        end = (x + SWATCH * 0.7, y)
        drawing.line(
            (x, y), end, palette.lost, stroke_width=1.6, stroke_dasharray="6 4"
        )
        drawing.mark("disagrees", *end, palette.lost)
    else:
        end = (x + SWATCH, y)
        drawing.arrow((x, y), end, palette.lost, dashes="6 4", hollow=palette.paper)
