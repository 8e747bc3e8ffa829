"""`socketlab bench`: servers compared under one load, in turns."""

import json
import sys
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socketlab.cli.errors import Failure, broken
from socketlab.cli.options import Group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socketlab.bench.comparison import Comparison
    from socketlab.bench.contestant import Contestant


class PeerType(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4
    """Another server: a command with a port, or a place."""

    name = "peer"

    def convert(
        self,
        value: "str | Contestant",
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> "Contestant":
        """Read `NAME=COMMAND {port}` or `NAME=ADDRESS:PORT`."""
        from socketlab.bench.contestant import read_peer

        if not isinstance(value, str):
            return value
        try:
            return read_peer(value)
        except ValueError:
            self.fail(
                _("It reads 'NAME=COMMAND {port}' or NAME=ADDRESS:PORT."), param, ctx
            )


@click.group(cls=Group, help=_("Compare servers under one load."))
def bench() -> None:
    """Group the comparisons."""


@bench.command(help=_("Compare our chat room with other IRC servers, in turns."))
@click.option(
    "--members",
    metavar="N",
    type=click.IntRange(2, 20000),
    default=100,
    show_default=True,
    help=_("Members in the room."),
)
@click.option(
    "--senders",
    metavar="N",
    type=click.IntRange(1, 9999),
    default=10,
    show_default=True,
    help=_("How many of them speak; one at least only listens."),
)
@click.option(
    "--window",
    metavar="N",
    type=click.IntRange(1, 4096),
    default=64,
    show_default=True,
    help=_("Messages that each of them has in flight."),
)
@click.option(
    "--rate",
    metavar="N",
    type=click.FloatRange(0.1, 1e6),
    help=_("Messages per second of all together, instead of a window."),
)
@click.option(
    "--seconds",
    metavar=_("SECONDS"),
    type=click.FloatRange(0.1, 3600),
    default=3.0,
    show_default=True,
    help=_("How long they speak."),
)
@click.option(
    "--rounds",
    metavar="N",
    type=click.IntRange(1, 100),
    default=3,
    show_default=True,
    help=_("How often everyone has a turn; medians are quoted."),
)
@click.option(
    "--peer",
    "peers",
    metavar=_("NAME=COMMAND"),
    type=PeerType(),
    multiple=True,
    help=_("Another server: 'NAME=COMMAND {port}', or NAME=ADDRESS:PORT."),
)
@click.option(
    "--history", is_flag=True, help=_("Our room once more, with history kept.")
)
@click.option(
    "--chart",
    metavar=_("FILE"),
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Write the figures as a picture (SVG)."),
)
@click.pass_context
def chat(
    ctx: click.Context,
    /,
    *,
    peers: "tuple[Contestant, ...]",
    rounds: int,
    history: bool,
    chart: Path | None,
    **work: float,
) -> None:
    """Measure everyone in turns, then print the medians."""
    from socketlab.bench.chat.workload import Workload
    from socketlab.bench.comparison import compare
    from socketlab.bench.contestant import chat_server

    members, senders = int(work["members"]), int(work["senders"])
    asked = Workload(
        members=members,
        senders=min(senders, members - 1),
        window=int(work["window"]),
        rate=work["rate"] or 0.0,
        seconds=work["seconds"],
    )
    contestants = [chat_server("socketlab", history=False)]
    if history:
        contestants.append(chat_server("socketlab+history", history=True))
    with sentences():
        found = compare(asked, [*contestants, *peers], rounds, tell)
    if chart:
        from socketlab.bench.chart import draw

        chart.write_text(draw(found, _), encoding="utf-8")
    if ctx.find_root().obj["json"]:
        click.echo(json.dumps(found.form(), indent=1))
    else:
        show(found)


@contextmanager
def sentences() -> "Iterator[None]":
    """Say in one sentence what stopped a comparison."""
    from socketlab.bench.chat.load import LoadError
    from socketlab.bench.process import StartError

    try:
        yield
    except StartError as error:
        raise Failure(_("The server does not listen: {said}").format(said=error)) from (
            error
        )
    except LoadError as error:
        raise Failure(
            _(
                "The load did not get through: {said}. Raise the limits of the server."
            ).format(said=error)
        ) from error
    except OSError as error:
        raise broken(error) from error


def tell(name: str) -> None:
    """Say whose turn it is, on a terminal."""
    if sys.stderr.isatty():
        click.echo(_("Measuring {name} ...").format(name=name), err=True)


def show(found: "Comparison") -> None:
    """Print the medians, a row for each figure."""
    from socketlab.bench.chart import describe, spell, titles
    from socketlab.bench.figures import bound_by
    from socketlab.report.lettering import columns, pad

    medians = found.medians()
    click.echo(describe(found, _))
    click.echo()
    rows = [["", *found.names]]
    words = titles(_) | {"wrong": _("Wrong"), "lost": _("Lost")}
    for figure, title in words.items():
        values = [getattr(one, figure) for one in medians]
        rows.append(
            [title, *("-" if value is None else spell(value) for value in values)]
        )
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for title, *cells in rows:
        line = [pad(title, widths[0])]
        line += [
            pad(cell, width, right=True)
            for cell, width in zip(cells, widths[1:], strict=True)
        ]
        click.echo("  ".join(line).rstrip())
    click.echo()
    if bound_by([one for row in found.rounds for one in row]) == "generator":
        click.echo(
            _("The load generator was the bound: trust the processor time alone.")
        )
