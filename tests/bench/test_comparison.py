"""A comparison as the command line makes it, small."""

import json
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).parents[2] / "docs/reference/schemas/bench-chat.schema.json"
PEER = "peer={python} -P -m socketlab chat server --udp off --irc 127.0.0.1:{{port}}"
SMALL = ["--members", "5", "--senders", "2", "--seconds", "0.2"]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `socketlab bench chat`."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "socketlab", "bench", "chat", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_comparison_loses_nothing(tmp_path: Path) -> None:
    """Ours and a peer take turns; the form keeps to its schema; a picture is drawn."""
    chart = tmp_path / "chart.svg"
    peer = PEER.format(python=sys.executable) + f" --history {tmp_path / 'x.sqlite'}"
    done = bench(
        *SMALL,
        *("--rate", "50", "--rounds", "2", "--json"),
        *("--peer", peer, "--history", "--chart", str(chart)),
    )

    form = json.loads(done.stdout)
    assert [] == list(
        Draft202012Validator(json.loads(SCHEMA.read_text())).iter_errors(form)
    )
    assert [("socketlab", 0, 0), ("socketlab+history", 0, 0), ("peer", 0, 0)] == [
        (one["name"], one["wrong"], one["lost"]) for one in form["contestants"]
    ]
    assert 2 == len(form["pairs"])
    assert chart.read_text().startswith("<svg")


def test_a_table_is_printed() -> None:
    """Without --json there is a row for each figure."""
    done = bench(*SMALL, "--rounds", "1")

    assert "Deliveries per second" in done.stdout
    assert 0 == done.returncode


def test_a_peer_that_is_none_is_one_sentence() -> None:
    """What cannot be started or reached ends the comparison with its reason."""
    missing = bench(*SMALL, "--peer", "a=/nonexistent {port}")
    unread = bench("--peer", "a")

    assert (1, 2) == (missing.returncode, unread.returncode)
    assert missing.stderr.startswith("socketlab: /nonexistent: No such file")
