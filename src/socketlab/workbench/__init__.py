"""Run a page and get its result: what the command line and notebooks call.

>>> result = run("close_order", first="server")
>>> result.record.verdict
'agrees'
>>> result.write("report")
"""

import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from html import escape
from inspect import getsource
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from socketlab import __version__, experiments, i18n
from socketlab.lab.account import Packet
from socketlab.lab.page import Page, PageError, check_server, choose, read
from socketlab.lab.record import Record, Sentence, Value

if TYPE_CHECKING:
    from socketlab.report.export.files import Written

FOLDER = Path(experiments.__file__).parent
FRAME = (
    '<iframe srcdoc="{page}" title="socketlab" '
    'style="width:100%;height:45em;border:0;resize:vertical"></iframe>'
)


class Result:
    """One run of one page: its record and its capture."""

    def __init__(self, record: Record, packets: Sequence[Packet]) -> None:
        """Keep what a run gave."""
        self.record = record
        self.packets = packets

    def capture(self) -> bytes:
        """The capture file that Wireshark opens, captions as packet comments."""
        from socketlab.evidence import pcapng
        from socketlab.lab.conclusion import captions

        return pcapng.encode(
            [
                pcapng.Packet(
                    one.time, one.outgoing, one.data, one.length, comments.get(number)
                )
                for comments in (captions(self.record),)
                for number, one in enumerate(self.packets, 1)
            ]
        )

    def write(self, folder: Path | str, language: str | None = None) -> list[Path]:
        """Write the report of this run alone; see `write`."""
        return write([self], folder, language)

    def _repr_html_(self) -> str:
        """Show itself in a notebook: its page, in a frame of its own.

        The page's style would otherwise become the notebook's.
        """
        from socketlab.report.document.page import page

        language = i18n.environment_language()
        text = page([self.record], i18n.translator(language), language)
        return FRAME.format(page=escape(text))


def names() -> list[str]:
    """The names of all pages, chapter by chapter."""
    return [
        path.stem
        for chapter in experiments.CHAPTERS
        for path in sorted((FOLDER / chapter).glob("*.py"))
        if not path.stem.startswith("_")
    ]


def page(name: str) -> Page:
    """Find a page by its name, or by the path of a file.

    Raises:
        PageError: there is none, or it is not as a page must be.

    """
    if name.endswith(".py"):
        place = str(Path(name).resolve())
        return read(Path(name).stem, place, load(name, Path(place)))
    for chapter in experiments.CHAPTERS if name.isidentifier() else ():
        if (FOLDER / chapter / f"{name}.py").is_file():
            place = f"{experiments.__name__}.{chapter}.{name}"
            return read(name, place, importlib.import_module(place))
    raise PageError(
        "There is no experiment {name}; 'socketlab lab list' shows them all.",
        name=name,
    )


def load(name: str, path: Path) -> ModuleType:
    """Import a user's page.

    Raises:
        PageError: the file is not there, or importing it fails.

    """
    specification = importlib.util.spec_from_file_location(path.stem, path)
    if specification is None or specification.loader is None or not path.is_file():
        raise PageError("There is no page {name}.", name=name)
    module = importlib.util.module_from_spec(specification)
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # the user's folder stays as it was
    try:
        specification.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise PageError(
            "The page {name} cannot be read: {error}.",
            name=name,
            error=f"{type(error).__name__}: {error}",
        ) from error
    finally:
        sys.dont_write_bytecode = before
    return module


def run(name: str, **parameters: Value) -> Result:
    """Run a page in a private namespace of this machine.

    Args:
        name: a name that `names()` gives, or the path of a page.
        parameters: the page's own, `backlog=3`.

    Raises:
        PageError: no such page or parameter, or a value out of range.
        socketlab.lab.linux.runner.RunError: the host refuses, or the page broke.

    """
    return perform(name, parameters)


def perform(
    name: str,
    parameters: Mapping[str, Value],
    *,
    without: Sequence[str] = (),
    slow: bool = False,
    server: str = "",
    language: str | None = None,
    progress: Callable[[Sentence], None] = lambda _sentence: None,
) -> Result:
    """Run a page as `run` does, with more to say about how.

    Args:
        name: see `run`.
        parameters: see `run`.
        without: sources to leave out, see `socketlab.evidence.observation`.
        slow: wait for what takes long, too.
        server: a command with `{port}` and `{address}` that takes the part of the
            page's server.
        language: of refusals; that of the environment by default.
        progress: called with the sentence of each step as it begins.

    """
    from socketlab.lab.linux import runner

    wanted = page(name)
    if server:
        check_server([wanted])
    record, packets = runner.run(
        wanted,
        choose(wanted, parameters),
        without=without,
        slow=slow,
        server=server,
        language=language or i18n.environment_language(),
        progress=progress,
    )
    return Result(record, packets)


def source(wanted: Page) -> str:
    """The text of a page."""
    if wanted.place.endswith(".py"):
        return Path(wanted.place).read_text(encoding="utf-8")
    return getsource(importlib.import_module(wanted.place))


def chapter(wanted: Page) -> str:
    """The title of the folder that a page lies in; empty for a user's own page."""
    package, _dot, _name = wanted.place.rpartition(".")
    if not package.startswith(experiments.__name__):
        return ""
    return " ".join((importlib.import_module(package).__doc__ or "").split())


def write(
    results: Sequence[Result], folder: Path | str, language: str | None = None
) -> list[Path]:
    """Write one report of several runs; give the files.

    Raises:
        OSError: the folder cannot be written.

    """
    from socketlab.report.export.files import write as write_files

    return write_files(
        [result.record for result in results],
        {result.record.name: result.capture() for result in results},
        Path(folder),
        language or i18n.environment_language(),
    )


def summary(written: Sequence["Written"]) -> dict[str, object]:
    """What `lab run --json` prints (docs/reference/machine-forms.md)."""
    from socketlab.report import summary as form

    return form.summary(
        __version__,
        [each.record for each in written],
        [
            form.Written(
                figures=tuple(str(path) for path in each.figures),
                record=str(each.stored),
                capture=str(each.capture) if each.capture else "",
            )
            for each in written
        ],
    )
