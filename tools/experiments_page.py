"""Write docs/reference/experiments.md from the pages themselves.

python tools/experiments_page.py
"""

import sys
from itertools import groupby
from pathlib import Path

from socketlab import workbench
from socketlab.lab.page import Page

CHECKOUT = Path(__file__).resolve().parents[1]
PAGE = "docs/reference/experiments.md"
SOURCES = "../../src/socketlab/experiments"

HEAD = """# The experiments

`socketlab lab run NAME` runs one of these {count}.
`socketlab lab run --all` runs them all into one document.
`socketlab lab show NAME` prints one with its hypothesis and its source.
`socketlab lab run state_machine` runs those for [the diagram](state-machine.md).
"""

TABLE = """
## {chapter}

| Experiment | Question | `--set` |
| --- | --- | --- |
"""


def written() -> str:
    """Give the page."""
    pages = [workbench.page(name) for name in workbench.names()]
    text = HEAD.format(count=len(pages))
    for chapter, group in groupby(pages, key=workbench.chapter):
        text += TABLE.format(chapter=chapter.rstrip("."))
        text += "".join(map(row, group))
    return text


def row(page: Page) -> str:
    """Give one line of a table, with a link to the page of the experiment."""
    place = "/".join(page.place.split(".")[-2:])
    settings = ", ".join(f"`{name}={value}`" for name, value in page.defaults.items())
    return f"| [`{page.name}`]({SOURCES}/{place}.py) | {page.question} | {settings} |\n"


if __name__ == "__main__":
    (CHECKOUT / PAGE).write_text(written())
    print(f"Wrote {PAGE}.", file=sys.stderr)
