"""The documents say what is so."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import listings

CHECKOUT = Path(__file__).parents[2]
DOCUMENTS = [*sorted(CHECKOUT.glob("*.md")), *sorted(CHECKOUT.glob("docs/**/*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|srcset)=\"([^\"]+)\"")


def named(path: Path) -> str:
    """Give a test the name of its document."""
    return str(path.relative_to(CHECKOUT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_somewhere(document: Path) -> None:
    """What a document links to inside the repository is there."""
    links = ["".join(pair) for pair in LINK.findall(document.read_text())]
    inside = [link for link in links if not link.startswith("https://")]

    assert [] == [link for link in inside if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_listing_is_a_file_that_runs(document: Path) -> None:
    """A listing is what stands in its file now; tools/listings.py sees to it."""
    text = document.read_text()

    assert listings.refreshed(text, CHECKOUT) == text


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_line_holds_one_sentence(document: Path) -> None:
    """A sentence begins a line, so that changes are read sentence by sentence."""
    code = r"(?sm)```.*?```|^\|.*?$|`[^`]*`"
    prose = re.sub(code, "", document.read_text())

    assert [] == re.findall(r"[^.\n]*[a-z]\. [A-Z][^.\n]*", prose)


def test_a_listing_follows_its_file(tmp_path: Path) -> None:
    """A file that changed changes the document."""
    (tmp_path / "a.py").write_text("new = 1\n")
    text = "One.\n<!-- listing: a.py -->\n```python\nold = 1\n```\nTwo.\n"

    assert listings.refreshed(text, tmp_path) == text.replace("old", "new")


def test_news_can_be_gathered() -> None:
    """Every file in changelog.d is one that a release can gather."""
    done = subprocess.run(
        [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "1"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    fragments = [path for path in CHECKOUT.glob("changelog.d/*.md") if "+" in path.name]

    assert len(fragments) == done.stdout.count("\n- ")
