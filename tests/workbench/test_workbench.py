"""Running pages from a script or a notebook."""

import subprocess
import sys
from pathlib import Path

import pytest

import messages
from socketlab import workbench
from socketlab.lab.page import PageError
from socketlab.lab.record import from_json

REFUTED = '''"""Does a listener count as a connection?

Hypothesis: a socket that listens is in ESTABLISHED.

Refuted: it is in LISTEN (RFC 9293, section 3.3.2).
"""

from socketlab.tcp.states import State


def run(lab):
    (server,) = lab.hosts("server")
    with lab.step("The server listens."):
        listener = server.listen(7)
    lab.expect(listener, State.ESTABLISHED)
'''


def test_every_page_has_a_question_and_a_hypothesis() -> None:
    """Each page reads as a page must."""
    pages = [workbench.page(name) for name in workbench.names()]

    assert {"close_order", "accept_queue", "iterative_echo"} <= {p.name for p in pages}
    assert all(page.question.endswith("?") for page in pages)
    assert all(page.hypothesis for page in pages)


def test_every_page_has_a_chapter_that_can_be_translated(tmp_path: Path) -> None:
    """The title of its folder is a message; a user's own page has none."""
    known = messages.extract(Path(__file__).parents[2])
    page = tmp_path / "listener_connected.py"
    page.write_text(REFUTED, encoding="utf-8")
    titles = {workbench.chapter(workbench.page(name)) for name in workbench.names()}

    assert "How connections end." in titles
    assert titles <= set(known)
    assert "" == workbench.chapter(workbench.page(str(page)))


def test_a_result_shows_itself_and_writes_its_report(tmp_path: Path) -> None:
    """A notebook shows the page; `write` leaves every file of the report."""
    result = workbench.run("close_order", first="server")

    written = result.write(tmp_path / "report")

    shown = result._repr_html_()
    assert shown.startswith('<iframe srcdoc="&lt;!')
    assert "&lt;html" in shown
    assert shown.endswith("></iframe>")
    assert {".html", ".svg", ".png", ".json", ".pcapng", ".md"} == {
        path.suffix for path in written
    }
    assert all(path.stat().st_size for path in written)


def test_a_refuted_hypothesis_is_kept_and_shown(tmp_path: Path) -> None:
    """The page disagrees, says what is true instead, and the exit status is 0."""
    page = tmp_path / "listener_connected.py"
    page.write_text(REFUTED, encoding="utf-8")

    record = workbench.run(str(page)).record
    done = subprocess.run(
        [sys.executable, "-m", "socketlab", "--lang", "en", "lab", "run", str(page)],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )

    assert record.verdict == "disagrees"
    assert record.kept
    assert record.findings[0].observed["sock_diag"] == "LISTEN"
    assert page == Path(record.findings[0].file).resolve()
    assert record.findings[0].line == 15
    assert done.returncode == 0
    assert "it is in LISTEN (RFC 9293, section 3.3.2)." in " ".join(done.stdout.split())


def test_an_unknown_parameter_is_refused_before_anything_runs() -> None:
    """The sentence names what there is."""
    with pytest.raises(PageError, match="it has: backlog, clients"):
        workbench.run("accept_queue", size=1)


def test_two_runs_at_once_do_not_mix(tmp_path: Path) -> None:
    """Each run sees its own packets, calls and transitions, and no other's."""
    command = [sys.executable, "-m", "socketlab", "lab", "run", "accept_queue"]
    running = [
        subprocess.Popen(
            [*command, "--out", str(tmp_path / str(number))],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for number in range(2)
    ]
    complaints = [process.communicate()[1] for process in running]

    assert [b"", b""] == complaints
    assert [0, 0] == [process.returncode for process in running]
    hosts = []
    for number in range(2):
        stored = tmp_path / str(number) / "accept_queue.record.json"
        record = from_json(stored.read_bytes())
        own = {host.address for host in record.hosts}
        assert own >= {
            one.end.local.address for one in record.observations if one.end is not None
        }
        hosts.append(own)
    assert not hosts[0] & hosts[1]
