"""Draw the ladder of one connection."""

from socketlab.lab.record import Record, Story
from socketlab.report.drawing import Drawing, Span
from socketlab.report.ladder import arrows, bands, cuts, footer, lanes, margins
from socketlab.report.ladder.focus import focus
from socketlab.report.ladder.layout import LANE, MARGIN, Layout, lay_out
from socketlab.report.ladder.sheet import Sheet
from socketlab.report.lettering import width, wrap
from socketlab.report.moments import SIDES, group, list_states, name_programs
from socketlab.report.palette import PALETTES, Theme
from socketlab.report.wording import Translate, call_it, name_ways, plain, visible

TITLE_SIZE = 19
TITLE_LINE = 26
HEAD = 74
WAY_LINE = 22


def ladder(record: Record, story: Story, theme: Theme, _: Translate) -> str:
    """Draw one story as SVG.

    Args:
        record: the record that holds the story.
        story: one of its connections.
        theme: `light` or `dark` for a figure that stands alone; `page` for
            colours that follow the reader of the HTML page.
        _: the translator.

    """
    shown = focus(record, story)
    return draw(record, shown, story, lay_out(shown, story, _), theme, _)


def draw(
    record: Record,
    shown: Record,
    story: Story,
    layout: Layout,
    theme: Theme,
    _: Translate,
) -> str:
    """Draw a story that is laid out already; `shown` is what `focus` gave."""
    question = visible(_(record.question))
    title, way = [], ""
    if theme != "page":  # where both stand around the figure
        title = wrap(question, layout.across - 2 * MARGIN, measure_title)
        way = name_way(record, story, _)
    top = HEAD + TITLE_LINE * len(title) + (WAY_LINE if way else 0)
    sheet = Sheet(shown, story, layout, PALETTES[theme], top, _)
    draw_head(sheet, title, way, _)
    lanes.draw(sheet)
    margins.draw_brackets(sheet)
    bands.draw(sheet)
    arrows.draw(sheet)
    margins.draw(sheet)
    down = footer.draw(sheet)
    paper = Drawing()
    paper.box(0, 0, layout.across, down, fill=sheet.palette.paper)
    sheet.drawing.parts[:0] = paper.parts
    number = record.stories.index(story) + 1
    name = f"{plain(record.name)}-ladder-{number}"
    words = describe(shown, story, _)
    return sheet.drawing.document(
        layout.across,
        down,
        question,
        words,
        name,
        cuts=cuts.list_bands(sheet),
        gaps=cuts.list_gaps(sheet),
    )


def measure_title(text: str) -> float:
    """Measure the title."""
    return width(text, TITLE_SIZE, bold=True)


def name_way(record: Record, story: Story, _: Translate) -> str:
    """Say how many connections this one stands for, if there are others."""
    groups = group(record)
    count = next(len(one.stories) for one in groups if story in one.stories)
    return "" if len(record.stories) == 1 else name_ways(count, len(groups), _)


def draw_head(sheet: Sheet, title: list[str], way: str, _: Translate) -> None:
    """Draw the question and the names of both ends."""
    palette, draw = sheet.palette, sheet.drawing
    for index, line in enumerate(title):
        y = 36 + TITLE_LINE * index
        draw.text(MARGIN, y, Span(line, palette.ink, TITLE_SIZE, bold=True))
    if way:
        y = 36 + TITLE_LINE * len(title) - 3
        draw.text(MARGIN, y, Span(way, palette.quiet, 13))
    programs = name_programs(sheet.record, sheet.story)
    for side in SIDES:
        life = getattr(sheet.story, side)
        middle = sheet.layout.get_lane(side) + LANE / 2
        names = [Span(call_it(life.host, _), palette.ink, 15, bold=True)]
        if len(programs[side]) == 1 and (program := min(programs[side])):
            names.append(Span(f" · {call_it(program, _)}", palette.ink, 13))
        draw.text(middle, sheet.top - 34, *names, anchor="middle")
        address = Span(str(life.end.local), palette.quiet, 11.5, mono=True)
        draw.text(middle, sheet.top - 16, address, anchor="middle")


def describe(record: Record, story: Story, _: Translate) -> str:
    """Say in words what the picture shows, for those who cannot see it."""
    lives = [
        f"{call_it(life.host, _)} {life.end.local}: "
        + ", ".join(state.label for state in list_states(life))
        for life in (story.client, story.server)
    ]
    steps = _("Steps: {count}.").format(count=len(record.steps))
    counted = _("Segments: {count}.").format(count=len(story.passages))
    head = _("Ladder of one connection.")
    return f"{head} {'; '.join(lives)}. {steps} {counted}"
