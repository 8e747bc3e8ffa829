"""What becomes of a run: its story, its report, and what is refused."""

import json
import os
import shlex
import shutil
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
from socketlab.lab.page import PageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socketlab.lab.record import Record
    from socketlab.report.export.files import Written

FOLDER = "socketlab-report"


def report(
    results: list[workbench.Result],
    out: str,
    said: dict[str, Any],
    *,
    open_page: bool,
) -> None:
    """Write the report and say where it is."""
    from socketlab.report.export.files import Report

    with writing(out), Report(Path(out), said["language"], len(results)) as made:
        for place, result in enumerate(results):
            made.add(place, result.record, result.capture())
        written = made.finish()
    tell_place(written, out, said, open_page=open_page)


def tell_place(
    written: "list[Written]", out: str, said: dict[str, Any], *, open_page: bool
) -> None:
    """Say where the report is, or print what a program wants to know."""
    index = Path(out) / "index.html"
    if said["json"]:
        click.echo(json.dumps(workbench.summary(written), indent=1))
    else:
        if len(written) > 1:
            tell_total([each.record for each in written])
        click.echo(_("Report: {path}").format(path=index))
    if open_page and not webbrowser.open(index.resolve().as_uri()):
        raise Failure(
            _("No browser could be started: open {path} yourself.").format(path=index)
        )


def tell_story(record: "Record", *, legend: bool = True) -> None:
    """Print the story of one run; with what the marks of its ladder mean."""
    from socketlab.report.document.text import text

    colour = (
        sys.stdout is not None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
    )
    click.echo(text(record, _, colour=colour, legend=legend))


def tell_total(records: "list[Record]") -> None:
    """Print what several runs come to."""
    from socketlab.report.document.total import total

    click.echo(total(records, _))


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


def command_words(option: str, text: str) -> tuple[str, ...]:
    """Split a command as a shell would; refuse one that is not there."""
    try:
        words = shlex.split(text)
    except ValueError:
        raise click.UsageError(
            _("{option} {text}: a quote is not closed.").format(
                option=option, text=text
            )
        ) from None
    if not words:
        raise click.UsageError(
            _("{option} needs a command, not {text}.").format(
                option=option, text=text or '""'
            )
        )
    check_command(words[0])
    return tuple(words)


def check_command(name: str) -> None:
    """Refuse a program that is not there, before anything runs."""
    if shutil.which(name) is None:
        raise Misuse(
            _("There is no program {name}: check the spelling, or give its path.")
            .format(name=name or '""')
        )  # fmt: skip


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
