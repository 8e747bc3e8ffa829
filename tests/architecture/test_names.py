"""What things are called, and which shape files and tests have."""

import ast
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SOURCE = CHECKOUT / "src/socketlab"
TESTS = CHECKOUT / "tests"

FORBIDDEN = {"utils", "helpers", "common", "manager", "base", "misc", "util", "helper"}


def parsed(root: Path, pattern: str) -> dict[Path, ast.Module]:
    """Read the Python files under `root` whose name matches, by relative path."""
    paths = sorted(root.rglob(pattern))
    return {path.relative_to(root): ast.parse(path.read_text()) for path in paths}


def empty_names(root: Path) -> list[str]:
    """Give a sentence for every name that says nothing."""
    sentences = []
    for path, tree in parsed(root, "*.py").items():
        sentences += [
            f"{path}: `{part}` says nothing about what is inside."
            for part in path.with_suffix("").parts
            if FORBIDDEN & set(part.split("_"))
        ]
        sentences += [
            f"{path}: class `{node.name}` says nothing about what it is."
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and node.name.lower().endswith(("manager", "helper", "utils", "base"))
        ]
    return sentences


def crowded_models(root: Path) -> list[str]:
    """Give a sentence for every concurrency model with more than `serve`."""
    sentences = []
    for path, tree in parsed(root, "*.py").items():
        nodes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        names = [node.name for node in tree.body if isinstance(node, nodes)]
        public = [name for name in names if not name.startswith("_")]
        if "tcp_servers" in path.parts and "serve" in names and public != ["serve"]:
            sentences.append(f"{path}: a model has one public name, serve: {public}.")
    return sentences


def silent_tests(root: Path) -> list[str]:
    """Give a sentence for every test that does not say in one what it shows."""
    sentences = []
    for path, tree in parsed(root, "test_*.py").items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name.startswith("test_"):
                text = " ".join((ast.get_docstring(node) or "").split())
                if not text.endswith(".") or ". " in text.replace("e.g. ", ""):
                    sentences.append(f"{path}: {node.name} needs one sentence.")
    return sentences


def test_every_name_says_something() -> None:
    """No module or class has a name that would fit anything."""
    assert [] == empty_names(SOURCE) + empty_names(TESTS)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tcp/utils.py", ""),
        ("common/states.py", ""),
        ("tcp/segment_helpers.py", ""),
        ("tcp/states.py", "class StateManager: ..."),
        ("tcp/states.py", "class SegmentBase: ..."),
    ],
)
def test_an_empty_name_is_found(tmp_path: Path, path: str, text: str) -> None:
    """A file, a folder or a class with a name that fits anything is named."""
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(text)

    assert len(empty_names(tmp_path)) == 1


def test_a_model_shows_one_name() -> None:
    """Every concurrency model has one public name, `serve`."""
    assert [] == crowded_models(SOURCE)


def test_a_second_public_name_is_found(tmp_path: Path) -> None:
    """A model with another public function is named; what is shared is no model."""
    folder = tmp_path / "echo/tcp_servers"
    folder.mkdir(parents=True)
    (folder / "good.py").write_text("def serve(): ...\ndef _wait(): ...")
    (folder / "blocking.py").write_text("def handle(): ...\ndef accept(): ...")
    (folder / "bad.py").write_text("def serve(): ...\ndef wait(): ...")

    found = crowded_models(tmp_path)

    assert len(found) == 1
    assert found[0].startswith("echo/tcp_servers/bad.py: a model has one public name")


def test_every_test_says_what_it_shows() -> None:
    """Each test has a docstring of one sentence."""
    broken = silent_tests(TESTS)

    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("docstring", ["", '"""No stop"""', '"""Two. Sentences."""'])
def test_a_silent_test_is_found(tmp_path: Path, docstring: str) -> None:
    """A test without its one sentence is named."""
    (tmp_path / "test_it.py").write_text(f"def test_x():\n    {docstring}\n    pass")

    assert ["test_it.py: test_x needs one sentence."] == silent_tests(tmp_path)
