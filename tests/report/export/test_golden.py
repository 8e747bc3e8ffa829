"""A stored record gives the same bytes for ever."""

import pytest

from tests.report.stored.golden import FOLDER, render

RENDERED = render()


@pytest.mark.parametrize("name", RENDERED)
def test_a_stored_record_gives_the_same_bytes(name: str) -> None:
    """Text, Markdown, figures and page are those that were looked at."""
    assert (FOLDER / name).read_text(encoding="utf-8") == RENDERED[name]


def test_every_golden_file_is_compared() -> None:
    """Nothing is kept that nothing is compared with."""
    assert set(RENDERED) == {path.name for path in FOLDER.iterdir()}
