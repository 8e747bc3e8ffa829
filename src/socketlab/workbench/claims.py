"""Try common statements about sockets: run the pages that test them."""

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Literal, TypeAlias

from socketlab.workbench.jobs import Job, Tell, count_processors, perform_all

if TYPE_CHECKING:
    from socketlab.experiments.claims.claim import Claim
    from socketlab.lab.record import Record

Trial: TypeAlias = Literal["holds", "not observed", "does not hold"]
"""What a run of its page says of a claim's verdict."""


def try_claims(
    claims: "Iterable[Claim]",
    *,
    slow: bool = False,
    tell: Tell = lambda _place, _sentence: None,
    done: Callable[[int], None] = lambda _place: None,
) -> "dict[str, Record]":
    """Run the pages of claims, several at once; give their records by name.

    Args:
        claims: what to try.
        slow: wait for what takes long, too.
        tell: called with the place of a page, in order, and each step as it begins.
        done: called with the place of a page that has ended.

    Raises:
        socketlab.lab.linux.runner.RunError: the host refuses, or a page broke.

    """
    pages = list_pages_of(claims)
    records: dict[str, Record] = {}
    answers = perform_all(
        [Job(page, {}) for page in pages], count_processors(), slow=slow, tell=tell
    )
    with closing(answers):
        for place, answer in answers:
            if isinstance(answer, Exception):
                raise answer
            records[pages[place]] = answer.record
            done(place)
    return records


def list_pages_of(claims: "Iterable[Claim]") -> list[str]:
    """Give the pages that test claims, each once."""
    return list(dict.fromkeys(one.page for one in claims))


def judge_trial(record: "Record") -> Trial:
    """Tell whether the verdicts that a page supports hold in this run of it.

    A page that keeps a refuted hypothesis is expected to disagree.
    """
    if record.verdict == "agrees" or record.kept:
        return "holds"
    return "does not hold" if record.verdict == "disagrees" else "not observed"
