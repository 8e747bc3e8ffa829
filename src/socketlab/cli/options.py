"""The options that every command takes, wherever they stand: `--lang`, `--json`.

What they say is kept in the context's object, for every command to read:
`{"language": "en", "json": False}`.
"""

from gettext import gettext as _
from typing import Any

import click

from socketlab import i18n
from socketlab.cli.layout import Context


class Command(click.Command):
    """A command that takes the global options too."""

    context_class = Context

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Put the global options behind the command's own."""
        *own, help_option = super().get_params(ctx)
        return [*own, *global_options(), help_option]


class Group(Command, click.Group):
    """A group that takes the global options too, as its commands do."""

    command_class = Command


def global_options() -> list[click.Parameter]:
    """Make the global options in the language in use."""
    return [
        click.Option(
            ["--lang", "language"],
            type=click.Choice(i18n.LANGUAGES),
            expose_value=False,
            callback=remember,
            help=_("Language; otherwise that of the environment."),
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            expose_value=False,
            callback=remember,
            help=_("Print JSON."),
        ),
    ]


def remember(ctx: click.Context, option: click.Parameter, value: Any) -> None:  # noqa: ANN401 click's signature
    """Keep what was said for every command; what was not said changes nothing."""
    said = ctx.find_root().ensure_object(dict)
    said.setdefault("language", i18n.environment_language())
    said.setdefault("json", False)
    if value and option.name:
        said[option.name] = value


def chosen_language(arguments: list[str]) -> str | None:
    """Find what `--lang` says, before any command has been loaded.

    What follows `--` belongs to another program.
    """
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument == "--":
            break
        if argument == "--lang":
            return following
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None
