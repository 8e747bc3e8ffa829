"""The claims cite pages that exist, and are told as they stand."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import claims_page
from socketlab import workbench
from socketlab.cli.lab_pages import ending, form, tell
from socketlab.experiments.claims import CLAIMS, KERNEL, TOPICS
from socketlab.experiments.claims.claim import Claim
from socketlab.lab.page import PageError
from socketlab.workbench.claims import judge_trial, try_claims

CHECKOUT = Path(__file__).parents[2]

LISTENING = '''"""Is a listener in {state}?

Hypothesis: it is (RFC 9293, section 3.3.2).{more}
"""

from socketlab.tcp.states import State


def run(lab):
    (server,) = lab.hosts("server")
    with lab.step("The server listens."):
        listener = server.listen(7)
    lab.expect(listener, State.{state})
'''


def claim(page: str) -> Claim:
    """Make a claim that a page tests."""
    return Claim(
        statement="A listener listens.",
        source="listen(2)",
        page=page,
        verdict="half true",
        condition="Until it is closed.",
    )


def test_every_claim_cites_a_page() -> None:
    """What tests a claim is an experiment of ours."""
    assert set() == {one.page for one in CLAIMS} - set(workbench.names())


def test_no_claim_stands_twice() -> None:
    """One statement is made once."""
    statements = [one.statement.casefold() for one in CLAIMS]

    assert sorted(statements) == sorted(set(statements))


def test_the_claims_are_whole_sentences() -> None:
    """Statement and condition end as sentences do, and say when and what."""
    told = [text for one in CLAIMS for text in (one.statement, one.condition)]

    assert [] == [text for text in told if not re.fullmatch(r"\S.*[.]", text)]
    assert [] == [one for one in CLAIMS if not one.source]


def test_the_document_is_what_the_claims_say() -> None:
    """tools/claims_page.py wrote docs/reference/claims.md after the last change."""
    text = (CHECKOUT / claims_page.PAGE).read_text()

    assert claims_page.written(TOPICS) == text


def test_the_folder_of_claims_holds_no_pages() -> None:
    """Its files are no experiments."""
    assert "listening" not in workbench.names()
    with pytest.raises(PageError, match="no experiment listening"):
        workbench.page("listening")


def test_claims_are_tried_by_running_their_pages(tmp_path: Path) -> None:
    """A page that agrees holds, so does a kept one; a refuted one does not."""
    kept = "\n\nRefuted: it is in LISTEN."
    pages = {
        "agrees": LISTENING.format(state="LISTEN", more=""),
        "refuted": LISTENING.format(state="ESTABLISHED", more=""),
        "kept": LISTENING.format(state="ESTABLISHED", more=kept),
    }
    for name, text in pages.items():
        (tmp_path / f"{name}.py").write_text(text)
    claims = [claim(str(tmp_path / f"{name}.py")) for name in (*pages, "agrees")]
    done: list[int] = []

    records = try_claims(claims, done=done.append)

    assert [0, 1, 2] == sorted(done)
    assert {"agrees": "holds", "refuted": "does not hold", "kept": "holds"} == {
        Path(name).stem: judge_trial(record) for name, record in records.items()
    }


def test_a_claim_is_told_with_its_verdict_and_what_became_of_it() -> None:
    """The mark is not the only sign; a trial adds a sentence."""
    told = tell(claim("close_order"), "does not hold")

    assert told[0] == "~ half true · “A listener listens.”"
    assert "Tested by: close_order." in told[2]
    assert "Not confirmed here" in told[3]
    assert "does not" not in " ".join(tell(claim("close_order"), None))
    assert "holds here" in ending({"close_order": "does not hold"}, "Linux")
    assert "no page disagrees" in ending({"close_order": "holds"}, "Linux")


def test_the_command_prints_them_all(tmp_path: Path) -> None:
    """Without `--run` nothing runs, and the kernel of the verdicts is named."""
    done = subprocess.run(
        [sys.executable, "-m", "socketlab", "--lang", "en", "lab", "claims"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    )

    told = " ".join(done.stdout.split())
    assert told.count("Tested by:") == len(CLAIMS)
    assert f"found on {KERNEL}" in told
    assert not list(tmp_path.iterdir())
    assert len(json.loads(json.dumps(form(CLAIMS, {}, KERNEL)))["claims"]) == len(
        CLAIMS
    )
