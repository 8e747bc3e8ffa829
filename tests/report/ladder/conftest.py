"""Ladders to draw on."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from socketlab.lab.record import Record
from socketlab.report.ladder.layout import lay_out
from socketlab.report.ladder.sheet import Sheet
from socketlab.report.palette import LIGHT

OpenSheet: TypeAlias = Callable[[Record], Sheet]


@pytest.fixture
def open_sheet() -> OpenSheet:
    """Lay a record's first story out on an empty sheet."""

    def build(record: Record) -> Sheet:
        story = record.stories[0]
        layout = lay_out(record, story, lambda message: message)
        return Sheet(record, story, layout, LIGHT, 100.0, lambda message: message)

    return build
