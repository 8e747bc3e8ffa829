"""What several runs come to, in a few lines for a terminal."""

from collections.abc import Sequence

from socketlab.lab.record import Record
from socketlab.report.diagram.picture import summarise
from socketlab.report.diagram.proofs import prove, stays
from socketlab.report.document.article import name_standing
from socketlab.report.document.text import fold
from socketlab.report.figures import draw_together
from socketlab.report.wording import MARKS, Translate


def total(records: Sequence[Record], _: Translate) -> str:
    """Count the verdicts; name those that do not agree; sum up the state diagram.

    Args:
        records: what the runs found.
        _: the translator.

    """
    standings: dict[str, list[Record]] = {}
    for record in records:
        standings.setdefault(name_standing(record, _), []).append(record)
    ordered = sorted(standings.items(), key=lambda pair: -len(pair[1]))
    counts = " · ".join(
        _("{name}: {value}").format(name=standing, value=len(its))
        for standing, its in ordered
    )
    title = _("Experiments on sockets: {count}").format(count=len(records))
    lines = [*fold(title), *fold(counts)]
    for standing, its in ordered:
        mark = MARKS[its[0].verdict]
        if its[0].verdict != "agrees":
            names = ", ".join(record.name for record in its)
            lines += fold(f"{mark} {standing}: {names}")
    if draw_together(records, _):
        lines += fold(summarise(prove(records), stays(records), _))
    return "\n".join(lines) + "\n"
