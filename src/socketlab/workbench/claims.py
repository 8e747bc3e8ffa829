"""Try common statements about sockets: run the pages that test them."""

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Literal, TypeAlias

from socketlab.workbench.jobs import Job, count_processors, perform_all

if TYPE_CHECKING:
    from socketlab.experiments.claims.claim import Claim
    from socketlab.lab.record import Record

Trial: TypeAlias = Literal["holds", "not observed", "does not hold"]
"""What a run of its page says of a claim's verdict."""


def try_claims(
    claims: "Iterable[Claim]",
    *,
    slow: bool = False,
    told: Callable[[str, int, int], None] = lambda _page, _done, _all: None,
) -> "dict[str, Record]":
    """Run the pages of claims, several at once; give their records by name.

    Args:
        claims: what to try.
        slow: wait for what takes long, too.
        told: called with each page that is done, how many are, and of how many.

    Raises:
        socketlab.lab.linux.runner.RunError: the host refuses, or a page broke.

    """
    pages = list(dict.fromkeys(one.page for one in claims))
    records: dict[str, Record] = {}
    answers = perform_all(
        [Job(page, {}) for page in pages], count_processors(), slow=slow
    )
    with closing(answers):
        for place, answer in answers:
            if isinstance(answer, Exception):
                raise answer
            records[pages[place]] = answer.record
            told(pages[place], len(records), len(pages))
    return records


def judge_trial(record: "Record") -> Trial:
    """Tell whether the verdicts that a page supports hold in this run of it.

    A page that keeps a refuted hypothesis is expected to disagree.
    """
    if record.verdict == "agrees" or record.kept:
        return "holds"
    return "does not hold" if record.verdict == "disagrees" else "not observed"
