"""The commands of the laboratory; each stands in a file of its own."""

from gettext import gettext as _

import click

from socketlab.cli.lab_observe import observe
from socketlab.cli.lab_pages import claims, list_pages, show
from socketlab.cli.lab_run import run
from socketlab.cli.options import Group


@click.group(cls=Group, help=_("Run experiments on real sockets."))
def lab() -> None:
    """Group the commands."""


for command in (list_pages, show, run, observe, claims):
    lab.add_command(command)
