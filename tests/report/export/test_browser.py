"""The page in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import pytest

from socketlab.i18n import translator
from socketlab.lab.record import from_json
from socketlab.report.document.page import FORMS, page
from tests.report.conftest import STORED
from tests.report.stored.stories import storm

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
        [*records, storm()], translator(request.param), request.param, forms=FORMS
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
