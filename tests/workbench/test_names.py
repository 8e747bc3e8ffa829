"""The experiments in their order, and the page of the reference that lists them."""

from pathlib import Path

import experiments_page
from socketlab import experiments, workbench

FOLDER = Path(experiments.__file__).parent


def test_every_folder_of_pages_is_a_chapter() -> None:
    """No experiment is left out because nobody named its folder."""
    folders = {
        path.parent.name
        for path in FOLDER.glob("*/*.py")
        if "\ndef run(" in path.read_text(encoding="utf-8")
    }

    assert folders == set(experiments.CHAPTERS)


def test_the_reference_lists_every_experiment() -> None:
    """tools/experiments_page.py wrote docs/reference/experiments.md last."""
    text = (experiments_page.CHECKOUT / experiments_page.PAGE).read_text("utf-8")

    assert experiments_page.written() == text
    assert all(f"[`{name}`]" in text for name in workbench.names())
