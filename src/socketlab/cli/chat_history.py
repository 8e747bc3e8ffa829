"""`socketlab chat search`, and where the server keeps its history."""

import os
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socketlab.chat.settings import History
from socketlab.cli.errors import Failure
from socketlab.cli.options import Command

if TYPE_CHECKING:
    from socketlab.chat.entry import Entry
    from socketlab.chat.server.start import Server

FILE = "chat.sqlite"
MOST = 50  # entries that a search prints, where nobody says how many


def place_of(history: History) -> Path:
    """Give the file: the one that was said, or that of this user.

    https://specifications.freedesktop.org/basedir-spec/latest/
    """
    try:
        if history.path:
            return Path(history.path).expanduser()
        data = Path(os.environ.get("XDG_DATA_HOME") or "")
        folder = data if data.is_absolute() else Path.home() / ".local/share"
    except RuntimeError as error:  # a user without a home
        raise Failure(
            _(
                "This user has no home for a history: name a file with --history, "
                "or keep none with --no-history."
            )
        ) from error
    return folder / "socketlab" / FILE


def keep_history(running: "Server") -> None:
    """Let a server keep its history as its settings say.

    One server keeps the history of a file. Who named the file is told that another
    one does; who did not, has a second server without a history.
    """
    from socketlab.chat.stores.schema import AnotherServerError

    history = running.settings.history
    if not history.keep:
        return
    path = place_of(history)
    try:
        running.keep_history(path)
    except AnotherServerError as error:
        sentence = _(
            "Another server keeps its history in {file}: "
            "choose another file with --history, or --no-history."
        ).format(file=path)
        if history.path:
            raise Failure(sentence) from error
        click.echo(f"socketlab: {sentence}", err=True)


def tell_history(running: "Server") -> None:
    """Say that what is said is kept, how long and where; nothing if it is not."""
    if not running.keeper:
        return
    history = running.settings.history
    if history.days:
        sentence = _(
            "What is said in channels is kept for {days} days in {file}; "
            "--no-history keeps nothing."
        )
    else:
        sentence = _(
            "What is said in channels is kept for good in {file}; "
            "--no-history keeps nothing."
        )
    click.echo(sentence.format(days=f"{history.days:g}", file=place_of(history)))


@click.command(cls=Command, help=_("Find what was said in the chat room's history."))
@click.argument("words", metavar=_("WORDS"), nargs=-1, required=True)
@click.option(
    "--history",
    "file",
    type=click.Path(path_type=Path),
    metavar=_("FILE"),
    help=_("The history's file; otherwise that of this user's server."),
)
@click.option("--channel", metavar=_("NAME"), default="", help=_("Only in this one."))
@click.option(
    "-n",
    "--most",
    type=click.IntRange(1, 100_000),
    default=MOST,
    show_default=True,
    help=_("How many entries, the last ones."),
)
@click.pass_context
def search(
    ctx: click.Context,
    words: tuple[str, ...],
    file: Path | None,
    channel: str,
    most: int,
) -> None:
    """Print the entries that hold all words; the server may go on writing."""
    import json
    import sqlite3

    from socketlab.chat.log.history import tell_trouble
    from socketlab.chat.stores import search as store
    from socketlab.chat.stores.schema import trouble_of

    path = file or place_of(History())
    if not path.exists():
        raise Failure(
            _(
                "There is no history in {file}: name another file with --history."
            ).format(file=path)
        )
    try:
        found = store.search(path, " ".join(words), most, channel)
    except sqlite3.Error as error:
        raise Failure(
            _("The history in {file} cannot be read: {reason}.").format(
                file=path, reason=tell_trouble(trouble_of(error), _)
            )
        ) from error
    if ctx.find_root().obj["json"]:
        click.echo(json.dumps([machine_form(entry) for entry in found]))
        return
    for entry in found:
        click.echo(line(entry))
    if not found:
        click.echo(_("Nothing was found."), err=True)


def line(entry: "Entry") -> str:
    """Give an entry's line: nothing in it is obeyed by a terminal."""
    from datetime import datetime

    from socketlab.chat.entry import Kind
    from socketlab.chat.visible import show

    time = datetime.fromtimestamp(entry.time / 1000).astimezone()
    nick = show(entry.author.nick)
    name = {
        Kind.ACTION: f"* {nick}",
        Kind.NOTICE: f"-{nick}-",
        Kind.TOPIC: f"{nick} =",
    }.get(entry.kind, f"<{nick}>")
    return f"{time:%Y-%m-%d %H:%M:%S} {show(entry.channel)} {name} {show(entry.text)}"


def machine_form(entry: "Entry") -> dict[str, int | str]:
    """Give an entry as JSON has it; `time` is in milliseconds since the epoch."""
    return {
        "number": entry.number,
        "time": entry.time,
        "kind": entry.kind.value,
        "channel": entry.channel,
        "nick": entry.author.nick,
        "text": entry.text,
    }
