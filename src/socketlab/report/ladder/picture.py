"""Draw the ladder of one connection."""

from socketlab.lab.record import Record, Story
from socketlab.report.drawing import Drawing, Span
from socketlab.report.ladder import arrows, bands, footer, lanes, margins
from socketlab.report.ladder.layout import LANE, MARGIN, lay_out
from socketlab.report.ladder.sheet import Sheet
from socketlab.report.lettering import width, wrap
from socketlab.report.moments import SIDES, list_states
from socketlab.report.palette import PALETTES, Theme
from socketlab.report.wording import Translate, plain, visible

TITLE_SIZE = 19
TITLE_LINE = 26
HEAD = 76


def ladder(record: Record, story: Story, theme: Theme, _: Translate) -> str:
    """Draw one story as SVG.

    Args:
        record: the record that holds the story.
        story: one of its connections.
        theme: `light` or `dark` for a figure that stands alone; `page` for
            colours that follow the reader of the HTML page.
        _: the translator.

    """
    layout = lay_out(record, story, _)
    question = visible(_(record.question))
    title = wrap(question, layout.across - 2 * MARGIN, measure_title)
    top = HEAD + TITLE_LINE * len(title)
    sheet = Sheet(record, story, layout, PALETTES[theme], top, _)
    draw_head(sheet, title)
    lanes.draw(sheet)
    bands.draw(sheet)
    arrows.draw(sheet)
    margins.draw(sheet)
    down = footer.draw(sheet)
    paper = Drawing()
    paper.box(0, 0, layout.across, down, fill=sheet.palette.paper)
    sheet.drawing.parts[:0] = paper.parts
    number = record.stories.index(story) + 1
    name = f"{plain(record.name)}-ladder-{number}"
    words = describe(record, story, _)
    return sheet.drawing.document(layout.across, down, question, words, name)


def measure_title(text: str) -> float:
    """Measure the title."""
    return width(text, TITLE_SIZE, bold=True)


def draw_head(sheet: Sheet, title: list[str]) -> None:
    """Draw the question and the names of both ends."""
    palette, draw = sheet.palette, sheet.drawing
    for index, line in enumerate(title):
        y = 36 + TITLE_LINE * index
        draw.text(MARGIN, y, Span(line, palette.ink, TITLE_SIZE, bold=True))
    for side in SIDES:
        life = getattr(sheet.story, side)
        middle = sheet.layout.get_lane(side) + LANE / 2
        name = Span(plain(life.host), palette.ink, 15, bold=True)
        draw.text(middle, sheet.top - 34, name, anchor="middle")
        address = Span(str(life.end.local), palette.quiet, 11.5, mono=True)
        draw.text(middle, sheet.top - 16, address, anchor="middle")


def describe(record: Record, story: Story, _: Translate) -> str:
    """Say in words what the picture shows, for those who cannot see it."""
    lives = [
        f"{plain(life.host)} {life.end.local}: "
        + ", ".join(state.label for state in list_states(life))
        for life in (story.client, story.server)
    ]
    steps = _("Steps: {count}.").format(count=len(record.steps))
    counted = _("Segments: {count}.").format(count=len(story.passages))
    head = _("Ladder of one connection.")
    return f"{head} {'; '.join(lives)}. {steps} {counted}"
