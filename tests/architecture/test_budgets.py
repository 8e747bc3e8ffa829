"""How long a file may be, and how full a folder."""

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

FILE, FOLDER = 300, 16
MODEL, LONG_MODEL = 60, 150
EXPERIMENT, LONG_EXPERIMENT = 60, 120


def budget(path: Path, text: str) -> int:
    """Give the number of lines a file may have.

    A concurrency model is a file with `serve`, an experiment one with `run`; an
    experiment that has parameters, variants side by side, or a server of its own
    has twice the room.
    """
    if "tcp_servers" in path.parts and "\ndef serve(" in text:
        return LONG_MODEL if path.stem == "epoll_batched" else MODEL
    if "experiments" in path.parts and "\ndef run(" in text:
        plain = "\ndef run(lab: Lab) -> None:" in text
        more = any(word in text for word in ("lab.variant(", "server.serve("))
        return EXPERIMENT if plain and not more else LONG_EXPERIMENT
    return FILE


def overdrafts(root: Path) -> list[str]:
    """Give a sentence for every file or folder under `root` that is over budget."""
    sentences = []
    for path in sorted(root.rglob("*.py")):
        text = path.read_text()
        lines, most = len(text.splitlines()), budget(path, text)
        if lines > most:
            name = path.relative_to(root)
            sentences.append(f"{name} has {lines} lines, {most} at most: split it.")
    for folder in [root, *sorted(path for path in root.rglob("*") if path.is_dir())]:
        entries = [path for path in folder.iterdir() if path.name != "__pycache__"]
        if len(entries) > FOLDER and "__pycache__" not in folder.parts:
            name = folder.relative_to(root)
            sentences.append(f"{name} has {len(entries)} entries, {FOLDER} at most.")
    return sentences


@pytest.mark.parametrize("folder", ["src", "tests", "tools"])
def test_no_budget_is_overdrawn(folder: str) -> None:
    """Every file and every folder holds one idea."""
    broken = overdrafts(CHECKOUT / folder)

    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("path", "head", "most"),
    [
        ("tcp/states.py", "", FILE),
        ("echo/tcp_servers/prefork.py", "\ndef serve(listener):", MODEL),
        ("echo/tcp_servers/epoll_batched.py", "\ndef serve(listener):", LONG_MODEL),
        ("echo/tcp_servers/blocking.py", "", FILE),
        ("experiments/closing/a.py", "\ndef run(lab: Lab) -> None:", EXPERIMENT),
        ("experiments/ports/b.py", "\ndef run(lab: Lab, n: int)", LONG_EXPERIMENT),
        (
            "experiments/ports/d.py",
            "\ndef run(lab: Lab) -> None:\n    server.serve(",
            LONG_EXPERIMENT,
        ),
        (
            "experiments/ports/c.py",
            "\ndef run(lab: Lab) -> None:\n    with lab.variant(",
            LONG_EXPERIMENT,
        ),
    ],
)
def test_one_line_too_many_is_found(
    tmp_path: Path, path: str, head: str, most: int
) -> None:
    """A file may fill its budget, and not one line more."""
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(head + "\n" * (most - head.count("\n")))
    filled = overdrafts(tmp_path)
    file.write_text(head + "\n" * (most - head.count("\n") + 1))

    assert filled == []
    assert [f"{path} has {most + 1} lines, {most} at most: split it."] == overdrafts(
        tmp_path
    )


def test_one_entry_too_many_is_found(tmp_path: Path) -> None:
    """A folder may hold sixteen entries, and not one more."""
    for number in range(FOLDER):
        (tmp_path / f"{number}.txt").touch()
    filled = overdrafts(tmp_path)
    (tmp_path / "one_more").mkdir()

    assert filled == []
    assert overdrafts(tmp_path) == [". has 17 entries, 16 at most."]
