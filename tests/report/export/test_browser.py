"""The page in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import pytest

from socketlab.i18n import translator
from socketlab.lab.record import from_json
from socketlab.report.document.page import FORMS, page
from tests.report.conftest import STORED
from tests.report.stored.stories import exchange, paired, storm, sweep

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Scheme: TypeAlias = Literal["light", "dark"]

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Start Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=["en", "zh"])
def report(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Write the page of every stored record and of a storm."""
    folder: Path = tmp_path_factory.mktemp("report")
    records = [from_json(path.read_bytes()) for path in sorted(STORED.glob("*.json"))]
    html = page(
        [*records, storm(), sweep(), paired(), exchange(70)],
        translator(request.param),
        request.param,
        forms=FORMS,
        chapters=["Seen.", "Seen.", "Seen.", "", "", "", ""],
    )
    (folder / "index.html").write_text(html, encoding="utf-8")
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("across", [390, 1280])
def test_a_page_fits_its_window_and_asks_for_nothing(
    browser: "Browser", report: Path, across: int, scheme: Scheme
) -> None:
    """No sideways scrolling, no complaint, no request but for the page itself."""
    context = browser.new_context(
        viewport={"width": across, "height": 844}, color_scheme=scheme
    )
    tab = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(f"file://{report}/index.html")
    widths = tab.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    ground = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    context.close()

    assert [across, across] == widths
    assert [] == complaints
    assert [f"file://{report}/index.html"] == requests
    assert ("rgb(255, 255, 255)" == ground) == (scheme == "light")


def test_a_wide_figure_scrolls_in_its_own_box(browser: "Browser", report: Path) -> None:
    """On a phone the ladder keeps a size that can be read."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto(f"file://{report}/index.html")
    box, figure = tab.evaluate(
        "[document.querySelector('.scroll').clientWidth,"
        " document.querySelector('.scroll svg').getBoundingClientRect().width]"
    )
    context.close()

    assert box < 390 < figure


def test_paper_is_light_and_nothing_is_cut_off(
    browser: "Browser", report: Path
) -> None:
    """Printed from a dark screen, figures fit the sheet and links to files are gone."""
    context = browser.new_context(
        viewport={"width": 688, "height": 970}, color_scheme="dark"
    )
    tab = context.new_page()
    tab.goto(f"file://{report}/index.html")
    tab.emulate_media(media="print")
    width = tab.evaluate("document.documentElement.scrollWidth")
    ground = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    links = tab.evaluate("document.querySelector('figcaption a').offsetWidth")
    context.close()

    assert [688, "rgb(255, 255, 255)", 0] == [width, ground, links]


def test_no_part_of_a_figure_is_taller_than_a_sheet(
    browser: "Browser", report: Path
) -> None:
    """A ladder is printed in parts that are drawn, none of them cut by paper."""
    sheet = 265 * 96 / 25.4  # what A4 leaves between its margins, in pixels
    context = browser.new_context(viewport={"width": 688, "height": 970})
    tab = context.new_page()
    tab.goto(f"file://{report}/index.html")
    tab.emulate_media(media="print")
    parts = tab.evaluate(
        "[...document.querySelectorAll('.sheet, .scroll:not(figure.parted *) svg')]"
        ".map(part => part.getBoundingClientRect().height)"
    )
    drawn = tab.evaluate(
        "[...document.querySelectorAll('.sheet use')].map(use => use.getBBox().height)"
    )
    context.close()

    assert len(drawn) > 20
    assert all(0 < height < sheet for height in parts)
    assert all(height > 100 for height in drawn)


def test_every_experiment_begins_on_a_sheet_of_its_own(
    browser: "Browser", report: Path
) -> None:
    """Printed as PDF, a document has its front and at least a sheet for each."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"file://{report}/index.html")
    printed = tab.pdf(prefer_css_page_size=True)
    articles = tab.evaluate("document.querySelectorAll('article').length")
    context.close()

    assert printed.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > articles


def test_every_link_of_the_contents_leads_somewhere(
    browser: "Browser", report: Path
) -> None:
    """Articles and figures are where the contents say."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"file://{report}/index.html")
    astray = tab.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')]"
        ".map(link => link.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(id))"
    )
    context.close()

    assert [] == astray
