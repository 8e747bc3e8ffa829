"""A record as Markdown."""

from msgspec.structs import replace

from socketlab.lab.record import Record
from socketlab.report.document.markdown import (
    code,
    escape,
    markdown,
    markdown_document,
)
from tests.report.stored.stories import paired, sweep


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
    assert any("([PNG](close_order.states.light.png))" in line for line in lines)
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
    assert "\nsock\\_diag saw x.\n" in story
    assert [7] * len(rows) == [row.replace("\\|", "").count("|") for row in rows]
    assert (
        "✗ disagrees | `ESTABLISHED` | `packets: SYN-SENT; sock_diag: \\x07odd`"
        in story
    )


def test_a_record_in_which_nothing_moved_has_no_counters(close_order: Record) -> None:
    """An empty section is left out."""
    assert "Counters" not in markdown(replace(close_order, steps=()), "x", same)


def test_tables_stand_beside_their_charts_and_variants() -> None:
    """A heading of some rows stands in the first column."""
    measured, compared = (
        markdown(record, "x", same).splitlines() for record in (sweep(), paired())
    )

    assert "| 2 | 2 | 2 | not observed | — |" in measured
    assert "This page has set: `net.core.somaxconn=2`\n" in "\n".join(measured)
    assert "| **The server binds port …** |  |  |" in compared
    assert "| server is in … | ✗ TIME-WAIT | ✓ LISTEN |" in compared
    assert "*without SO\\_REUSEADDR*" in compared


def test_what_nobody_saw_has_its_reason() -> None:
    """It stands where the observation would."""
    assert "| It takes 60 s; --slow waits. |" in markdown(paired(), "x", same)


def test_a_document_has_its_surroundings_once(
    close_order: Record, storm: Record
) -> None:
    """Contents lead to articles and figures, which are numbered through."""
    records = [close_order, storm, sweep()]
    told = markdown_document(records, same, chapters=["How <it> ends.", "", ""])

    assert 1 == told.count('## <a id="where-it-ran"></a>Where it ran')
    assert told.index("](#where-it-ran)") < told.index("2. Which")
    assert 1 == told.count("- `packets`: used")
    assert "\n### How \\<it\\> ends\n\n1. [Which end" in told
    assert "Figures [1](#figure-1), [2](#figure-2)\n" in told
    assert "Figure [5](#figure-5)\n" in told
    assert '<a id="storm__1_"></a>2. Which' in told
    assert '<a id="figure-4"></a>' in told
    assert '<a id="figure-6"></a>' in told.partition("</a>The whole state diagram")[2]
    assert "](state_machine.light.svg)" in told


def test_a_document_needs_no_chapters(close_order: Record) -> None:
    """Then its contents are one list, and an article may be without a figure."""
    bare = replace(close_order, stories=())
    told = markdown_document([close_order, bare], same, stems=["a", "b"])

    assert "\n## Contents\n\n1. [Which" in told
    assert "](#b) · `close_order` · ✓ agrees\n" in told
