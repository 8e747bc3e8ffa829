"""The diagram with the evidence behind every arrow, as a picture."""

from xml.etree import ElementTree as ET

from msgspec.structs import replace

from socketlab.evidence.observation import SegmentSeen
from socketlab.lab.record import Record
from socketlab.report.diagram.picture import PAD, whole_diagram
from socketlab.report.palette import LIGHT
from socketlab.report.state_diagram import ACROSS
from socketlab.tcp.states import ARROWS, State
from tests.report.stored.words import (
    SYN,
    at,
    client_end,
    life,
    record,
    segment,
    step,
)

SVG = "{http://www.w3.org/2000/svg}"


def same(message: str) -> str:
    """Translate into English."""
    return message


def draw(*records: Record) -> ET.Element:
    """Draw and parse the light picture."""
    return ET.fromstring(whole_diagram(records, "light", same))  # noqa: S314 our own


def texts(root: ET.Element) -> list[str]:
    """Every line of text."""
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def moved(*changes: tuple[State, float], seen: bool = True) -> Record:
    """A record in which nobody has recorded calls or packets."""
    return record(
        listeners=(life(client_end(), "client", *changes, seen=seen),),
        steps=(step(1, 50, "First."),),
        sources={},
    )


def test_every_arrow_has_its_number_and_its_row() -> None:
    """Numbers stand on the arrows and in the table."""
    shown = texts(draw())

    for number, arrow in enumerate(ARROWS, 1):
        assert 2 == shown.count(str(number))
        assert f"{arrow.state.label} → {arrow.next.label}" in shown
    assert "0 of 11 states and 0 of 20 arrows." in shown


def test_what_was_seen_is_told_with_its_evidence() -> None:
    """The page, the step, the sources; the picture draws it thick."""
    root = draw(moved((State.SYN_SENT, 100), (State.CLOSED, 500)))
    shown = texts(root)

    assert "close_order, step 1" in shown
    assert "sock_diag, tracepoint" in shown
    assert "2 of 11 states and 2 of 20 arrows." in shown
    thick = [one for one in root.iter(f"{SVG}path") if one.get("stroke-width") == "2.8"]
    assert [LIGHT.client] * 2 == [one.get("stroke") for one in thick]
    assert {None} == {one.get("stroke-dasharray") for one in thick}


def test_what_is_only_inferred_is_dashed() -> None:
    """It is no observation."""
    root = draw(moved((State.SYN_SENT, 100), (State.CLOSED, 500), seen=False))
    thick = [one for one in root.iter(f"{SVG}path") if one.get("stroke-width") == "2.8"]

    assert ["7 4", "7 4"] == [one.get("stroke-dasharray") for one in thick]


def test_a_segment_is_named_by_its_packet() -> None:
    """Flags, and the number in the capture file."""
    heard = SegmentSeen(
        source="packets",
        time=at(500),
        end=client_end(),
        number=4,
        sent=False,
        segment=segment(client_end().peer, SYN, (0, 0)),
    )
    asked = moved((State.SYN_SENT, 100), (State.SYN_RECEIVED, 500))

    assert "SYN, packet 4" in texts(draw(replace(asked, observations=(heard,))))


def test_reasons_stand_where_there_is_no_evidence() -> None:
    """An arrow that Linux does not take, one that takes long, one nobody took."""
    shown = " ".join(texts(draw(record(name="listener_that_asks"))))

    assert "connect() EISCONN. Tried in listener_that_asks." in shown
    assert "is waited for with --slow." in shown
    assert 18 == shown.count("no experiment of this report took it")
    assert "Tried in" not in " ".join(texts(draw()))


def test_an_arrow_taken_in_a_manner_of_its_own_is_explained() -> None:
    """The row has a remark below its evidence."""
    asked = moved((State.SYN_RECEIVED, 100), (State.LISTEN, 500))

    assert any("the request is forgotten" in line for line in texts(draw(asked)))


def test_time_alone_is_a_cause() -> None:
    """Nothing else leads out of TIME-WAIT."""
    ended = moved((State.TIME_WAIT, 100), (State.CLOSED, 500))

    assert "nothing but time" in texts(draw(ended))


def test_every_state_says_how_long_it_stood_still() -> None:
    """In the order of the states."""
    shown = texts(draw(moved((State.SYN_SENT, 100), (State.CLOSED, 500))))
    told = "Seen standing still in the socket table: CLOSED 3.500 ms, SYN-SENT 400 µs."

    assert told in shown


def test_nothing_leaves_the_picture() -> None:
    """All text lies within the margins, whatever the number of rows."""
    root = draw(moved((State.SYN_RECEIVED, 100), (State.LISTEN, 500)))
    down = float(root.get("height", 0))

    assert ACROSS == float(root.get("width", 0))
    for one in root.iter(f"{SVG}text"):
        assert 0 < float(one.get("y", 0)) < down - 4
        assert PAD <= float(one.get("x", 0)) < ACROSS


def test_the_description_tells_it_to_those_who_cannot_see() -> None:
    """Every arrow with its evidence or its reason."""
    told = draw(moved((State.SYN_SENT, 100), (State.CLOSED, 500))).find(f"{SVG}desc")

    assert told is not None
    assert "2 CLOSED → SYN-SENT: - close_order, step 1" in (told.text or "")
    assert "20 TIME-WAIT → CLOSED: Not observed" in (told.text or "")
