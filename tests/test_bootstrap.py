"""One command sets everything up, for whoever owns the checkout or only reads it."""

import ast
import fcntl
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bootstrap as setting_up

BOOTSTRAP = Path(__file__).parents[1] / "bootstrap.py"
NOBODY = 65534

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "socketlab"
version = "1"
"""

# The smallest build backend (PEP 517, PEP 660): it needs no package index.
BACKEND = """
import zipfile
from pathlib import Path

def wheel(folder, files):
    info = "socketlab-1.dist-info/"
    files |= {
        info + "METADATA": "Metadata-Version: 2.1\\nName: socketlab\\nVersion: 1\\n",
        info + "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\n",
        info + "entry_points.txt": "[console_scripts]\\nsocketlab = miniature:main\\n",
        info + "RECORD": "",
    }
    name = "socketlab-1-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder, name), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return name

def build_wheel(folder, settings=None, metadata=None):
    return wheel(folder, {"miniature.py": Path("src/miniature.py").read_text()})

def build_editable(folder, settings=None, metadata=None):
    return wheel(folder, {"miniature.pth": str(Path("src").resolve())})
"""

PROGRAM = """
import os, sys

def main():
    print(sys.argv[1:], os.getcwd(), __file__)
    sys.exit(int(sys.argv[1]) if sys.argv[1].isdigit() else 0)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """Make a checkout of a miniature socketlab, which anybody may read."""
    folder = tmp_path / "check out"
    (folder / "src").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "src/miniature.py").write_text(PROGRAM)
    (folder / "README.md").touch()
    (folder / "LICENSE").touch()
    shutil.copy(BOOTSTRAP, folder)
    yield folder
    folder.chmod(0o755)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Make a home folder with nothing in it."""
    home = tmp_path / "home"
    home.mkdir()
    return home


def start(
    checkout: Path, home: Path, *arguments: str, **variables: str
) -> subprocess.Popen[str]:
    """Start the bootstrap as a user would, but never with a package index."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "XDG_"))}
    return subprocess.Popen(
        [sys.executable, checkout / "bootstrap.py", *arguments],
        cwd=home,
        env=kept | {"HOME": str(home), "LANG": "C", "PIP_NO_INDEX": "1"} | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def bootstrap(
    checkout: Path, home: Path, *arguments: str, **variables: str
) -> tuple[int, str, str]:
    """Run the bootstrap; give its exit status, its output and its errors."""
    program = start(checkout, home, *arguments, **variables)
    out, err = program.communicate(timeout=100)
    return program.returncode, out, err


def contents(folder: Path) -> list[str]:
    """List everything below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_checkout_of_ones_own(checkout: Path, home: Path) -> None:
    """The first call sets `.venv` up, the second does nothing but run the command."""
    before = contents(checkout)
    first = bootstrap(checkout, home, "7", "a b")
    second = bootstrap(checkout, home)

    where = f"{home} {checkout}/src/miniature.py\n"
    told = "Setting up (once, about a minute) ...\n"
    experiments = ["lab", "run", "close_order", "accept_queue", "iterative_echo"]
    assert first == (7, f"['7', 'a b'] {where}", told)
    assert second == (0, f"{experiments} {where}", "")
    assert [".venv"] == [
        name
        for name in contents(checkout)
        if name not in before and not name.startswith(("src", ".venv/"))
    ]


def test_a_broken_environment_is_recognised(tmp_path: Path) -> None:
    """A Python that was replaced and a package that is gone are seen at a glance."""
    packages = tmp_path / "lib/python3.11/site-packages"
    packages.mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to("/usr/bin/python3.11")
    for name in ("click", "click-8.1.0.dist-info", "__pycache__"):
        (packages / name).mkdir()
    names = {"python": "/usr/bin/python3.11", "installed": ["click", "python"]}
    other = names | {"python": "/usr/bin/python3.12"}
    more = names | {"installed": ["click", "python", "rich"]}

    assert ["click", "python"] == setting_up.installed(tmp_path)
    assert not setting_up.is_broken(tmp_path, names)
    assert setting_up.is_broken(tmp_path, {})
    assert setting_up.is_broken(tmp_path, other)
    assert setting_up.is_broken(tmp_path, more)


def test_a_checkout_of_somebody_else(checkout: Path, home: Path) -> None:
    """Nothing is written into it; an edit there is installed before the next run."""
    page = checkout / "src/miniature.py"
    if os.geteuid() == 0:
        os.chown(checkout, NOBODY, NOBODY)
    checkout.chmod(0o555)
    before = contents(checkout)
    cache = home / "elsewhere"
    cache.mkdir()
    first = bootstrap(checkout, home, "0", XDG_CACHE_HOME=str(cache))
    page.write_text(PROGRAM.replace("print(", "print(9, "))
    second = bootstrap(checkout, home, "0", XDG_CACHE_HOME=str(cache))

    assert first[::2] == (0, "Setting up (once, about a minute) ...\n")
    assert second[::2] == (0, "Bringing the installation up to date ...\n")
    assert second[1].startswith("9 ")
    assert f"{cache}/socketlab/" in second[1]
    assert stat.S_IMODE((cache / "socketlab").stat().st_mode) == 0o700
    assert before == contents(checkout)


def test_neither_a_home_nor_a_venv_of_ones_own(
    checkout: Path, home: Path, tmp_path: Path
) -> None:
    """A `.venv` that we did not make stays; without a home the temp folder serves."""
    (checkout / ".venv").mkdir()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    variables = {"HOME": "/proc/nobody", "TMPDIR": str(temporary)}
    status, out, _ = bootstrap(checkout, home, "0", **variables)

    private = temporary / f"socketlab-{os.geteuid()}"
    assert status == 0
    assert str(private) in out
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert contents(checkout / ".venv") == []


def test_a_folder_that_others_can_write_is_not_trusted(
    checkout: Path, home: Path, tmp_path: Path
) -> None:
    """A prepared folder in the temporary one is refused with one sentence."""
    trap = tmp_path / f"socketlab-{os.geteuid()}"
    trap.mkdir()
    trap.chmod(0o777)
    variables = {"HOME": "/proc/nobody", "TMPDIR": str(tmp_path)}
    status, out, err = bootstrap(checkout, home, "0", **variables)

    assert (status, out) == (1, "")
    assert err == (
        f"socketlab: {trap} belongs to somebody else; "
        "set TMPDIR to a folder of your own.\n"
    )
    assert contents(trap) == []


def test_pip_is_heard_only_when_it_fails(checkout: Path, home: Path) -> None:
    """When pip fails, what it said is shown, and one sentence."""
    text = PROJECT.replace("requires = []", 'requires = ["nobody-has-this"]')
    (checkout / "pyproject.toml").write_text(text)
    status, out, err = bootstrap(checkout, home, "0")

    assert (status, out) == (1, "")
    assert "No matching distribution found for nobody-has-this" in err
    assert err.endswith("Is there a network?\n")
    assert "Traceback" not in err


def test_a_python_without_venv(checkout: Path, home: Path) -> None:
    """Debian's Python without its venv package is told which one to install."""
    script = (
        "import importlib.util, runpy, sys\n"
        "importlib.util.find_spec = lambda name: None\n"
        "runpy.run_path(sys.argv[1], run_name='__main__')\n"
    )
    (checkout / "gone.py").write_text(script)
    done = subprocess.run(
        [sys.executable, checkout / "gone.py", checkout / "bootstrap.py"],
        env=os.environ | {"HOME": str(home), "LANG": "C"},
        capture_output=True,
        text=True,
        check=False,
    )

    minor = sys.version_info.minor
    assert done.returncode == 1
    assert f"apt install python3.{minor}-venv\n" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_at_once(checkout: Path, home: Path) -> None:
    """Where a set-up was cut short, one of two sets up anew, and the other waits."""
    bootstrap(checkout, home, "0")
    (checkout / ".venv/socketlab-stamp").write_text("{}")
    (checkout / ".venv/half").touch()
    (lock_file,) = home.glob(".cache/socketlab/*.lock")
    with lock_file.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        both = [start(checkout, home, "3") for _ in range(2)]
        waiting = [program.stderr and program.stderr.readline() for program in both]
    rest = [program.communicate(timeout=100)[1] for program in both]

    assert [3, 3] == [program.returncode for program in both]
    assert waiting == ["Waiting for another set-up to finish ...\n"] * 2
    assert ["", "Setting up (once, about a minute) ...\n"] == sorted(rest)
    assert not (checkout / ".venv/half").exists()


def test_an_old_python_can_read_it() -> None:
    """A Python that is too old understands the file well enough to say so."""
    ast.parse(BOOTSTRAP.read_text(), feature_version=(3, 8))
