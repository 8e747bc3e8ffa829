"""Where everything of a ladder stands: columns, bands, arrows, lanes, labels."""

from dataclasses import dataclass
from itertools import pairwise

from socketlab.lab.record import Lane, Outcome, Passage, Record, Step, Story
from socketlab.report.ladder.labels import Beside, Label, collect
from socketlab.report.ladder.placing import LONG, Key, Placing
from socketlab.report.lettering import shorten, width, wrap
from socketlab.report.moments import (
    SIDES,
    Side,
    find_cut,
    get_moment,
    is_ignored,
    list_findings,
    list_lanes,
    list_passages,
)
from socketlab.report.wording import Translate, name_expectation, name_fate, say_step

TIMES = 88.0
MARGIN = 24.0
LANE = 118.0
SPAN = 296.0
COLUMN = 168.0
CAPTION_SIZE = 13.5
CAPTION_LINE = 18.0
CHIP_SIZE = 12.0
CHIP_EXTRA = 36.0
CHIP_GAP = 8.0
CHIP_ROW = 27.0
SLANT = 16.0
ARROW_ROW = 35.0
BELOW = 17.0
LABEL_ROW = 18.0
LANE_NAME = 25.0
END_ROOM = 44.0

BEFORE, LANES, AFTER = 0, 1, 2
CUT: Key = ("cut", 0)
CUT_ROOM = 40.0


@dataclass(frozen=True)
class Chip:
    """A verdict in a band."""

    outcome: Outcome
    words: str

    @property
    def across(self) -> float:
        """Its width in pixels."""
        return width(self.words, CHIP_SIZE) + CHIP_EXTRA


@dataclass(frozen=True)
class Band:
    """A step's caption with its verdicts, beside it or in rows below."""

    step: Step
    caption: tuple[str, ...]
    rows: tuple[tuple[Chip, ...], ...]
    beside: bool

    @property
    def down(self) -> float:
        """Its height in pixels."""
        rows = 0 if self.beside else len(self.rows)
        return 12 + CAPTION_LINE * len(self.caption) + CHIP_ROW * rows


@dataclass(frozen=True)
class Layout:
    """The ladder of one story, laid out.

    Attributes:
        passages: in the order in which they were sent.
        lanes: of each side, in order.
        heights: of every point by its key, pixels from the top.
        marks: the times to print, by key.
        gaps: where a long time passed: the keys around it, and nanoseconds.
        left, right: where the client's and the server's lane begin.
        across, bottom: the width of the figure, and where the lanes end.

    """

    passages: tuple[Passage, ...]
    lanes: dict[Side, tuple[Lane, ...]]
    beside: Beside
    bands: tuple[Band, ...]
    heights: dict[Key, float]
    marks: tuple[tuple[int, Key], ...]
    gaps: tuple[tuple[Key, Key, int], ...]
    left: float
    right: float
    across: float
    bottom: float

    def get_lane(self, side: Side) -> float:
        """Give the left edge of a side's lane."""
        return self.left if side == "client" else self.right


def make_band(
    record: Record, story: Story, step: Step, across: float, _: Translate
) -> Band:
    """Lay out the band of a step in a width."""

    def measure(text: str) -> float:
        return width(text, CAPTION_SIZE, bold=True)

    def measure_chip(text: str) -> float:
        return width(text, CHIP_SIZE) + CHIP_EXTRA

    inside = across - 56
    caption = wrap(say_step(step, _), inside, measure)
    chips = [
        Chip(one.outcome, shorten(name_expectation(one, _), inside, measure_chip))
        for one in list_findings(record, step, story)
    ]
    total = sum(chip.across + CHIP_GAP for chip in chips)
    if len(caption) == 1 and measure(caption[0]) + 20 + total <= inside:
        return Band(step, tuple(caption), (tuple(chips),), beside=True)
    rows: list[list[Chip]] = [[]]
    room = inside
    for chip in chips:
        if chip.across > room:
            rows.append([])
            room = inside
        rows[-1].append(chip)
        room -= chip.across + CHIP_GAP
    return Band(step, tuple(caption), tuple(map(tuple, rows)), beside=False)


