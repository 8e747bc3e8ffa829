"""Deaf sockets hold states still, and every source says so."""

from pathlib import Path

import pytest

from socketlab import workbench
from socketlab.evidence.observation import CALLS, PACKETS, SOCK_DIAG, TRACEPOINT

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


@pytest.mark.parametrize("without", [(SOCK_DIAG,), (SOCK_DIAG, CALLS)])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_segments_alone_tell_what_a_deaf_socket_does(
    page: Path, without: tuple[str, ...]
) -> None:
    """Whoever is deaf is known at once, also where calls are not recorded."""
    record = workbench.perform(str(page), {}, without=without).record

    assert [] == [found for found in record.findings if found.outcome != "agrees"]
    assert record.conflicts == ()


LATE = '''"""When does an end that hears again learn of the close?

Hypothesis: when the FIN is sent again, 200 ms later.
"""

from socketlab.lab.experiment import Lab, ms
from socketlab.tcp.states import State


def run(lab: Lab) -> None:
    server, client = lab.hosts("server", "client")
    with lab.step("The client connects, and is deaf when the server closes."):
        listener = server.listen(7)
        near = client.connect(listener)
        far = listener.accept()
        near.deafen()
        far.close()
        near.hear()
    lab.expect(near, State.CLOSE_WAIT, within=ms(600))
'''


def test_the_tracepoint_alone_is_given_the_time_a_page_gives(tmp_path: Path) -> None:
    """What only somebody outside can see is not judged before its time is over."""
    page = tmp_path / "late.py"
    page.write_text(LATE)

    record = workbench.perform(str(page), {}, without=[SOCK_DIAG, PACKETS]).record

    traced = record.sources[TRACEPOINT] == "used"
    assert ("agrees" if traced else "not observed") == record.verdict
