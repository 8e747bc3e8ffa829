"""Which figures a record has."""

from msgspec.structs import replace

from socketlab.lab.record import Life, Record, Sentence, Story
from socketlab.report.figures import (
    choose,
    draw_together,
    list_figures,
    name_files,
    number_figures,
)
from socketlab.tcp.states import State
from tests.report.stored.stories import sweep
from tests.report.stored.words import SYN, client_end, life, passage, record, step


def same(message: str) -> str:
    """Translate into English."""
    return message


def test_files_have_names_that_every_system_can_write(close_order: Record) -> None:
    """Odd characters become underscores, and a taken name gets a number."""
    names = ["a/b c", "a_b_c", "close_order", "a/b c"]
    records = [replace(close_order, name=name) for name in names]

    assert ["a_b_c", "a_b_c-2", "close_order", "a_b_c-3"] == name_files(records)


def test_each_way_has_a_ladder_and_the_record_one_diagram(close_order: Record) -> None:
    """Figures are drawn in the theme that is asked for."""
    story = close_order.stories[0]
    other = replace(story, passages=(replace(story.passages[0], again=True),))
    figures = list_figures(replace(close_order, stories=(story, other)), "x", same)

    assert ["x.ladder", "x.ladder-2", "x.states"] == [one.stem for one in figures]
    for figure in figures:
        assert "#12161c" in figure.draw("dark")


def test_a_record_without_connections_has_no_figures(close_order: Record) -> None:
    """There is nothing to draw."""
    assert [] == list_figures(replace(close_order, stories=()), "x", same)


def test_several_records_with_connections_have_one_diagram(
    close_order: Record, storm: Record
) -> None:
    """One record has its own; datagrams have no states."""
    bare = replace(storm, stories=())
    figure = draw_together([close_order, storm], same, 7)

    assert draw_together([close_order], same) is None
    assert draw_together([close_order, bare], same) is None
    assert figure is not None
    assert ("state_machine", 7) == (figure.stem, figure.number)
    assert "FIN-WAIT-2" in figure.draw("page")


def test_each_variant_has_a_ladder_before_any_has_two() -> None:
    """Of many ways those are drawn that show the most; captions name the variant."""
    one, other = Sentence("one"), Sentence("other")
    steps = (
        step(1, 1_000, "Step.", variant=one),
        step(2, 2_000, "Step.", variant=other),
    )
    stories = tuple(
        Story(
            life(client_end(n), "client", (State.SYN_SENT, when)),
            Life(client_end(n).peer, "server", ()),
            (passage(client_end(n), (when, when), SYN, (n, 0), again=n == 1),),
        )
        for n, when in enumerate((1_010, 1_020, 2_010))
    )
    many = record(steps=steps, stories=stories)

    assert [[stories[0]], [stories[2]]] == [[*one.stories] for one in choose(many, 2)]
    assert 3 == len(choose(many, 3))
    assert [
        "one · One connection went this way.",
        "other · One connection went this way.",
    ] == [one.caption for one in list_figures(many, "x", same, brief=True)]


def test_a_long_document_has_few_figures(close_order: Record) -> None:
    """Charts stay; the diagram of each record is left out for that of all."""
    many = replace(close_order, charts=sweep().charts)
    kinds = [
        [one.kind for one in list_figures(many, "x", same, brief=brief)]
        for brief in (False, True)
    ]

    assert [["chart", "ladder", "states"], ["chart", "ladder"]] == kinds


def test_figures_are_numbered_through_a_document(close_order: Record) -> None:
    """Those of each record follow each other."""
    records = [close_order, replace(sweep(), stories=close_order.stories)]
    figures = number_figures(records, ["a", "b"], same)
    alone = number_figures(records[:1], ["a"], same)

    assert [[1, 2], [3, 4, 5]] == [[one.number for one in each] for each in figures]
    assert [[1, 2]] == [[one.number for one in each] for each in alone]
    assert "Figure 3. Connections against clients, backlog 2" == (
        figures[1][0].name(same)
    )