def lay_out(record: Record, story: Story, _: Translate) -> Layout:
    """Lay a story out, its first point at height 0."""
    passages = list_passages(story)
    lanes = {side: list_lanes(record, story, side) for side in SIDES}
    beside = collect(record, story, _)
    columns = {
        side: max(
            [COLUMN, *(one.across + 40 for one in beside.labels if one.side == side)]
        )
        for side in SIDES
    }
    left = TIMES + columns["client"]
    right = left + LANE + SPAN
    across = right + LANE + columns["server"] + MARGIN
    inside = across - TIMES - MARGIN
    bands = tuple(make_band(record, story, step, inside, _) for step in record.steps)

    placing = Placing()
    place_passages(placing, story, passages, _)
    began = [step.began for step in record.steps]
    began += [label.time for label in beside.labels]
    began += [get_moment(passage) for passage in passages]
    if cut := find_cut(story).began:
        placing.add(CUT, cut, head=CUT_ROOM, tail=CUT_ROOM)
    place_labels(placing, beside.labels)
    place_lanes(placing, lanes, begin=min(began, default=record.began))
    place_bands(placing, bands)
    heights = placing.solve()
    marks = sorted(
        (time, key) for time, order, _, key in placing.points if order == AFTER
    )
    gaps = [
        (above, below, time - then)
        for (then, above), (time, below) in pairwise(marks)
        if time - then >= LONG
    ]
    ends = [heights["band", index] + band.down for index, band in enumerate(bands)]
    bottom = max([*heights.values(), *ends], default=0.0) + END_ROOM
    return Layout(
        passages,
        lanes,
        beside,
        bands,
        heights,
        tuple(marks),
        tuple(gaps),
        left,
        right,
        across,
        bottom,
    )


def place_passages(
    placing: Placing, story: Story, passages: tuple[Passage, ...], _: Translate
) -> None:
    """Place both ends of every arrow, and keep its words readable.

    One that is overtaken arrives below the one that overtakes it.
    """
    before: tuple[Key, Key, float, int] | None = None
    for index, passage in enumerate(passages):
        sent, got = ("sent", index), ("got", index)
        if passage.sent is not None:
            placing.add(sent, passage.sent)
        if passage.received is not None:
            placing.add(got, passage.received)
        first = got if passage.sent is None else sent
        last = sent if passage.received is None else got
        if first != last:
            placing.keep_apart(first, last, SLANT)
        arrived = passage.received or get_moment(passage)
        if before:
            placing.keep_apart(before[0], first, before[2])
            if arrived < before[3]:
                placing.keep_apart(last, before[1], SLANT)
            else:
                placing.keep_apart(before[1], last, before[2])
        row = ARROW_ROW + (BELOW if has_second_row(story, passage, _) else 0.0)
        before = first, last, row, arrived


def has_second_row(story: Story, passage: Passage, _: Translate) -> bool:
    """Tell whether an arrow has words below it, too."""
    ignored = is_ignored(story, passage)
    return bool(passage.segment.payload or name_fate(passage, _, ignored=ignored))


def place_labels(placing: Placing, labels: list[Label]) -> None:
    """Place the labels; those of one side do not overlap."""
    last: dict[Side, Label] = {}
    for label in labels:
        placing.add(label.key, label.time)
        if above := last.get(label.side):
            placing.keep_apart(above.key, label.key, LABEL_ROW * len(above.lines))
        last[label.side] = label


def place_lanes(
    placing: Placing, lanes: dict[Side, tuple[Lane, ...]], begin: int
) -> None:
    """Place where each lane begins, none before `begin`; each has room for its name."""
    for side, stretch in lanes.items():
        for index, lane in enumerate(stretch):
            placing.add((side, index), max(lane.began, begin), order=LANES)
            placing.keep_apart((side, index - 1), (side, index), LANE_NAME)


def place_bands(placing: Placing, bands: tuple[Band, ...]) -> None:
    """Place the bands; nothing else stands at their height."""
    everything = [key for _time, _order, _index, key in placing.points]
    for index, band in enumerate(bands):
        key = ("band", index)
        placing.add(key, band.step.began, order=BEFORE, head=18, tail=band.down + 18)
        for above in everything:
            room = END_ROOM if above[0] in {"sent", "got"} else LANE_NAME + 8
            placing.keep_apart(above, key, room)
