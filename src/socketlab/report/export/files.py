"""Write a report: the page, its figures, the records and the captures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from socketlab.i18n import translator
from socketlab.lab.record import Record, to_json
from socketlab.report.document.markdown import markdown, markdown_document
from socketlab.report.document.page import FEW_FORMS, FORMS, page
from socketlab.report.export.inventory import (
    read_inventory,
    remove_stale,
    write_inventory,
)
from socketlab.report.export.painters import Painters
from socketlab.report.export.put import put
from socketlab.report.figures import (
    MOST_PAGES,
    Figure,
    draw_together,
    list_figures,
    name_file,
)

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass(frozen=True)
class Written:
    """The files of one record."""

    record: Record
    stem: str
    chapter: str
    figures: tuple[Path, ...]
    stored: Path
    capture: Path | None
    story: Path


class Report:
    """A report in the making: takes records as they come, in any order.

    Pictures are drawn beside; the page comes last: where there is an index.html
    of this report, all it links is there.
    """

    def __init__(self, folder: Path, language: str, count: int) -> None:
        """Begin a report.

        Args:
            folder: made if it is not there.
            language: `en` or `zh`.
            count: how many records will come.

        Raises:
            OSError: the folder cannot be made; `filename` says which.

        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.language = language
        self.brief = count > MOST_PAGES
        self.forms = FORMS if count == 1 else FEW_FORMS
        self.translate = translator(language)
        self.written: dict[int, Written] = {}
        self.stems: list[str] = []
        self.svgs: dict[str, str] = {}
        self.painters = Painters()
        self.before = read_inventory(folder)
        self.front: tuple[Path, ...] = ()

    def add(
        self, place: int, record: Record, capture: bytes | None, chapter: str = ""
    ) -> None:
        """Write the files of one record.

        Args:
            place: where it stands in the report.
            record: what the run found.
            capture: its packets, as a pcapng file.
            chapter: the title of its chapter, if it has one.

        Raises:
            OSError: something cannot be written; `filename` says what.

        """
        _ = self.translate
        stem = name_file(record, self.stems)
        self.stems.append(stem)
        drawn: list[Path] = []
        for figure in list_figures(record, stem, _, brief=self.brief):
            drawn += self.draw(figure)
        packets = f"{stem}.pcapng"
        self.written[place] = Written(
            record,
            stem,
            chapter,
            tuple(drawn),
            self.put(f"{stem}.record.json", to_json(record)),
            None if capture is None else self.put(packets, capture),
            self.put(f"{stem}.md", markdown(record, stem, _, brief=self.brief)),
        )

    def draw(self, figure: Figure) -> list[Path]:
        """Draw one figure in every form; give its files."""
        drawn: list[Path] = []
        for theme in THEMES:
            path = self.put(f"{figure.stem}.{theme}.svg", figure.draw(theme))
            drawn.append(path)
            if f"{theme}.png" in self.forms:
                self.painters.draw(path)
                drawn.append(path.with_suffix(".png"))
        self.svgs[figure.stem] = figure.draw("page")
        return drawn

    def put(self, name: str, content: str | bytes) -> Path:
        """Write one file."""
        if isinstance(content, str):
            content = content.encode()
        return put(self.folder / name, content)

    def finish(self) -> list[Written]:
        """Write the page that holds all; give what was written, by place.

        Raises:
            OSError: something cannot be written; `filename` says what.

        """
        written = [each for _place, each in sorted(self.written.items())]
        records = [each.record for each in written]
        stems = [each.stem for each in written]
        chapters = [each.chapter for each in written]
        together = draw_together(records, self.translate)
        if together:
            self.front = tuple(self.draw(together))
        paths = [*self.front, *list_paths(written)]
        names = {"index.html", *(path.name for path in paths)}
        if len(records) > 1:
            names.add("report.md")
            whole = markdown_document(
                records,
                self.translate,
                stems=stems,
                chapters=chapters,
                brief=self.brief,
            )
            self.put("report.md", whole)
        self.painters.finish()
        html = page(
            records,
            self.translate,
            self.language,
            forms=self.forms,
            brief=self.brief,
            captured=[each.record.name for each in written if each.capture],
            svgs=self.svgs,
            stems=stems,
            chapters=chapters,
        )
        self.put("index.html", html)
        remove_stale(self.folder, names)
        write_inventory(self.folder, names)
        return written

    def __enter__(self) -> Self:
        """Draw during a `with` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave nobody drawing; what an unfinished report wrote is still ours."""
        self.painters.__exit__(kind, error, trace)
        if kind and self.written:
            names = (path.name for path in list_paths(list(self.written.values())))
            write_inventory(self.folder, [*self.before, *names])


def list_paths(written: Sequence[Written]) -> list[Path]:
    """Give every file of some records, in their order."""
    paths: list[Path] = []
    for each in written:
        paths += [*each.figures, each.stored]
        paths += [each.capture] if each.capture else []
        paths.append(each.story)
    return paths


def write(
    records: Sequence[Record],
    captures: Mapping[str, bytes],
    folder: Path,
    language: str,
) -> list[Path]:
    """Write the report of some records into a folder; give the files written.

    Args:
        records: what the runs found.
        captures: pcapng files by the names of their records.
        folder: made if it is not there.
        language: `en` or `zh`.

    Raises:
        OSError: something cannot be written; `filename` says what.

    """
    with Report(folder, language, len(records)) as report:
        for place, record in enumerate(records):
            report.add(place, record, captures.get(record.name))
        written = report.finish()
    more = ["report.md"] if len(records) > 1 else []
    paths = [*report.front, *list_paths(written)]
    return [*paths, *(folder / name for name in (*more, "index.html"))]
