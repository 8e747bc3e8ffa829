"""`lab run`: run pages, tell what happened, write a report."""

from gettext import gettext as _

import click

from socketlab import workbench
from socketlab.cli.lab_report import (
    FOLDER,
    check_folder,
    command_words,
    progress,
    report,
    sentences,
    tell_story,
)
from socketlab.cli.options import Command
from socketlab.evidence.observation import SOURCES
from socketlab.lab.page import Page, PageError, check_server, choose
from socketlab.workbench.sets import expand


@click.command(
    cls=Command, help=_("Run experiments; print what happened and write a report.")
)
@click.argument("names", nargs=-1, metavar=_("[NAME]..."))
@click.option("--all", "everything", is_flag=True, help=_("Run every experiment."))
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help=_("Set a parameter of the experiments, as in --set backlog=3."),
)
@click.option(
    "--without",
    multiple=True,
    metavar=_("SOURCE"),
    help=_("Leave a source of evidence out: {sources}.").format(
        sources=", ".join(SOURCES)
    ),
)
@click.option(
    "--server",
    metavar=_("COMMAND"),
    help=_(
        "Run this in place of the page's server, where 'lab list' marks the page; "
        "{port} and {address} stand for where it shall listen."
    ),
)
@click.option(
    "--out",
    default=FOLDER,
    show_default=True,
    metavar=_("FOLDER"),
    help=_("Where the report is written."),
)
@click.option("--open", "open_page", is_flag=True, help=_("Open the report."))
@click.pass_context
def run(
    ctx: click.Context,
    names: tuple[str, ...],
    *,
    everything: bool,
    settings: tuple[str, ...],
    without: tuple[str, ...],
    server: str | None,
    out: str,
    open_page: bool,
) -> int:
    """Run pages one after another; give the exit status."""
    chosen = workbench.names() if everything else expand(names)
    if not chosen:
        raise click.UsageError(
            _("Name an experiment, or say --all; 'socketlab lab list' shows them.")
        )
    said = ctx.find_root().obj
    check_sources(without)
    check_folder(out)
    with sentences():
        pages = [workbench.page(name) for name in chosen]
        orders = assign(pages, parsed(settings))
        if server is not None:
            command_words("--server", server)
            check_server(pages)
    results: list[workbench.Result] = []
    try:
        for name, page, parameters in zip(chosen, pages, orders, strict=True):
            with sentences(), progress() as tell:
                results.append(
                    workbench.perform(
                        name,
                        parameters,
                        without=without,
                        server=server if server and page.server else "",
                        language=said["language"],
                        progress=tell,
                    )
                )
            if not said["json"]:
                tell_story(results[-1].record)
    finally:  # what was found before a page broke is not lost
        if results:
            report(results, out, said, open_page=open_page)
    bad = any(
        result.record.verdict == "disagrees" and not result.record.kept
        for result in results
    )
    return 1 if bad else 0


def parsed(settings: tuple[str, ...]) -> dict[str, str]:
    """Split `NAME=VALUE`."""
    chosen = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise click.UsageError(
                _("Write --set NAME=VALUE, not {setting}.").format(setting=setting)
            )
        chosen[name] = value
    return chosen


def assign(pages: list[Page], settings: dict[str, str]) -> list[dict[str, str]]:
    """Give each page the settings that it knows, and refuse bad ones at once.

    A setting that none of several pages knows is refused by the first.
    """
    names = [page.name for page in pages]
    for name in names:
        if names.count(name) > 1:
            raise PageError("Two of these experiments are called {name}.", name=name)
    known = {name for page in pages for name in page.defaults}
    orders = [
        {
            name: value
            for name, value in settings.items()
            if name in page.defaults or name not in known
        }
        for page in pages
    ]
    for page, order in zip(pages, orders, strict=True):
        choose(page, order)
    return orders


def check_sources(without: tuple[str, ...]) -> None:
    """Refuse a source that does not exist."""
    for source in without:
        if source not in SOURCES:
            raise click.UsageError(
                _("There is no source {source}; there are: {known}.").format(
                    source=source, known=", ".join(SOURCES)
                )
            )
