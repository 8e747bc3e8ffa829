"""Write docs/reference/claims.md from the claims that pages test.

python tools/claims_page.py
"""

import sys
from pathlib import Path

from socketlab import workbench
from socketlab.experiments.claims import KERNEL, TOPICS
from socketlab.experiments.claims.claim import Claim

CHECKOUT = Path(__file__).resolve().parents[1]
PAGE = "docs/reference/claims.md"
SOURCES = "../../src/socketlab/experiments"

HEAD = """# What is said of sockets

Textbooks, manual pages and folklore say this; an experiment tests each statement.
The verdicts were found on {kernel}.
Where another kernel does otherwise, the experiment disagrees there.

```sh
socketlab lab claims --run
```

tries all of them on yours.
Of {all} statements so many are true: {true}, half true: {half}, false: {false}.
"""

TABLE = """
## {topic}

| What is said | By | Verdict | What is so | Experiment |
| --- | --- | --- | --- | --- |
"""


def written(topics: dict[str, tuple[Claim, ...]]) -> str:
    """Give the page."""
    counts = [one.verdict for claims in topics.values() for one in claims]
    head = HEAD.format(
        kernel=KERNEL,
        all=len(counts),
        true=counts.count("true"),
        half=counts.count("half true"),
        false=counts.count("false"),
    )
    return head + "".join(
        TABLE.format(topic=topic) + "".join(map(row, claims))
        for topic, claims in topics.items()
    )


def row(claim: Claim) -> str:
    """Give one line of the table, with a link to the page of the experiment."""
    place = workbench.page(claim.page).place.split(".")[-2:]
    link = f"[`{claim.page}`]({SOURCES}/{'/'.join(place)}.py)"
    cells = (claim.statement, claim.source, claim.verdict, claim.condition)
    told = " | ".join(cell.replace("|", r"\|") for cell in cells)
    return f"| {told} | {link} |\n"


if __name__ == "__main__":
    (CHECKOUT / PAGE).write_text(written(TOPICS))
    print(f"Wrote {PAGE}.", file=sys.stderr)
