"""What several runs come to."""

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.document.total import total


def same(message: str) -> str:
    """Translate into English."""
    return message


def test_verdicts_are_counted_and_what_does_not_agree_is_named(
    close_order: Record, storm: Record
) -> None:
    """The most frequent verdict first; then states and arrows of the diagram."""
    kept = replace(storm, name="kept", kept=True, verdict="disagrees")
    blind = replace(storm, name="blind", kept=False, verdict="not observed")
    lines = total([kept, close_order, close_order, blind], same).splitlines()

    assert [
        "Experiments on sockets: 4",
        "agrees: 2 · refuted on purpose: 1 · not observed: 1",
        "✗ refuted on purpose: kept",
        "? not observed: blind",
    ] == lines[:4]
    assert 1 == len(lines[4:])
    assert lines[4].endswith(" arrows.")


def test_without_a_diagram_nothing_is_said_of_it(close_order: Record) -> None:
    """Where nobody had TCP states there is none."""
    mute = replace(close_order, stories=())

    assert "Experiments on sockets: 2\nagrees: 2\n" == total([mute, mute], same)
