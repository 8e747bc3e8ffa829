"""The commands of the laboratory: list, show, run."""

import json
import os
import sys
import tempfile
import webbrowser
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socketlab import workbench
from socketlab.cli.errors import Failure, Misuse
from socketlab.cli.options import Group
from socketlab.evidence.observation import SOURCES
from socketlab.lab.page import PageError, choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from socketlab.lab.experiment import Between, OneOf
    from socketlab.lab.page import Page
    from socketlab.lab.record import Record, Sentence

FOLDER = "socketlab-report"


@click.group(cls=Group, help=_("Run experiments on real sockets."))
def lab() -> None:
    """Group the commands."""


@lab.command("list", help=_("List the experiments and their questions."))
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
                    }
                    for one in pages
                ],
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    for one in pages:
        click.echo(f"{one.name:<18}{_(one.question)}")


@lab.command(help=_("Show the question, hypothesis and source of an experiment."))
@click.argument("name")
def show(name: str) -> None:
    """Print a page and what may be set."""
    with sentences():
        page = workbench.page(name)
    click.echo(_(page.question))
    click.echo()
    click.echo(_("Hypothesis: {hypothesis}").format(hypothesis=_(page.hypothesis)))
    for parameter, default in page.defaults.items():
        limits = page.ranges.get(parameter)
        click.echo(f"--set {parameter}={default}  {spelled(limits)}".rstrip())
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


@lab.command(help=_("Run experiments; print what happened and write a report."))
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
    out: str,
    open_page: bool,
) -> int:
    """Run pages one after another; give the exit status."""
    chosen = list(workbench.names() if everything else dict.fromkeys(names))
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
    results: list[workbench.Result] = []
    try:
        for name, parameters in zip(chosen, orders, strict=True):
            with sentences(), progress() as tell:
                results.append(
                    workbench.perform(
                        name,
                        parameters,
                        without=without,
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


def report(
    results: list[workbench.Result],
    out: str,
    said: dict[str, Any],
    *,
    open_page: bool,
) -> None:
    """Write the report and say where it is."""
    with writing(out):
        written = workbench.write(results, out, said["language"])
    index = Path(out) / "index.html"
    if said["json"]:
        click.echo(json.dumps(workbench.summary(results, written), indent=1))
    else:
        click.echo(_("Report: {path}").format(path=index))
    if open_page and not webbrowser.open(index.resolve().as_uri()):
        raise Failure(
            _("No browser could be started: open {path} yourself.").format(path=index)
        )


def tell_story(record: "Record") -> None:
    """Print the story of one run."""
    from socketlab.report.document.text import text

    colour = (
        sys.stdout is not None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
    )
    click.echo(text(record, _, colour=colour))


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


def assign(pages: "list[Page]", settings: dict[str, str]) -> list[dict[str, str]]:
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


def check_folder(out: str) -> None:
    """Find out before a long run whether its report can be written."""
    if not out:
        raise click.UsageError(_("--out needs the name of a folder."))
    with writing(out):
        Path(out).mkdir(parents=True, exist_ok=True)
        try:
            with tempfile.TemporaryFile(dir=out):
                pass
        except OSError as error:
            error.filename = out  # not that of our trial
            raise


@contextmanager
def writing(out: str) -> "Iterator[None]":
    """Say in one sentence that a folder cannot be written."""
    try:
        yield
    except OSError as error:
        raise Failure(
            _("Cannot write to {folder}: {reason}. Choose another with --out.").format(
                folder=error.filename or out, reason=error.strerror or error
            )
        ) from error


@contextmanager
def sentences() -> "Iterator[None]":
    """Turn what a page or the host refuses into one sentence."""
    from socketlab.lab.linux.runner import RunError

    try:
        yield
    except PageError as error:
        raise Misuse(_(error.template).format(**error.values)) from error
    except RunError as error:
        raise Failure(str(error)) from error


@contextmanager
def progress() -> "Iterator[Callable[[Sentence], None]]":
    """Show the step under way on a terminal, on one line, and wipe it after."""
    from socketlab.report.wording import say

    shown = sys.stderr is not None and sys.stderr.isatty()

    def tell(sentence: "Sentence") -> None:
        if shown:
            click.echo(f"\r\x1b[K{say(sentence, _)[:70]}", nl=False, err=True)

    try:
        yield tell
    finally:
        if shown:
            click.echo("\r\x1b[K", nl=False, err=True)
