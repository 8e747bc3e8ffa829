"""What the tutorials show is what happens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from socketlab import workbench

CHECKOUT = Path(__file__).parents[2]
PAGES = sorted(CHECKOUT.glob("docs/tutorial/pages/*.py"))
TUTORIAL = CHECKOUT / "docs/tutorial/write-your-own-experiment.md"


def named(path: Path) -> str:
    """Give a test the name of its page."""
    return path.stem


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_of_a_tutorial_agrees(page: Path) -> None:
    """Each stage of the page that a tutorial writes runs as it stands."""
    assert "agrees" == workbench.run(str(page)).record.verdict


def test_a_wrong_expectation_is_told_as_the_tutorial_shows(tmp_path: Path) -> None:
    """The lines that a reader gets are the lines in the tutorial."""
    text = (CHECKOUT / "docs/tutorial/pages/first_step.py").read_text()
    wrong = text.replace("Queue(1)", "Queue(0)")
    (tmp_path / "silent_clients.py").write_text(wrong)
    shown = TUTORIAL.read_text().partition("```\n✗")[2].partition("```")[0]

    done = subprocess.run(
        [sys.executable, "-m", "socketlab", "lab", "run", "./silent_clients.py"],
        cwd=tmp_path,
        env=os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""},
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 1
    assert shown
    assert shown in done.stdout
