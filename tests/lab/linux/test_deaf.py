"""Deaf sockets hold states still, and every source says so."""

from pathlib import Path

import pytest

from socketlab import workbench
from socketlab.evidence.observation import PACKETS, SOCK_DIAG

PAGES = sorted((Path(__file__).parent / "pages").glob("*.py"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_deaf_socket_holds_its_state(page: Path) -> None:
    """What sock_diag sees agrees, and the inference heeds the deaf periods."""
    record = workbench.run(str(page)).record

    assert record.verdict == "agrees"
    assert record.conflicts == ()
    assert [found.observed[SOCK_DIAG] for found in record.findings] == [
        found.observed[PACKETS] for found in record.findings
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_deaf_socket_drops_is_marked(page: Path) -> None:
    """A segment that arrived at a deaf socket is recorded as not heard."""
    record = workbench.run(str(page)).record

    passages = [one for story in record.stories for one in story.passages]
    assert any(not one.heard for one in passages)
