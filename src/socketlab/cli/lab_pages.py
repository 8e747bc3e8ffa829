"""What there is to run, and what it found: `lab list`, `lab show`, `lab claims`."""

import json
import shutil
from gettext import gettext as _
from itertools import groupby
from typing import TYPE_CHECKING

import click

from socketlab import workbench
from socketlab.cli.lab_report import sentences
from socketlab.cli.options import Command
from socketlab.report.lettering import columns, pad, wrap
from socketlab.workbench.sets import SETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socketlab.experiments.claims.claim import Claim
    from socketlab.lab.experiment import Between, OneOf
    from socketlab.lab.page import Page
    from socketlab.workbench.claims import Trial

MARKS = {"true": "✓", "half true": "~", "false": "✗"}
WIDTH = 79


@click.command("list", cls=Command, help=_("List the experiments and their questions."))
@click.pass_context
def list_pages(ctx: click.Context) -> None:
    """The pages of each folder with what may be set, or JSON."""
    pages = [workbench.page(name) for name in workbench.names()]
    if ctx.find_root().obj["json"]:
        click.echo(
            json.dumps(
                [
                    {
                        "name": one.name,
                        "chapter": workbench.chapter(one),
                        "question": one.question,
                        "parameters": one.defaults,
                        "server": one.server,
                    }
                    for one in pages
                ],
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    names = max(columns(name) for name in (*SETS, *(one.name for one in pages)))
    for title, group in groupby(pages, workbench.chapter):
        click.echo("\n".join(wrap(_(title).rstrip(".。"), width())))
        for one in group:
            lines = [_(one.question), *list_settings(one)]
            click.echo(beside(one.name, lines, names))
        click.echo()
    for name, members in SETS.items():
        words = _("all of these: {names}").format(names=", ".join(members))
        click.echo(beside(name, [words], names))


def beside(name: str, lines: "Iterable[str]", across: int) -> str:
    """Write a name, and beside it lines of text, broken where the terminal ends."""
    room = max(20, width() - across - 4)
    broken = [part for line in lines for part in wrap(line, room)]
    names = [name, *[""] * (len(broken) - 1)]
    return "\n".join(
        f"  {pad(left, across)}  {line}".rstrip()
        for left, line in zip(names, broken, strict=True)
    )


def list_settings(page: "Page") -> "Iterable[str]":
    """Say what can be set, as it is written on the command line."""
    for parameter, default in page.defaults.items():
        limits = spelled(page.ranges.get(parameter))
        yield f"--set {parameter}={default} {limits}".rstrip()
    if page.server:
        yield "--server '{command} {{port}}'".format(command=_("COMMAND"))


def width() -> int:
    """Give how many columns the terminal has."""
    return shutil.get_terminal_size().columns


@click.command(
    cls=Command, help=_("Show the question, hypothesis and source of an experiment.")
)
@click.argument("name")
def show(name: str) -> None:
    """Print a page and what may be set; of a set its pages' questions."""
    if name in SETS:
        names = max(map(columns, SETS[name]))
        for member in SETS[name]:
            click.echo(beside(member, [_(workbench.page(member).question)], names))
        return
    with sentences():
        page = workbench.page(name)
    paragraphs = [
        _(page.question),
        _("Hypothesis: {hypothesis}").format(hypothesis=_(page.hypothesis)),
    ]
    if page.refutation:
        words = _("Refuted: {refutation}")
        paragraphs.append(words.format(refutation=_(page.refutation)))
    if settings := "\n".join(list_settings(page)):
        paragraphs.append(settings)
    for paragraph in paragraphs:
        for line in paragraph.splitlines():
            click.echo("\n".join(wrap(line, width())))
        click.echo()
    click.echo(workbench.source(page))


def spelled(limits: "Between | OneOf | None") -> str:
    """Spell what a parameter may be."""
    from socketlab.lab.experiment import Between, OneOf

    match limits:
        case Between(low, high):
            return _("({low} to {high})").format(low=low, high=high)
        case OneOf(choices):
            return "(" + ", ".join(choices) + ")"
    return ""


@click.command(
    cls=Command,
    help=_("List common statements about sockets, and which of them are true."),
)
@click.option(
    "--run", "trying", is_flag=True, help=_("Try them: run the pages that test them.")
)
@click.option(
    "--slow", is_flag=True, help=_("Wait for what takes long, too: up to some minutes.")
)
@click.pass_context
def claims(ctx: click.Context, *, trying: bool, slow: bool) -> int:
    """List the claims; with `--run` try them; give the exit status."""
    from socketlab.experiments.claims import CLAIMS, KERNEL

    trials: dict[str, Trial] = {}
    kernel = KERNEL
    if trying or slow:
        trials, kernel = tried(slow=slow)
    if ctx.find_root().obj["json"]:
        click.echo(json.dumps(form(CLAIMS, trials, kernel), indent=1))
    else:
        for claim in CLAIMS:
            click.echo("\n".join(tell(claim, trials.get(claim.page))) + "\n")
        click.echo(ending(trials, kernel))
    return 1 if "does not hold" in trials.values() else 0


def tried(*, slow: bool) -> "tuple[dict[str, Trial], str]":
    """Run the pages; give what became of each, and the kernel they ran on."""
    from socketlab.cli.progress import Progress
    from socketlab.experiments.claims import CLAIMS
    from socketlab.workbench.claims import judge_trial, list_pages_of, try_claims

    with sentences(), Progress(list_pages_of(CLAIMS)) as line:
        records = try_claims(CLAIMS, slow=slow, tell=line.tell, done=line.finish)
    kernel = next(iter(records.values())).environment.kernel
    return {name: judge_trial(record) for name, record in records.items()}, kernel


def form(
    claims: "tuple[Claim, ...]", trials: "dict[str, Trial]", kernel: str
) -> dict[str, object]:
    """Give what `--json` prints (docs/reference/machine-forms.md)."""
    return {
        "kernel": kernel,
        "claims": [
            {
                "statement": one.statement,
                "source": one.source,
                "page": one.page,
                "verdict": one.verdict,
                "condition": one.condition,
                "trial": trials.get(one.page),
            }
            for one in claims
        ],
    }


def tell(claim: "Claim", trial: "Trial | None") -> list[str]:
    """Tell one claim in a few lines of a terminal."""
    from socketlab.report.lettering import wrap

    verdicts = {
        "true": _("true"),
        "half true": _("half true"),
        "false": _("false"),
    }
    trials = {
        "holds": _("Confirmed here."),
        "not observed": _(
            "Not all of the page was observed here; --slow waits for what takes long."
        ),
        "does not hold": _("Not confirmed here: on this kernel it is otherwise."),
    }
    verdict = f"{MARKS[claim.verdict]} {verdicts[claim.verdict]}"
    body = [
        _(claim.condition),
        _("Said by: {source}. Tested by: {page}.").format(
            source=_(claim.source), page=claim.page
        ),
    ]
    if trial:
        body.append(trials[trial])
    return [
        *wrap(f"{verdict} · “{_(claim.statement)}”", WIDTH),
        *(f"  {line}" for part in body for line in wrap(part, WIDTH - 2)),
    ]


def ending(trials: "dict[str, Trial]", kernel: str) -> str:
    """Say where the verdicts come from."""
    if not trials:
        return _(
            "These verdicts were found on {kernel}; 'socketlab lab claims --run' "
            "tries them on yours."
        ).format(kernel=kernel)
    if "does not hold" in trials.values():
        return _("Tried on {kernel}: not every verdict holds here.").format(
            kernel=kernel
        )
    return _("Tried on {kernel}: no page disagrees.").format(kernel=kernel)
