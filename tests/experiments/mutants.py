"""Every expectation of a page disagrees in some world.

A mutant is a page in which something else happens: a call is left out, another
comes before, another program runs. What is expected stays as it is.
"""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from socketlab import workbench

HASTE = """

from socketlab.lab.linux import laboratory

laboratory.PATIENCE = 200_000_000
"""
"""What a mutant denies never becomes true: nobody need wait a second to see that."""

NOTHING = 'with lab.step("Nothing happens."):\n    pass'


class Change(NamedTuple):
    """Put code instead of a line, before it, after it, or text within one.

    A line is named by its whole text without the spaces around it, the first such
    line is meant.
    """

    where: str
    line: str
    code: str


class Mutant(NamedTuple):
    """A page, what is changed in it, and the expectations that then disagree.

    An expectation is named by its text as it stands in the page, the spaces and
    the line breaks in it made one space.
    """

    page: str
    changes: tuple[Change, ...]
    disagree: tuple[str, ...]
    parameters: Mapping[str, int | str] = {}


def expectations(source: str) -> dict[int, str]:
    """The expectations of a page, as one line each, by the line they begin at."""
    return {
        node.lineno: one_line(ast.get_source_segment(source, node) or "")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "lab.expect"
    }


def one_line(code: str) -> str:
    """Code without its line breaks, as it would stand on a line of its own."""
    joined = " ".join(code.split())
    return joined.replace("( ", "(").replace(" )", ")").replace(",)", ")")


def refute(mutant: Mutant, folder: Path) -> None:
    """Run a mutant: what it says disagrees, disagrees, and so does the page."""
    path = folder / f"{mutant.page}.py"
    source = mutate(mutant)
    path.write_text(source + HASTE, encoding="utf-8")

    record = workbench.perform(str(path), mutant.parameters).record

    stated = expectations(source)
    disagreeing = {
        stated[found.line] for found in record.findings if found.outcome == "disagrees"
    }
    assert set() == set(map(one_line, mutant.disagree)) - disagreeing
    assert record.verdict == "disagrees"


def never_refuted(page: str, mutants: Mapping[str, Mutant]) -> set[str]:
    """The expectations of a page that no mutant refutes."""
    stated = expectations(workbench.source(workbench.page(page)))
    refuted = {
        one_line(line)
        for mutant in mutants.values()
        if mutant.page == page
        for line in mutant.disagree
    }
    return set(stated.values()) - refuted


def mutate(mutant: Mutant) -> str:
    """The page's text with every change made once."""
    lines = workbench.source(workbench.page(mutant.page)).splitlines()
    for change in mutant.changes:
        if change.where == "within":
            assert any(change.line in line for line in lines)
            lines = [line.replace(change.line, change.code) for line in lines]
            continue
        index = next(i for i, line in enumerate(lines) if line.strip() == change.line)
        indent = lines[index][: -len(lines[index].lstrip())]
        code = [indent + line for line in change.code.splitlines()]
        kept = [] if change.where == "instead" else [lines[index]]
        lines[index : index + 1] = (
            kept + code if change.where == "after" else code + kept
        )
    return "\n".join(lines) + "\n"
