"""A record as Markdown."""

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.document.markdown import code, escape, markdown


def same(message: str) -> str:
    """Translate into English."""
    return message


def test_nothing_in_a_text_is_markup() -> None:
    """Every character that Markdown or HTML would read is escaped."""
    assert r"\<b\>a\*b\`\| \\x07".replace(r"\\x", r"\\x") == escape("<b>a*b`| \\x07")
    assert ["`a'b\\|`", ""] == [code("a`b|"), code("")]


def test_a_story_has_its_figures_steps_and_verdicts(close_order: Record) -> None:
    """Question first, then the verdict, then how it came about."""
    lines = markdown(close_order, "close_order", same).splitlines()

    assert lines[0].startswith("# Which end of a connection remembers it")
    assert "**✓ The kernel agrees with the hypothesis.**" == lines[2]
    assert any("](close_order.ladder.light.svg)" in line for line in lines)
    assert "1. **The server listens.**" in lines
    assert "   - ✓ server is in LISTEN." in lines
    assert "   ```text" in lines
    assert "- `TcpActiveOpens` +1" in lines
    assert "- `proc`: no program was started" in lines


def test_a_storm_is_told_without_breaking_its_table(storm: Record) -> None:
    """Refuted and unseen expectations stand in one row each."""
    story = markdown(storm, "storm", same)
    rows = [line for line in story.splitlines() if line.startswith("|")]

    assert "Much is lost." in story
    assert "- sock\\_diag saw x." in story
    assert [7] * len(rows) == [row.replace("\\|", "").count("|") for row in rows]
    assert (
        "✗ disagrees | `ESTABLISHED` | `packets: SYN-SENT; sock_diag: \\x07odd`"
        in story
    )


def test_a_record_in_which_nothing_moved_has_no_counters(close_order: Record) -> None:
    """An empty section is left out."""
    assert "Counters" not in markdown(replace(close_order, steps=()), "x", same)
