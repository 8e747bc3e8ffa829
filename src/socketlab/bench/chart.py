"""A comparison as a picture: one row of bars for each figure, the best in green."""

from collections.abc import Callable, Sequence

from socketlab.bench.comparison import Comparison
from socketlab.report.drawing import Drawing, Span
from socketlab.report.palette import LIGHT, Palette

WIDE, MARGIN, LEFT, RIGHT = 720, 16, 150, 110
ROW, BAR, GAP = 24, 14, 18

Translator = Callable[[str], str]


def titles(_: Translator) -> dict[str, str]:
    """Give the name and the unit of each figure that is drawn."""
    return {
        "rate": _("Deliveries per second"),
        "cpu_us": _("Processor time per delivery, microseconds"),
        "p50_us": _("Half of the deliveries within, microseconds"),
        "p99_us": _("99 of 100 deliveries within, microseconds"),
        "member_kb": _("Memory per member, KiB"),
        "join_s": _("Everybody has joined after, seconds"),
        "join_cpu_s": _("Processor time for the joins, seconds"),
    }


def spell(value: float) -> str:
    """Write a figure with three digits or more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 three digits


def describe(found: Comparison, _: Translator) -> str:
    """Say what was asked of everybody."""
    work = found.work
    sentence = (
        _("{members} members, {senders} speak, {rate:g} messages per second.")
        if work.rate
        else _("{members} members, {senders} speak, {window} messages each in flight.")
    )
    return sentence.format(
        members=work.members, senders=work.senders, rate=work.rate, window=work.window
    )


def draw(found: Comparison, _: Translator, colours: Palette = LIGHT) -> str:
    """Draw it as SVG: medians as bars, each round as a tick."""
    drawing = Drawing()
    parts = list(titles(_).items())
    down = 64 + len(parts) * (GAP + 22) + len(parts) * len(found.names) * ROW
    drawing.box(0, 0, WIDE, down, fill=colours.paper)
    title = _("The chat room compared")
    drawing.text(MARGIN, 28, Span(title, colours.ink, 18, bold=True))
    drawing.text(MARGIN, 48, Span(describe(found, _), colours.quiet, 13))
    y = 64.0
    for figure, words in parts:
        y += GAP
        drawing.text(MARGIN, y + 12, Span(words, colours.ink, 13, bold=True))
        y = draw_rows(drawing, found, figure, y + 22, colours)
    return drawing.document(WIDE, down, title, describe(found, _), "chat")


def draw_rows(
    drawing: Drawing, found: Comparison, figure: str, y: float, colours: Palette
) -> float:
    """Draw one figure of every contestant; give where the next begins."""
    medians = [getattr(one, figure) for one in found.medians()]
    runs = [[getattr(one, figure) for one in row] for row in found.rounds]
    most = max((v for row in runs for v in row if v is not None), default=0) or 1
    best = choose(medians, most=figure == "rate")
    for place, (name, value) in enumerate(zip(found.names, medians, strict=True)):
        drawing.text(LEFT - 8, y + 12, Span(name, colours.ink, 13), anchor="end")
        if value is None:
            drawing.text(LEFT, y + 12, Span("-", colours.quiet, 13))
        else:
            reach = (WIDE - LEFT - RIGHT) / most
            fill = colours.agrees_ink if place == best else colours.line
            drawing.box(LEFT, y, max(1, value * reach), BAR, fill=fill)
            ticks = [row[place] * reach for row in runs if row[place] is not None]
            for x in ticks:
                at = LEFT + x
                drawing.line((at, y - 2), (at, y + BAR + 2), colours.quiet)
            x = LEFT + max(*ticks, value * reach) + 8
            drawing.text(x, y + 12, Span(spell(value), colours.ink, 13))
        y += ROW
    return y


def choose(values: Sequence[float | None], *, most: bool) -> int | None:
    """Give the place of the best value, where there is one to choose from."""
    seen = [(value, place) for place, value in enumerate(values) if value is not None]
    if len(seen) < 2:  # noqa: PLR2004 alone one is neither better nor worse
        return None
    return (max(seen) if most else min(seen))[1]
