"""SVG that any program can draw."""

from xml.etree import ElementTree as ET

from socketlab.report.drawing import CHINESE, MONO, SANS, Drawing, Span, number

SVG = "{http://www.w3.org/2000/svg}"


def parse(drawing: Drawing) -> ET.Element:
    """Close the drawing and read it as XML."""
    return ET.fromstring(drawing.document(100, 50.25, "a <title>", "a & b", 'n"'))  # noqa: S314 our own


def test_coordinates_have_one_decimal_at_most() -> None:
    """Whole numbers are written without a point."""
    assert ["1", "1.2", "-0.5"] == [number(1.0), number(1.249), number(-0.5)]


def test_a_document_has_a_title_and_a_description() -> None:
    """A screen reader finds both, and their ids belong to this figure."""
    root = parse(Drawing())
    title, description, whole = root

    assert "a <title>" == title.text
    assert "a & b" == description.text
    assert "n_-whole" == whole.get("id")
    assert f"{title.get('id')} {description.get('id')}" == root.get("aria-labelledby")
    assert ("100", "50.2", "img") == tuple(
        root.get(name) for name in ("width", "height", "role")
    )


def test_every_text_is_escaped() -> None:
    """Markup in a text is text."""
    drawing = Drawing()
    drawing.text(1, 2, Span("</text><script>", "#000", 10))
    drawing.text(1, 2, Span("<b>", "#000", 10, bold=True), Span("&", "#111", 9))
    one, two = parse(drawing).findall(f".//{SVG}text")

    assert "</text><script>" == one.text
    assert ["<b>", "&"] == [span.text for span in two]
    assert [("700", "#000"), (None, "#111")] == [
        (span.get("font-weight"), span.get("fill")) for span in two
    ]


def test_a_text_returns_its_width_and_keeps_its_anchor() -> None:
    """What comes behind a text knows where to stand."""
    drawing = Drawing()
    span = Span("abc", "#000", 10, mono=True)

    assert span.width == drawing.text(0, 0, span, anchor="middle")
    assert "middle" == parse(drawing)[2][0].get("text-anchor")


def test_a_text_names_fonts_that_have_its_characters() -> None:
    """Chinese names a Chinese font first, whatever else it is."""
    families = [
        Span(words, "#000", 10, mono=mono).look()["font_family"]
        for words, mono in (("a", False), ("a", True), ("中 a", True))
    ]

    assert [SANS, MONO, CHINESE] == families


def test_a_box_and_a_path_are_what_they_say() -> None:
    """Attributes of None are left out, underscores are hyphens."""
    drawing = Drawing()
    drawing.box(1, 2, 3.5, 4, fill="none", stroke=None, stroke_width=2)
    drawing.path("M0 0", fill="none")

    assert [
        '<rect x="1" y="2" width="3.5" height="4" fill="none" stroke-width="2"/>',
        '<path d="M0 0" fill="none"/>',
    ] == drawing.parts


def test_an_arrow_ends_at_its_point() -> None:
    """The tip is where the arrow was asked to end; a hollow head shows paper."""
    drawing = Drawing()
    drawing.arrow((0, 0), (100, 0), "#123456")
    drawing.arrow((0, 0), (100, 0), "#123456", hollow="#ffffff", dashes="1 2")
    full, hollow = parse(drawing).findall(f".//{SVG}polygon")

    assert (full.get("points") or "").startswith("100,0 91,")
    assert ["#123456", "#ffffff"] == [full.get("fill"), hollow.get("fill")]


def test_hatching_stays_inside_its_rectangle() -> None:
    """Every line begins and ends on the border."""
    drawing = Drawing()
    drawing.hatch(10, 20, 30, 15, "#000")
    steps = (parse(drawing)[2][0].get("d") or "").replace("M", " ").replace("L", " ")
    values = [float(value) for value in steps.split()]

    assert all(10 <= x <= 40 for x in values[::2])
    assert all(20 <= y <= 35 for y in values[1::2])


def test_each_outcome_has_a_mark_of_its_own() -> None:
    """Colour is never the only sign of an outcome."""
    shapes = set()
    for outcome in ("agrees", "disagrees", "not observed"):
        drawing = Drawing()
        drawing.mark(outcome, 0, 0, "#000")
        shapes.add(drawing.parts[0])

    assert 3 == len(shapes)


def test_a_document_tells_where_it_may_be_parted() -> None:
    """A printer may go on upon another sheet there; most figures fit one."""
    parted = Drawing().document(1, 2, "t", "d", "n", cuts=[1, 2.26], gaps=[3])

    assert 'data-cuts="1 2.3" data-gaps="3"' in parted
    assert "data-" not in Drawing().document(1, 2, "t", "d", "n")
