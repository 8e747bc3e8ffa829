"""`lab run`: run pages, tell what happened, write a report."""

from collections import deque
from contextlib import closing
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socketlab import workbench
from socketlab.cli.errors import Failure
from socketlab.cli.lab_report import (
    FOLDER,
    check_folder,
    command_words,
    sentences,
    tell_place,
    tell_story,
    writing,
)
from socketlab.cli.options import Command
from socketlab.cli.progress import Progress
from socketlab.evidence.observation import SOURCES
from socketlab.lab.page import Page, PageError, check_server, choose
from socketlab.workbench.jobs import Job, count_processors, perform_all
from socketlab.workbench.sets import expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socketlab.lab.record import Record
    from socketlab.report.export.files import Report
    from socketlab.workbench.jobs import Answer


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
    "--slow",
    is_flag=True,
    help=_("Wait for what takes long, too: up to some minutes."),
)
@click.option(
    "--jobs",
    "at_once",
    type=click.IntRange(1, 64),
    metavar="N",
    help=_("Run so many experiments at once; one for each processor if not said."),
)
@click.option(
    "--server",
    metavar=_("COMMAND"),
    help=_(
        "Run this in place of the page's server, where 'lab list' marks the page; "
        "{port} and {address} stand for where it shall listen. It answers each line "
        "with the line reversed, until the client closes."
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
    slow: bool,
    at_once: int | None,
    server: str | None,
    out: str,
    open_page: bool,
) -> int:
    """Run pages, several at once; give the exit status."""
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
    jobs = [
        Job(name, order, server if server and page.server else "")
        for name, page, order in zip(chosen, pages, orders, strict=True)
    ]
    from socketlab.report.export.files import Report

    with writing(out):
        made = Report(Path(out), said["language"], len(pages))
    with made:
        with Progress([page.name for page in pages]) as line:
            answers = perform_all(
                jobs,
                at_once or count_processors(),
                without=without,
                slow=slow,
                language=said["language"],
                tell=line.tell,
            )
            tell = Teller(len(pages), line, silent=said["json"])
            with closing(answers):
                failures = gather(answers, pages, made, tell)
        with writing(out):
            written = made.finish() if made.written else []
    if written:  # what was found is not lost because another page broke
        tell_place(written, out, said, open_page=open_page)
    if failures:
        raise reason(failures)
    bad = any(
        each.record.verdict == "disagrees" and not each.record.kept for each in written
    )
    return 1 if bad else 0


def gather(
    answers: "Iterator[tuple[int, Answer]]",
    pages: list[Page],
    made: "Report",
    tell: "Teller",
) -> list[Exception]:
    """Take what the runs give; tell it in order, write it at once."""
    failures: dict[int, Exception] = {}
    for place, answer in answers:
        if isinstance(answer, Exception):
            failures[place] = answer
            tell.skip(place)
            continue
        chapter = workbench.chapter(pages[place])
        with writing(str(made.folder)):
            made.add(place, answer.record, answer.capture(), chapter)
        tell.take(place, answer.record)
    return [failures[place] for place in sorted(failures)]


def reason(failures: list[Exception]) -> Exception:
    """Say what broke, each thing once; what nobody foresaw goes before."""
    from socketlab.lab.linux.runner import RunError

    for failure in failures:
        if not isinstance(failure, RunError):
            return failure
    return Failure("\nsocketlab: ".join(dict.fromkeys(map(str, failures))))


class Teller:
    """Prints stories whole and in order, whatever ends first."""

    def __init__(self, count: int, line: Progress, *, silent: bool) -> None:
        """Begin with none of `count` told."""
        self.line = line
        self.silent = silent
        self.waiting: dict[int, Record | None] = {}
        self.left = deque(range(count))
        self.legend = True

    def take(self, place: int, record: "Record | None") -> None:
        """Take the story of one page, and tell those whose turn it is."""
        self.line.finish(place)
        self.waiting[place] = record
        while self.left and self.left[0] in self.waiting:
            told = self.waiting.pop(self.left.popleft())
            if told and not self.silent:
                self.line.wipe()
                tell_story(told, legend=self.legend)
                self.legend = self.legend and not told.stories
                self.line.draw()

    def skip(self, place: int) -> None:
        """Take note that a page broke and has no story."""
        self.take(place, None)


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
