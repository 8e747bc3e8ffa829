"""Which figures a record has."""

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.figures import draw_together, list_figures, name_files


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
    figure = draw_together([close_order, storm], same)

    assert draw_together([close_order], same) is None
    assert draw_together([close_order, bare], same) is None
    assert figure is not None
    assert ("state_machine", 1) == (figure.stem, figure.number)
    assert "FIN-WAIT-2" in figure.draw("page")
