"""Several pages at once."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from socketlab.lab.linux.runner import RUNNING, RunError
from socketlab.lab.record import Sentence
from socketlab.workbench.jobs import Answer, Job, count_processors, perform_all

BROKEN = '"""Is it so?\n\nHypothesis: yes.\n"""\n\ndef run(lab):\n    1 / 0\n'


def answers(jobs: Sequence[Job], count: int) -> dict[int, Answer]:
    """Run all jobs; give the answers by their places."""
    return dict(perform_all(jobs, count, without=["tracepoint"]))


def test_every_job_has_its_answer(tmp_path: Path) -> None:
    """A page that breaks is an answer too, and costs the others nothing."""
    broken = tmp_path / "broken.py"
    broken.write_text(BROKEN, encoding="utf-8")
    jobs = [
        Job("close_order", {"first": "server"}),
        Job(str(broken), {}),
        Job("close_order", {"first": "client"}),
    ]
    given = answers(jobs, 2)
    server, refusal, client = (given[place] for place in range(3))

    assert isinstance(refusal, RunError)
    assert "ZeroDivisionError" in str(refusal)
    assert ["server", "client"] == [
        getattr(one, "record").parameters["first"]  # noqa: B009 a result has one
        for one in (server, client)
    ]


def test_one_at_a_time_goes_in_order() -> None:
    """With one job at once each page begins when the one before has ended."""
    told: list[int] = []

    def tell(place: int, sentence: Sentence) -> None:
        del sentence
        told.append(place)

    places = [
        place
        for place, _answer in perform_all(
            [Job("close_order", {})] * 2, 1, without=["tracepoint"], tell=tell
        )
    ]

    assert [0, 1] == places
    assert told == sorted(told)


def test_leaving_early_leaves_nothing_running() -> None:
    """Who has heard enough ends the rest."""
    jobs = [Job("close_order", {})] * 40
    with closing(perform_all(jobs, 2, without=["tracepoint"])) as running:
        first, _answer = next(running)

    assert first in {0, 1}
    assert set() == RUNNING


def test_no_jobs_have_no_answers() -> None:
    """Nothing is started."""
    assert {} == answers([], 3)
    assert count_processors() >= 1
