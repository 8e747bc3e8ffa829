"""What there is to run: `lab list` and `lab show`."""

import json
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from socketlab import workbench
from socketlab.cli.lab_report import sentences
from socketlab.cli.options import Command
from socketlab.workbench.sets import SETS

if TYPE_CHECKING:
    from socketlab.lab.experiment import Between, OneOf


@click.command("list", cls=Command, help=_("List the experiments and their questions."))
@click.pass_context
def list_pages(ctx: click.Context) -> None:
    """One line for each page, or JSON."""
    pages = [workbench.page(name) for name in workbench.names()]
    if ctx.find_root().obj["json"]:
        click.echo(
            json.dumps(
                [
                    {
                        "name": one.name,
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
    for one in pages:
        mark = "  [--server]" if one.server else ""
        click.echo(f"{one.name:<18}{_(one.question)}{mark}")
    for name, members in SETS.items():
        words = _("all of these: {names}").format(names=", ".join(members))
        click.echo(f"{name:<18}{words}")


@click.command(
    cls=Command, help=_("Show the question, hypothesis and source of an experiment.")
)
@click.argument("name")
def show(name: str) -> None:
    """Print a page and what may be set; of a set its pages' questions."""
    if name in SETS:
        for member in SETS[name]:
            click.echo(f"{member:<20}{_(workbench.page(member).question)}")
        return
    with sentences():
        page = workbench.page(name)
    click.echo(_(page.question))
    click.echo()
    click.echo(_("Hypothesis: {hypothesis}").format(hypothesis=_(page.hypothesis)))
    for parameter, default in page.defaults.items():
        limits = page.ranges.get(parameter)
        click.echo(f"--set {parameter}={default}  {spelled(limits)}".rstrip())
    if page.server:
        click.echo("--server 'COMMAND {port}'")
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
