"""What stands before the articles."""

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.document.front import (
    describe_front,
    find_worst,
    list_numbers,
    unite,
)
from socketlab.report.figures import list_figures


def same(message: str) -> str:
    """Translate into English."""
    return message


def test_what_a_page_has_set_is_not_what_all_stood_on(close_order: Record) -> None:
    """Surroundings are those of the records that left them alone."""
    sysctls = {"a": "1", "b": "2"}
    surroundings = replace(close_order.environment, sysctls=sysctls)
    one = replace(close_order, settings={"a": "1"}, environment=surroundings)
    other = replace(
        one, settings={}, environment=replace(surroundings, sysctls={"a": "0"})
    )

    assert {"a": "0", "b": "2"} == unite([one, other]).environment.sysctls


def test_a_source_that_any_run_used_was_there(close_order: Record) -> None:
    """Its caveats stand once, those of all runs together."""
    one = replace(close_order, sources={"proc": "used"}, caveats={"proc": ("a", "b")})
    other = replace(
        one, sources={"proc": "no", "x": "no"}, caveats={"proc": ("b", "c")}
    )

    for records in ([one, other], [other, one]):
        united = unite(records)
        assert {"proc": "used", "x": "no"} == united.sources
        assert {"a", "b", "c"} == set(united.caveats["proc"])
        assert 3 == len(united.caveats["proc"])


def test_the_worst_verdict_is_told_first(close_order: Record) -> None:
    """A hypothesis that is refuted on purpose is no fault."""
    good = close_order
    unseen = replace(good, verdict="not observed")
    bad = replace(good, verdict="disagrees")
    kept = replace(bad, kept=True)

    assert ["agrees", "not observed", "disagrees"] == [
        find_worst(records)
        for records in ([good, kept], [kept, unseen, good], [unseen, bad])
    ]


def test_articles_stand_in_their_chapters(close_order: Record) -> None:
    """Those of one chapter follow each other; none is without its verdicts' count."""
    records = [close_order] * 3
    front = describe_front(records, [{}, {}, {}], ["<b>", "<b>", ""], same)

    assert [("<b>", 2), ("", 1)] == [
        (one["title"], len(one["articles"]))
        for one in front["chapters"]  # type: ignore[attr-defined]
    ]
    assert "agrees: 3" == front["counts"]


def test_what_is_refuted_on_purpose_is_counted_apart(close_order: Record) -> None:
    """The most frequent verdict comes first."""
    kept = replace(close_order, verdict="disagrees", kept=True)
    bad = replace(kept, kept=False)
    records = [bad, kept, close_order, close_order]
    front = describe_front(records, [{}] * 4, [""] * 4, same)

    assert "agrees: 2 · disagrees: 1 · refuted on purpose: 1" == front["counts"]


def test_figures_are_counted_in_the_contents(close_order: Record) -> None:
    """One is a figure, two are figures, none is nothing."""
    figures = list_figures(close_order, "x", same)

    assert {"words": "Figures", "numbers": [0, 0]} == list_numbers(figures, same)
    assert {"words": "Figure", "numbers": [0]} == list_numbers(figures[:1], same)
    assert list_numbers([], same) is None
