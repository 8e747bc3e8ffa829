"""What the stored records must look like, byte for byte.

    python -m tests.report.stored.golden

writes the golden files anew, and the picture of README.md: do so after a change
that is meant, and look at what git shows as changed.
"""

from pathlib import Path

from socketlab.lab.record import Record, from_json
from socketlab.report.document.markdown import markdown
from socketlab.report.document.page import FORMS, page
from socketlab.report.document.text import text
from socketlab.report.export.files import THEMES
from socketlab.report.export.raster import draw_png
from socketlab.report.figures import list_figures
from socketlab.report.ladder import ladder

STORED = Path(__file__).parent
FOLDER = STORED / "golden"
PICTURES = STORED.parents[2] / "docs/pictures"


def same(message: str) -> str:
    """Translate into English."""
    return message


def read_record(name: str) -> Record:
    """Read a stored record."""
    return from_json((STORED / f"records/{name}.json").read_bytes())


def render() -> dict[str, str]:
    """Draw and tell every stored record."""
    files: dict[str, str] = {}
    for path in sorted((STORED / "records").glob("*.json")):
        record = from_json(path.read_bytes())
        files[f"{path.stem}.txt"] = text(record, same)
        files[f"{path.stem}.md"] = markdown(record, path.stem, same)
        for figure in list_figures(record, path.stem, same):
            files[f"{figure.stem}.svg"] = figure.draw("light")
    record = read_record("close_order")
    files["close_order.html"] = page([record], same, "en", forms=FORMS)
    return files


def main() -> None:
    """Write all of them, and nothing else."""
    for path in FOLDER.iterdir():
        path.unlink()
    for name, content in render().items():
        (FOLDER / name).write_text(content, encoding="utf-8", newline="\n")
    record = read_record("close_order")
    PICTURES.mkdir(exist_ok=True)
    for theme in THEMES:
        picture = draw_png(ladder(record, record.stories[0], theme, same))
        (PICTURES / f"close_order.{theme}.png").write_bytes(picture)


if __name__ == "__main__":
    main()
