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
    from collections.abc import Callable, Iterator

    from socketlab.lab.record import Record, Sentence

FOLDER = "socketlab-report"


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
        words = []
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
