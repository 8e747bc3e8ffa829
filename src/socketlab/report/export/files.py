"""Write a report: the page, its figures, the records and the captures."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from socketlab.i18n import translator
from socketlab.lab.record import Record, to_json
from socketlab.report.document.markdown import markdown
from socketlab.report.document.page import page
from socketlab.report.export.painters import Painters
from socketlab.report.export.put import put
from socketlab.report.figures import list_figures, name_files

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def write(
    records: Sequence[Record],
    captures: Mapping[str, bytes],
    folder: Path,
    language: str,
) -> list[Path]:
    """Write the report of some records into a folder; give the files written.

    The page comes last: where there is an index.html, all it links is there.

    Args:
        records: what the runs found.
        captures: pcapng files by the names of their records.
        folder: made if it is not there.
        language: `en` or `zh`.

    Raises:
        OSError: something cannot be written; `filename` says what.

    """
    _ = translator(language)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    drawn: list[Path] = []
    for record, stem in zip(records, name_files(records), strict=True):
        for figure in list_figures(record, stem, _):
            for theme in THEMES:
                svg = figure.draw(theme)
                name = f"{figure.stem}.{theme}"
                drawn.append(put(folder / f"{name}.svg", svg.encode()))
        written.append(put(folder / f"{stem}.record.json", to_json(record)))
        if record.name in captures:
            written.append(put(folder / f"{stem}.pcapng", captures[record.name]))
        story = markdown(record, stem, _)
        written.append(put(folder / f"{stem}.md", story.encode()))
    with Painters(drawn) as painters:
        html = page(records, _, language, linked=True, captured=captures)
        written = [*drawn, *painters.finish(), *written]
    written.append(put(folder / "index.html", html.encode()))
    return written
