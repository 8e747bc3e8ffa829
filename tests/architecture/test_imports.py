"""Who may import whom, and that pure files are pure (the map of the package)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import purity

SOURCE = Path(__file__).parents[2] / "src/socketlab"

# Files at the top of these subjects are pure, and so are these folders.
PURE = {
    "chat",
    "check",
    "echo",
    "evidence",
    "lab",
    "report",
    "tcp",
    "chat.irc",
    "report.ladder",
    "evidence.syscall",
}

# What a subject's files import besides their own; pure files reach only pure ones.
PURE_EDGES = {
    "evidence": {"tcp"},
    "lab": {"evidence", "tcp"},
    "report": {"lab.record", "evidence", "tcp"},
    "check": {"evidence", "tcp", "lab.record"},
}
# Folders that touch the kernel reach every pure file, and besides:
FOLDER_EDGES = {
    "lab.linux": {"evidence.collectors"},
    "check.probes": {"lab.linux", "evidence.collectors"},
}
EDGES = {
    "experiments": {"lab", "echo", "chat", "tcp"},
    "bench": {"echo", "chat", "lab.linux.process", "report"},
    "i18n": set[str](),
}
ENTRANCES = {"cli", "watch", "web"}
PROHIBITIONS = [
    ("echo", "chat", "echo and chat never import each other."),
    ("chat", "echo", "echo and chat never import each other."),
    ("check", "echo", "check never imports echo: it sees a black box."),
    ("check", "chat", "check never imports chat: it sees a black box."),
    (
        "experiments",
        "report",
        "experiments never imports report: a result has no face.",
    ),
    (
        "experiments",
        "lab.linux",
        "experiments never imports lab.linux: the runner hands it over.",
    ),
]

# The computing part of the standard library, and single names of the rest.
COMPUTING = {
    *("abc", "array", "base64", "binascii", "bisect", "codecs", "collections"),
    *(
        "contextlib",
        "copy",
        "dataclasses",
        "decimal",
        "difflib",
        "enum",
        "errno",
        "fractions",
    ),
    *("functools", "hashlib", "heapq", "html", "inspect", "ipaddress", "itertools"),
    *("json", "keyword", "math", "numbers", "operator", "re", "statistics", "string"),
    *("struct", "sys.byteorder", "textwrap", "tomllib", "types", "typing"),
    *("unicodedata", "zlib"),
}
LIBRARIES = {"msgspec": purity.SUBJECTS, "jinja2": {"report"}}
TOUCHES = {"open", "print", "input", "__import__", "exec", "eval"}


class File:
    """A file of the package: its module's name, and where it stands."""

    def __init__(self, path: Path, root: Path) -> None:
        """Parse it."""
        parts = path.relative_to(root).with_suffix("").parts
        self.is_package = parts[-1] == "__init__"
        self.parts = parts[:-1] if self.is_package else parts
        self.module = ".".join(self.parts)
        self.subject = self.parts[0] if self.parts else ""
        self.folder = ".".join(path.parent.relative_to(root).parts)
        self.pure = purity.is_pure(path.relative_to(root))
        self.tree = ast.parse(path.read_text())

    def imports(self, modules: set[str]) -> Iterator[str]:
        """Give what it imports; ours without `socketlab.` but with a dot in front."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                module = node.module or ""
                if node.level:
                    up = node.level - self.is_package
                    above = self.parts[: len(self.parts) - up]
                    module = ".".join(["socketlab", *above, *module.split(".")])
                names = [f"{module.rstrip('.')}.{alias.name}" for alias in node.names]
            else:
                continue
            for name in names:
                first, _, rest = name.partition(".")
                if first != "socketlab":
                    yield name
                elif rest in modules:
                    yield f".{rest}"
                else:
                    yield f".{rest.rpartition('.')[0]}"


def is_within(module: str, places: set[str]) -> bool:
    """Whether a module is one of the places or lies in one."""
    return any(module == place or module.startswith(f"{place}.") for place in places)


def reach(file: File, modules: set[str], pure: set[str]) -> set[str]:
    """Give the modules that a file may import, those of its own subject aside."""
    if file.pure:
        edges = PURE_EDGES.get(file.subject, set())
        return {module for module in pure if is_within(module, edges)}
    if file.subject in ENTRANCES | {"workbench", "__main__"}:
        return modules
    if file.subject in EDGES:
        edges = EDGES[file.subject] | {"i18n"}
        return {module for module in modules if is_within(module, edges)}
    edges = FOLDER_EDGES.get(".".join(file.parts[:2]), set()) | {"i18n"}
    return pure | {module for module in modules if is_within(module, edges)}


def objection(file: File, module: str, reached: set[str], pure: set[str]) -> str:
    """Say why a file may not import one of our modules; nothing if it may."""
    subject = module.partition(".")[0]
    for importer, imported, sentence in PROHIBITIONS:
        if is_within(file.module, {importer}) and is_within(module, {imported}):
            return sentence
    if subject == file.subject:
        bad = file.pure and module not in pure
        return "a pure file never imports from its own subfolders." if bad else ""
    if subject in ENTRANCES and file.module != "__main__":
        return f"nobody imports {subject}."
    if module == "" or module in reached:
        return ""
    return f"the map has no edge from {file.folder or file.module} to it."


def impurities(file: File, imported: list[str]) -> Iterator[str]:
    """Give what makes a pure file impure."""
    for name in imported:
        top = name.partition(".")[0]
        known = {top, name} & COMPUTING or file.subject in LIBRARIES.get(top, ())
        if top and not known:
            yield f"{file.module} is pure and imports {top}."
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Name) and node.id in TOUCHES:
            yield f"{file.module} is pure and calls {node.id}()."


def broken_sentences(root: Path) -> list[str]:
    """Give a sentence for every rule of the map that a file under `root` breaks."""
    files = [File(path, root) for path in sorted(root.rglob("*.py"))]
    modules = {file.module for file in files}
    pure = {file.module for file in files if file.pure}
    sentences = []
    for file in files:
        imported = list(file.imports(modules))
        reached = reach(file, modules, pure)
        sentences += [
            f"{file.module} imports {name[1:]}: {why}"
            for name in imported
            if name.startswith(".")
            and (why := objection(file, name[1:], reached, pure))
        ]
        if file.pure:
            sentences += impurities(file, imported)
    return sorted(set(sentences))


def test_nobody_imports_what_they_may_not() -> None:
    """The package keeps to its map."""
    broken = broken_sentences(SOURCE)

    assert not broken, "\n".join(broken)


TREE = {
    "lab/__init__.py": "",
    "lab/linux/__init__.py": "",
    "lab/record.py": "",
    "lab/linux/runner.py": "",
    "evidence/timeline.py": "",
    "evidence/collectors/proc.py": "",
    "echo/line.py": "",
    "echo/tcp_servers/prefork.py": "",
    "chat/room.py": "",
    "report/page.py": "",
    "tcp/states.py": "",
    "cli/lab.py": "",
    "i18n/__init__.py": "",
}


@pytest.mark.parametrize(
    ("path", "line", "sentence"),
    [
        ("tcp/bad.py", "import socket", "tcp.bad is pure and imports socket."),
        ("tcp/bad.py", "import os.path", "tcp.bad is pure and imports os."),
        ("tcp/bad.py", "def f(): open('x')", "tcp.bad is pure and calls open()."),
        ("tcp/bad.py", "import jinja2", "tcp.bad is pure and imports jinja2."),
        ("report/bad.py", "import time", "report.bad is pure and imports time."),
        ("lab/bad.py", "from socketlab.lab.linux import runner", "own subfolders."),
        ("lab/bad.py", "from .linux import runner", "own subfolders."),
        ("lab/bad.py", "import socketlab.report.page", "no edge from lab to it."),
        ("lab/bad.py", "from socketlab import i18n", "no edge from lab to it."),
        ("tcp/bad.py", "from socketlab.lab import record", "no edge from tcp to it."),
        ("report/bad.py", "from socketlab.echo import line", "no edge from report"),
        ("report/export/b.py", "import socketlab.lab.linux.runner", "report.export to"),
        ("echo/clients/b.py", "import socketlab.chat.room", "never import each other."),
        ("chat/stores/b.py", "from socketlab.echo import line", "never import each"),
        ("check/probes/b.py", "from socketlab.echo import line", "sees a black box."),
        ("check/bad.py", "from socketlab.chat import room", "sees a black box."),
        ("experiments/b.py", "from socketlab.report import page", "has no face."),
        (
            "experiments/b.py",
            "import socketlab.lab.linux.runner",
            "the runner hands it over.",
        ),
        ("experiments/b.py", "import socketlab.evidence.timeline", "no edge from exp"),
        ("bench/b.py", "import socketlab.lab.linux.runner", "no edge from bench"),
        ("workbench.py", "import socketlab.cli.lab", "nobody imports cli."),
        ("i18n/b.py", "import socketlab.tcp.states", "no edge from i18n to it."),
    ],
)
def test_each_rule_can_be_broken(
    tmp_path: Path, path: str, line: str, sentence: str
) -> None:
    """One bad import in a small package gives the one sentence that it breaks."""
    for name, text in {**TREE, path: line}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    found = broken_sentences(tmp_path)

    assert len(found) == 1
    assert sentence in found[0]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("lab/good.py", "from socketlab.evidence import timeline"),
        ("report/good.py", "from socketlab.lab.record import Record"),
        ("report/good.py", "from jinja2 import Environment"),
        ("lab/linux/good.py", "from socketlab.evidence.collectors import proc"),
        ("lab/linux/good.py", "import os, socketlab.i18n"),
        ("check/probes/good.py", "from socketlab.lab.linux import runner"),
        ("experiments/good.py", "from socketlab.echo.tcp_servers import prefork"),
        ("workbench.py", "from socketlab.lab.linux import runner"),
        ("cli/good.py", "import socketlab.workbench, socketlab.report.page"),
        ("__main__.py", "from socketlab.cli import lab"),
        ("tcp/good.py", "from socketlab import __version__"),
    ],
)
def test_what_the_map_allows_is_not_refused(
    tmp_path: Path, path: str, line: str
) -> None:
    """An import along the map breaks no sentence."""
    for name, text in {**TREE, path: line}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    assert [] == broken_sentences(tmp_path)
