"""The lanes."""

from msgspec.structs import replace

from socketlab.lab.record import Lane, Record
from socketlab.report.ladder import lanes
from socketlab.report.ladder.footer import list_entries
from socketlab.report.palette import LIGHT, STATES
from socketlab.tcp.states import State
from tests.report.ladder.conftest import OpenSheet
from tests.report.stored.stories import exchange


def test_observed_states_are_solid_inferred_ones_hatched(
    open_sheet: OpenSheet, close_order: Record
) -> None:
    """A lane without a socket is only an outline; every lane has its name."""
    for lane, sign in (
        (Lane(State.LISTEN, 0, None, observed=True, sources=()), STATES[State.LISTEN]),
        (Lane(State.LISTEN, 0, None, observed=False, sources=()), "<path"),
        (Lane(State.CLOSED, 0, None, observed=True, sources=()), "stroke-dasharray"),
    ):
        sheet = open_sheet(close_order)
        lanes.draw_lane(sheet, lane, (10, 10, 118, 40))
        drawn = "".join(sheet.drawing.parts)

        assert sign in drawn
        assert f">{lane.state.label}</text>" in drawn
        assert (LIGHT.tints[State.LISTEN] in drawn) == (sign == "<path")


def test_a_name_is_repeated_where_its_lane_goes_on(
    open_sheet: OpenSheet, close_order: Record
) -> None:
    """Below a band if there is room, and within a very long lane."""
    sheet = open_sheet(replace(close_order, stories=exchange(60).stories))
    lanes.draw(sheet)
    drawn = "".join(sheet.drawing.parts)

    assert drawn.count(">ESTABLISHED</text>") > 3


def test_a_name_is_not_repeated_where_there_is_no_room(
    open_sheet: OpenSheet, close_order: Record
) -> None:
    """Short lanes have one name each."""
    sheet = open_sheet(close_order)
    lanes.draw(sheet)
    drawn = "".join(sheet.drawing.parts)

    assert [1, 1, 1] == [
        drawn.count(f">{name}</text>")
        for name in ("FIN-WAIT-1", "LAST-ACK", "TIME-WAIT")
    ]


def test_a_udp_socket_has_an_outline_and_no_state(
    open_sheet: OpenSheet, close_order: Record
) -> None:
    """Where no end was in any state of TCP, the lanes say UDP."""
    story = close_order.stories[0]
    bare = replace(
        story,
        client=replace(story.client, lanes=()),
        server=replace(story.server, lanes=()),
    )
    sheet = open_sheet(replace(close_order, stories=(bare,), listeners=()))
    lanes.draw(sheet)
    drawn = "".join(sheet.drawing.parts)

    assert ">UDP</text>" in drawn
    assert "CLOSED" not in drawn
    assert not {"observed", "inferred", "closed"} & set(list_entries(sheet))
