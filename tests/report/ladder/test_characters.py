"""The ladder in characters."""

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.ladder.characters import place_chips, text_ladder
from socketlab.report.lettering import columns
from socketlab.tcp.endpoint import End, Endpoint
from tests.report.stored.stories import exchange
from tests.report.stored.words import passage


def same(message: str) -> str:
    """Translate into English."""
    return message


def draw(record: Record) -> list[str]:
    """Draw the first story of a record."""
    return text_ladder(record, record.stories[0], same)


def test_a_handshake_reads_from_top_to_bottom(close_order: Record) -> None:
    """States stand in the rows of the segments that brought them."""
    lines = draw(close_order)
    begin = next(index for index, line in enumerate(lines) if "connect(" in line)

    assert [
        "  1.200 ms ┊ connect(4, 10.77.3.1:7) …                           │",
        f"  1.212 ms SYN-SENT       {'─' * 13} SYN seq 0 {'─' * 13}▶ (SYN-RECEIVED)",
        "  1.224 ms ESTABLISHED    ◀──────── SYN ACK seq 0 ack 1 ──────── │",
        "  1.236 ms │              ───────────── ACK ack 1 ─────────────▶ ESTABLISHED",
        "  1.260 ms │ connect = 0                                         │",
        "  1.280 ms │                                       accept(3) = 5 │",
    ] == lines[begin : begin + 6]


def test_a_step_is_a_line_across_with_its_verdicts(storm: Record) -> None:
    """A long caption takes more lines; verdicts stand below."""
    lines = draw(storm)
    step = lines.index(f"── 1 ── The client connects, 3 times. {'─' * 41}")

    assert lines[step + 1].startswith("        ✓ client ESTABLISHED   ✗ 3 ")
    assert any(line.startswith("        the client disagree") for line in lines)


def test_every_fate_looks_different(storm: Record) -> None:
    """Lost ends in a cross, unheard in a hollow head."""
    story = "\n".join(draw(storm))

    assert "SYN seq 0 ╌╌╌╌╌╌╌✗" in story
    assert "╌▷" in story
    assert "sent again · not heard: deaf" in story
    assert '"\\x1b[31m' in story


def test_lost_and_unheard_segments_of_the_server_point_left(storm: Record) -> None:
    """The arrow's tip is on the client's side."""
    far = storm.stories[0].server.end
    passages = (
        passage(far, (10, None), 0, (0, 0)),
        passage(far, (20, 21), 0, (0, 0), heard=False),
        passage(far, (30, 31), 0, (0, 0)),
    )
    lines = draw(
        replace(storm, stories=(replace(storm.stories[0], passages=passages),))
    )
    story = "\n".join(lines)

    assert all(tip in story for tip in ("✗╌", "◁╌", "◀─"))


def test_a_long_story_is_cut() -> None:
    """A line tells how much is left out."""
    assert any("64 segments are not drawn here" in line for line in draw(exchange(100)))


def test_a_cut_can_come_first_of_all(close_order: Record) -> None:
    """A story without steps, listener and calls begins with its lifelines."""
    lines = draw(replace(close_order, steps=(), listeners=(), observations=()))

    assert lines[2].startswith("  1.212 ms SYN-SENT")


def test_long_endpoints_do_not_run_into_each_other(close_order: Record) -> None:
    """IPv6 addresses take the room they need, names keep their lifelines."""
    story = close_order.stories[0]
    client, server = (
        replace(life, end=End(Endpoint(address, 50000), life.end.remote))
        for life, address in (
            (story.client, "2001:db8:aaaa:bbbb::1"),
            (story.server, "2001:db8:cccc:dddd::2"),
        )
    )
    lines = draw(
        replace(close_order, stories=(replace(story, client=client, server=server),))
    )

    assert 79 == columns(lines[1])
    assert ["[2001:db8:aaaa:bbbb::1]:50000", "[2001:db8:cccc:dddd::2]:50000"] == lines[
        1
    ].split()


def test_a_state_of_its_own_has_a_row_of_its_own(close_order: Record) -> None:
    """LISTEN comes with no segment."""
    rows = [line.split() for line in draw(close_order) if line.endswith("LISTEN")]

    assert ["22", "µs", "┊", "LISTEN"] == rows[-1]


def test_a_verdict_breaks_only_where_it_does_not_fit_a_line() -> None:
    """It begins a line of its own before that, and goes on indented."""
    short, long = "✓ client LISTEN", "? The server has no socket for this connection"

    assert [short, long] == place_chips([short, long], 50)
    assert [f"{short}   {short}"] == place_chips([short, short], 40)
    assert [
        "? The server has no socket for",
        "  this connection",
    ] == place_chips([long], 33)
    assert ["✓ 服务器没有", "  套接字"] == place_chips(["✓ 服务器没有套接字"], 14)
