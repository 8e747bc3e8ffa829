"""What the stored records must look like, byte for byte.

    python -m tests.report.stored.golden

writes the golden files anew: do so after a change that is meant, and look at
what git shows as changed.
"""

from pathlib import Path

from socketlab.lab.record import from_json
from socketlab.report.figures import list_figures
from socketlab.report.markdown import markdown
from socketlab.report.page import page
from socketlab.report.text import text

STORED = Path(__file__).parent
FOLDER = STORED / "golden"


def same(message: str) -> str:
    """Translate into English."""
    return message


def render() -> dict[str, str]:
    """Draw and tell every stored record."""
    files: dict[str, str] = {}
    for path in sorted((STORED / "records").glob("*.json")):
        record = from_json(path.read_bytes())
        files[f"{path.stem}.txt"] = text(record, same)
        files[f"{path.stem}.md"] = markdown(record, path.stem, same)
        for figure in list_figures(record, path.stem, same):
            files[f"{figure.stem}.svg"] = figure.draw("light")
    record = from_json((STORED / "records/close_order.json").read_bytes())
    files["close_order.html"] = page([record], same, "en", linked=True)
    return files


def main() -> None:
    """Write all of them, and nothing else."""
    for path in FOLDER.iterdir():
        path.unlink()
    for name, content in render().items():
        (FOLDER / name).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
