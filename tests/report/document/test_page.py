"""The page."""

from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.document.page import FORMS, page
from tests.report.stored.stories import exchange, paired, sweep

VOID = {"meta", "link", "br", "img", "input", "hr"}


def same(message: str) -> str:
    """Translate into English."""
    return message


class Outline(HTMLParser):
    """The elements of a page, which must all be closed in their order."""

    def __init__(self, html: str) -> None:
        """Read a page."""
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data


@pytest.fixture
def several(close_order: Record, storm: Record) -> list[Record]:
    """Two different records and one whose expectation nobody could see."""
    unseen = replace(close_order, name="unseen", verdict="not observed")
    return [close_order, storm, unseen]


def test_a_page_is_well_formed_and_whole(several: list[Record]) -> None:
    """Every element is closed, and nothing is loaded from anywhere."""
    outline = Outline(page(several, same, "en", forms=FORMS, captured=["close_order"]))
    loaded = {"script", "img", "link", "iframe", "object"}

    assert [] == outline.open
    assert not loaded & {tag for tag, _attributes in outline.seen}
    assert not [
        attributes
        for _tag, attributes in outline.seen
        if str(attributes.get("href", "")).startswith(("http", "//"))
    ]


def test_several_records_have_a_contents_list_with_verdicts(
    several: list[Record],
) -> None:
    """Each entry leads to its article and to its figures."""
    outline = Outline(page(several, same, "en"))
    articles = [more["id"] for tag, more in outline.seen if tag == "article"]
    figures = [more["id"] for tag, more in outline.seen if tag == "figure"]
    links = [more["href"] for tag, more in outline.seen if tag == "a"]

    assert ["close_order", "storm__1_", "unseen"] == articles
    assert [f"figure-{number}" for number in range(1, 8)] == figures
    ends = ["whole-diagram", "where-it-ran", "all-sources"]
    assert {f"#{one}" for one in (*articles, *figures[:-1], *ends)} == set(links)
    assert len(links) == len(set(links))
    assert "Experiments on sockets: 3" in outline.text


def test_a_single_record_is_the_page(close_order: Record) -> None:
    """The question is the title and the only heading of its rank."""
    html = page([close_order], same, "zh")
    tags = [tag for tag, _more in Outline(html).seen]

    assert '<html lang="zh-Hans">' in html
    assert f"<title>{close_order.question}</title>" in html
    assert 1 == tags.count("h1")
    assert "nav" not in tags


def test_text_of_a_record_is_never_markup(storm: Record) -> None:
    """Angle brackets, quotes and control characters of a subject are shown."""
    html = page([storm], same, "en")

    assert "<b>ever" not in html
    assert "&lt;b&gt;ever&lt;/b&gt;" in html
    assert "\x1b" not in html
    assert "storm <1>" not in html


def test_a_kept_hypothesis_says_so(storm: Record, close_order: Record) -> None:
    """The reader cannot miss that it is refuted, and what is true instead."""
    kept = "A refuted hypothesis, kept on purpose"

    assert kept in page([storm], same, "en")
    assert "Much is lost." in page([storm], same, "en")
    assert kept in page([replace(storm, refutation="")], same, "en")
    assert kept not in page([close_order], same, "en")


def test_sources_are_told_honestly(storm: Record) -> None:
    """What was not used says why; what nobody saw says so."""
    text = " ".join(Outline(page([storm], same, "en")).text.split())

    assert (
        "tracepoint the kernel's own trace of every change of state · needs root"
        in text
    )
    assert "no source could see it" in text
    assert "sock_diag saw x." in text


def test_files_are_linked_only_where_they_are(close_order: Record) -> None:
    """A notebook shows the same page without any link."""
    alone = page([close_order], same, "en")
    linked = page([close_order], same, "en", forms=FORMS)
    captured = page([close_order], same, "en", forms=FORMS, captured=["close_order"])

    assert "<a " not in alone
    assert "close_order.record.json" in linked
    assert "close_order.ladder.dark.svg" in linked
    assert "pcapng" not in linked
    assert "close_order.pcapng" in captured


def test_what_is_not_drawn_is_counted(close_order: Record) -> None:
    """Six ladders are enough for one page."""
    story = close_order.stories[0]
    ways = tuple(
        replace(
            story,
            client=replace(story.client, lanes=story.client.lanes[:count]),
            passages=passages,
        )
        for count in range(4)
        for passages in (story.passages, (replace(story.passages[0], again=True),))
    )
    html = page([replace(close_order, stories=ways)], same, "en")

    assert "Ways not drawn here: 2." in html


def test_a_bare_record_has_a_page(close_order: Record) -> None:
    """Nothing observed, nothing expected, nothing drawn; and no records at all."""
    bare = replace(close_order, stories=(), steps=(), findings=(), parameters={})

    assert "svg" not in [tag for tag, _more in Outline(page([bare], same, "en")).seen]
    assert [] == Outline(page([], same, "en")).open
    assert [] == Outline(page([exchange(1)], same, "en")).open


def test_a_document_tells_its_surroundings_once(several: list[Record]) -> None:
    """Diagram, kernel, settings and sources stand after all articles."""
    html = page(several, same, "en")
    text = Outline(html).text

    ends = ("whole-diagram", "where-it-ran", "all-sources")
    places = [html.index(f'id="{place}"') for place in ends]

    assert sorted(places) == places
    assert html.rindex("</article>") < places[0]
    assert [1, 1, 1] == [html.count(f'"#{place}"') for place in ends]
    assert 2 == text.count("Where it ran")
    assert 3 == html.count('<p class="quiet">sources: ')


def test_charts_and_variants_have_their_tables() -> None:
    """Numbers and outcomes stand in tables that can be read without a picture."""
    outline = Outline(page([sweep(), paired()], same, "en", chapters=["One", "Two"]))
    tables = [more.get("class") for tag, more in outline.seen if tag == "table"]
    text = " ".join(outline.text.split())

    assert ["numbers", "variants"] == tables
    assert "This page has set: net.core.somaxconn=2" in text
    assert "Figure 1. Connections against clients, backlog 2" in text
    assert "It takes 60 s; --slow waits." in text
    assert "One" in text


def test_a_ladder_is_printed_step_by_step(close_order: Record) -> None:
    """Each part shows a piece of the ladder that is drawn once."""
    outline = Outline(page([close_order], same, "en"))
    uses = [more["href"] for tag, more in outline.seen if tag == "use"]
    ids = {more.get("id") for _tag, more in outline.seen}

    assert ["#close_order-ladder-1-whole"] * 4 == uses
    assert "close_order-ladder-1-whole" in ids


def test_sheets_are_headed_by_their_article(several: list[Record]) -> None:
    """A printed page names the experiment that it belongs to."""
    html = page(several, same, "en", stems=["a", "b", "c"])

    assert '@page article-2{@top-right{content:"b"}}#b{page:article-2}' in html
