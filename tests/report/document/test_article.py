"""One record, prepared for the page."""

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.document.article import (
    count_outcomes,
    describe,
    describe_finding,
    describe_steps,
    mark_verdict,
    name_form,
    name_kind,
    name_standing,
    name_time,
    show,
)
from socketlab.report.figures import list_figures
from tests.report.stored.stories import paired, sweep


def same(message: str) -> str:
    """Translate into English."""
    return message


def test_an_article_has_every_kind_of_figure(close_order: Record) -> None:
    """Charts stand with their numbers, ladders and the diagram apart."""
    record = replace(sweep(), stories=close_order.stories)
    figures = list_figures(record, "x", same)
    part = describe(record, "x", figures, {}, same, forms=["light.svg"])

    assert [1, 1, 1] == [len(part[kind]) for kind in ("charts", "ladders", "states")]  # type: ignore[arg-type]
    assert [("net.core.somaxconn", "2")] == part["settings"]
    assert part["variants"] is None
    assert "" == part["undrawn"]
    assert describe(paired(), "x", [], {}, same, forms=[])["variants"]


def test_what_is_drawn_already_is_not_drawn_again(close_order: Record) -> None:
    """A ladder is printed in the parts that it tells of."""
    figure = list_figures(close_order, "x", same)[0]
    svg = figure.draw("page")
    shown = show(figure, {"x.ladder": svg}, same, ["dark.png"])

    assert svg is shown["svg"]
    assert [("x.ladder.dark.png", "PNG, dark")] == shown["files"]
    assert "close_order-ladder-1-whole" == shown["sheets"][0]["whole"]  # type: ignore[index]
    assert 4 == len(shown["sheets"])  # type: ignore[arg-type]


def test_files_are_named_for_their_form() -> None:
    """What is light needs no word."""
    assert ["SVG", "PNG, dark"] == [
        name_form(form, same) for form in ("light.svg", "dark.png")
    ]


def test_what_is_refuted_on_purpose_says_so(close_order: Record) -> None:
    """Without the purpose it disagrees."""
    kept = replace(close_order, verdict="disagrees", kept=True)

    assert ["agrees", "refuted on purpose", "disagrees"] == [
        name_standing(record, same)
        for record in (close_order, kept, replace(kept, kept=False))
    ]


def test_only_outcomes_that_there_are_are_counted() -> None:
    """In their order, whatever came first."""
    assert "agrees: 1 · not observed: 2" == count_outcomes(
        ["not observed", "agrees", "not observed"], same
    )


def test_a_variant_is_named_where_it_begins() -> None:
    """Its further steps do not name it again."""
    assert ["", "without SO_REUSEADDR", "with", "", ""] == [
        step["variant"] for step in describe_steps(paired(), same)
    ]


def test_what_nobody_saw_has_its_reason() -> None:
    """Where none is known there is none."""
    record = paired()
    reasons = [describe_finding(record, one, same)["reason"] for one in record.findings]

    assert [*[""] * 5, "It takes 60 s; --slow waits."] == reasons


def test_a_run_that_waited_says_so(close_order: Record) -> None:
    """With --slow it may take a minute."""
    assert "it took 4.000 ms" == name_time(close_order, same)
    assert "it took 4.000 ms, with --slow" == name_time(sweep(), same)


def test_what_expects_nothing_has_no_verdict(storm: Record) -> None:
    """An observation is neither right nor wrong, nor missed."""
    observed = replace(storm, findings=(), verdict="not observed", kept=False)

    assert ("plain", "disagrees") == (name_kind(observed), name_kind(storm))
    assert "This page expects nothing." == mark_verdict(observed, same)
    assert mark_verdict(storm, same).startswith("✗ ")
