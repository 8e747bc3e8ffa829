"""Every branch of a pure file is taken by its own test file."""

import ast
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from coverage import Coverage

import purity
import socketlab

CHECKOUT = Path(__file__).parents[2]


def pure_files(package: Path) -> list[Path]:
    """Give the pure files of a package that hold more than a docstring."""
    return [
        path.relative_to(package)
        for path in sorted(package.rglob("*.py"))
        if purity.is_pure(path.relative_to(package))
        and any(not isinstance(n, ast.Expr) for n in ast.parse(path.read_text()).body)
    ]


def own_test(path: Path) -> Path:
    """Give the test file of a file: it has its name and its place."""
    return path.with_name(f"test_{path.name}")


def measure(checkout: Path, package: Path, data: Path) -> None:
    """Run the tests of the pure files, and note which of them take which branch."""
    tests = [checkout / "tests" / own_test(path) for path in pure_files(package)]
    command: list[str | Path] = [
        *(sys.executable, "-m", "coverage", "run", "--rcfile=pyproject.toml"),
        *("-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *(test for test in tests if test.exists()),
    ]
    inherited = {k: v for k, v in os.environ.items() if "XDIST" not in k}
    done = subprocess.run(
        command,
        cwd=checkout,
        env=inherited | {"COVERAGE_FILE": str(data), "PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    # A test that fails is reported where it belongs; here its branches count.
    assert done.returncode in {0, 1}, done.stdout + done.stderr


def gaps(package: Path, data: Path) -> list[str]:
    """Give a line for every pure file that its own test file does not exhaust.

    What runs while modules are imported counts for every file.
    """
    coverage = Coverage(data_file=data, config_file=str(CHECKOUT / "pyproject.toml"))
    coverage.load()
    lines = []
    for path in pure_files(package):
        table = io.StringIO()
        covered = coverage.report(
            morfs=[str(package / path)],
            contexts=["^$", f"^tests/{re.escape(str(own_test(path)))}$"],
            show_missing=True,
            file=table,
        )
        if covered < 100:
            missing = table.getvalue().splitlines()[2].partition("%")[2]
            lines.append(f"{path}: {own_test(path).name} never runs {missing.strip()}")
    return lines


def test_pure_files_are_exhausted_by_their_own_test_files(tmp_path: Path) -> None:
    """The test file with a pure file's name takes all of its branches."""
    package = Path(socketlab.__file__).parent
    measure(CHECKOUT, package, tmp_path / "data")
    found = gaps(package, tmp_path / "data")

    assert not found, "\n".join(found)


def test_a_branch_that_only_others_take_is_found(tmp_path: Path) -> None:
    """A branch that another file's test takes by accident does not count."""
    near = "def f(x):\n    if x:\n        return 1\n    return 2\n"
    far = "from socketlab.tcp.near import f\ndef g():\n    return f(0)\n"
    test_near = "from socketlab.tcp.near import f\ndef test_f():\n    assert f(1)\n"
    test_far = "from socketlab.tcp.far import g\ndef test_g():\n    assert g() == 2\n"
    files = {
        "src/socketlab/__init__.py": "",
        "src/socketlab/tcp/near.py": near,
        "src/socketlab/tcp/far.py": far,
        "tests/tcp/test_near.py": test_near,
        "tests/tcp/test_far.py": test_far,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    shutil.copy(CHECKOUT / "tests/conftest.py", tmp_path / "tests")
    package = tmp_path / "src/socketlab"
    measure(tmp_path, package, tmp_path / "data")

    found = gaps(package, tmp_path / "data")

    assert found == ["tcp/near.py: test_near.py never runs 4"]
