"""`lab run` with several experiments: side by side, told in order."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

from socketlab.lab.record import from_json

WAITING = '''"""Does this page wait for ever?

Hypothesis: until somebody ends it.
"""

from pathlib import Path

from socketlab.lab.experiment import seconds
from socketlab.tcp.states import State


def run(lab):
    (server,) = lab.hosts("server")
    with lab.step("The server listens."):
        listener = server.listen(7)
        pipe = Path(__file__).with_name("pipe").open("w")
        pipe.write("here\\n")
        pipe.flush()
    lab.expect(listener, State.CLOSED, within=seconds(600))
    pipe.close()
'''

BROKEN = '"""Is it so?\n\nHypothesis: yes.\n"""\n\ndef run(lab):\n    1 / 0\n'

SLOW = '''"""Does a listener listen for long?

Hypothesis: as long as its program lives (listen(2)).
"""

from socketlab.tcp.states import State


def run(lab):
    (server,) = lab.hosts("server")
    with lab.step("The server listens."):
        listener = server.listen(7)
    lab.expect(listener, State.LISTEN, slow=True)
'''


def command(*words: str) -> list[str]:
    """Give the command line of `lab run`, in English."""
    return [sys.executable, "-m", "socketlab", "--lang", "en", "lab", "run", *words]


def run(*words: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run to the end."""
    return subprocess.run(
        command(*words), cwd=cwd, capture_output=True, check=False, text=True
    )


def test_stories_are_told_whole_and_in_order(tmp_path: Path) -> None:
    """The first one asked for comes first, although the second has ended before."""
    done = run("iterative_echo", "close_order", "--jobs", "2", cwd=tmp_path)
    first, second = (
        done.stdout.index(question)
        for question in ("Why can a second client", "Which end of a TCP connection")
    )
    html = (tmp_path / "socketlab-report/index.html").read_text(encoding="utf-8")

    assert (0, "") == (done.returncode, done.stderr)
    assert first < done.stdout.index("The kernel agrees") < second
    assert html.index('id="iterative_echo"') < html.index('id="close_order"')
    assert (tmp_path / "socketlab-report/report.md").exists()


def test_a_page_that_breaks_costs_the_others_nothing(tmp_path: Path) -> None:
    """They are told and written; the sentence comes last, and the status is 1."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.py").write_text(BROKEN, encoding="utf-8")
    done = run("one.py", "close_order", "two.py", cwd=tmp_path)
    report = tmp_path / "socketlab-report"

    assert 1 == done.returncode
    assert "The kernel agrees" in done.stdout
    assert (
        "agrees" == from_json((report / "close_order.record.json").read_bytes()).verdict
    )
    assert ["one.py", "two.py"] == [
        Path(line.split()[3]).name for line in done.stderr.splitlines()
    ]


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    """Pages that run are ended; nobody holds their pipe when we have gone."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.py").write_text(WAITING, encoding="utf-8")
    running = subprocess.Popen(
        command("one.py", "two.py", "three.py", "--jobs", "2"),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pipe.open() as held:
        begun = [held.readline(), held.readline()]
        running.send_signal(signal.SIGINT)
        said, complaint = running.communicate()
        left = held.read()

    assert ["here\n"] * 2 == begun
    assert "" == left
    assert (130, b"", b"\n") == (running.returncode, said, complaint)
    assert [] == list(tmp_path.glob("socketlab-report/*"))


def test_a_terminal_shows_what_runs(tmp_path: Path) -> None:
    """How many are done, and which run now, on a line that is wiped at the end."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        command("iterative_echo", "close_order"),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 1000):
            shown += piece
    except OSError:  # nobody holds the other side any more
        pass
    os.close(ours)

    assert 0 == running.wait()
    assert b"0 of 2 done" in shown
    assert b"1 of 2 done" in shown
    assert b"iterative_echo" in shown
    assert shown.endswith(b"\r\x1b[K")


def test_what_is_slow_is_waited_for_on_request(tmp_path: Path) -> None:
    """Without --slow it is not observed, and the reason says how to see it."""
    (tmp_path / "page.py").write_text(SLOW, encoding="utf-8")
    quick = run("page.py", cwd=tmp_path)
    slow = run("page.py", "--slow", cwd=tmp_path)

    assert [0, 0] == [quick.returncode, slow.returncode]
    assert "--slow" in quick.stdout
    assert "(not observed)" in quick.stdout
    assert "The kernel agrees with the hypothesis." in slow.stdout
    assert "What takes long was waited for (--slow)." in slow.stdout


def test_the_next_report_removes_what_the_last_one_left(tmp_path: Path) -> None:
    """Files of an experiment that is not in the report any more are gone."""
    run("iterative_echo", cwd=tmp_path)
    run("close_order", cwd=tmp_path)
    names = {path.name for path in tmp_path.glob("socketlab-report/*")}

    assert not [name for name in names if name.startswith("iterative_echo")]
    assert "close_order.ladder.dark.png" in names
