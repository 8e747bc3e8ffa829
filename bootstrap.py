"""Set socketlab up and run it; needs Python 3.11 with venv and pip, nothing else.

python3 bootstrap.py             run the first three experiments
python3 bootstrap.py test        run the tests; further words go to pytest
python3 bootstrap.py COMMAND...  run any socketlab command, such as `lab list`

Everything is installed into a virtual environment: `.venv` in a checkout that is
yours, otherwise a private folder of your cache, and then nothing at all is
written into the checkout.
"""

import contextlib
import fcntl
import gettext
import hashlib
import importlib.util
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

if sys.version_info < (3, 11):  # noqa: UP036 the user's Python, not yet ours
    sys.exit("socketlab needs Python 3.11 or newer: python3.12 bootstrap.py")

CHECKOUT = Path(__file__).resolve().parent
STAMP = "socketlab-stamp"
FIRST = ["lab", "run", "close_order", "accept_queue", "iterative_echo"]

_ = gettext.translation(
    "socketlab", CHECKOUT / "src/socketlab/i18n/locale", fallback=True
).gettext


class SetUpError(Exception):
    """Set-up cannot go on; the text says what to do."""


def main(arguments: list[str]) -> None:
    """Set up what is missing, then become the command."""
    os.environ.pop("PYTHONHOME", None)  # both speak of another installation
    os.environ.pop("PYTHONPATH", None)
    testing = arguments[:1] == ["test"]
    try:
        environment = prepare("test" if testing else "")
    except SetUpError as error:
        sys.exit(f"socketlab: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    python = str(environment / "bin/python")
    if testing:
        command = [python, *test_command(environment, arguments[1:])]
    else:
        arguments = arguments or [*FIRST, *report_folder()]
        command = [python, str(environment / "bin/socketlab"), *arguments]
    os.execv(python, command)  # noqa: S606 no shell: exit status and signals are its own


def test_command(environment: Path, arguments: list[str]) -> list[str]:
    """Give the arguments for Python that run the tests.

    Whatever the tools remember from run to run goes into the environment.
    """
    cache = environment / "cache"
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(cache / "hypothesis")
    os.environ["MYPY_CACHE_DIR"] = str(cache / "mypy")
    os.environ["RUFF_CACHE_DIR"] = str(cache / "ruff")
    if not is_ours(CHECKOUT):
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.chdir(CHECKOUT)
    return ["-m", "pytest", "-n", "4", "-o", f"cache_dir={cache}/pytest", *arguments]


def report_folder() -> list[str]:
    """Send the first report to the home where it cannot stand beside the reader."""
    beside = is_ours(CHECKOUT) or not Path.cwd().is_relative_to(CHECKOUT)
    if beside and os.access(".", os.W_OK):
        return []
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 Path.home() raises without one
    if not is_private(home):
        home = private_folder()
    return ["--out", str(home / "socketlab-report")]


def prepare(extras: str) -> Path:
    """Give a virtual environment that holds this checkout as it is now.

    Args:
        extras: the optional dependencies to install as well, or nothing.

    Raises:
        SetUpError: it cannot be made.

    """
    folder = private_folder()
    name = hashlib.sha256(bytes(CHECKOUT)).hexdigest()[:16]
    with locked(folder / f"{name}.lock"):
        environment = CHECKOUT / ".venv"
        foreign = environment.exists() and not (environment / STAMP).exists()
        ours = is_ours(CHECKOUT) and not foreign
        if not ours:
            environment = folder / name
        # Installed editable, only the list of dependencies can grow stale.
        contents = content_hash([CHECKOUT / "pyproject.toml"] if ours else sources())
        stamp = read_stamp(environment)
        if is_broken(environment, stamp):
            show(_("Setting up (once, about a minute) ..."))
            create(environment)
        elif stamp.get("contents") != contents or extras not in stamp["extras"]:
            show(_("Bringing the installation up to date ..."))
        else:
            return environment
        extras = extras or stamp.get("extras", "")
        write_stamp(environment, {})  # unfinished: whoever finds it, starts afresh
        install(environment, extras, editable=ours)
        stamp = {
            "python": os.path.realpath(environment / "bin/python"),
            "contents": contents,
            "extras": extras,
            "installed": installed(environment),
        }
        write_stamp(environment, stamp)
    return environment


def is_ours(checkout: Path) -> bool:
    """Whether we write into the checkout: it is ours, and not read-only.

    Root could write anywhere; but what it left in a user's checkout, that user
    could not remove.
    """
    return checkout.stat().st_uid == os.geteuid() and os.access(checkout, os.W_OK)


def private_folder() -> Path:
    """Give a folder that only we can write into: in the cache, or the temp folder.

    Code will be run from it, so one that belongs to somebody else is not taken.

    Raises:
        SetUpError: there is none.

    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))  # noqa: PTH111 see above
    temporary = Path(tempfile.gettempdir(), f"socketlab-{os.geteuid()}")
    for place in (cache / "socketlab", temporary):
        with contextlib.suppress(OSError):
            if place == temporary or belongs_to_us(cache, cache.parent):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if place.is_absolute() and is_private(place):
            return place
    text = _("{folder} belongs to somebody else; set TMPDIR to a folder of your own.")
    raise SetUpError(text.format(folder=temporary))


def belongs_to_us(*folders: Path) -> bool:
    """Whether the first of these folders that exists is ours."""
    found = [folder.stat().st_uid for folder in folders if os.path.exists(folder)]  # noqa: PTH110 Path.exists() may raise
    return found[:1] == [os.geteuid()]


def is_private(folder: Path) -> bool:
    """Whether a folder is ours, and nobody else can write into it."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return ours and not found.st_mode & 0o022 and os.access(folder, os.W_OK)


def sources() -> list[Path]:
    """All files that an installation is made of."""
    names = ["pyproject.toml", "README.md", "LICENSE"]
    found = [path for path in CHECKOUT.glob("src/**/*") if path.is_file()]
    code = [path for path in found if path.suffix != ".pyc"]
    return [CHECKOUT / name for name in names] + sorted(code)


def content_hash(files: list[Path]) -> str:
    """One short text that changes when a file does."""
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(CHECKOUT)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time set up (flock(2))."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            show(_("Waiting for another set-up to finish ..."))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_stamp(environment: Path) -> dict[str, Any]:
    """Read what the last set-up left; nothing where it did not finish."""
    try:
        return dict(json.loads((environment / STAMP).read_text()))
    except (OSError, ValueError):
        return {}


def write_stamp(environment: Path, stamp: dict[str, Any]) -> None:
    """Leave word for the next run."""
    (environment / STAMP).write_text(json.dumps(stamp))


def is_broken(environment: Path, stamp: dict[str, Any]) -> bool:
    """Whether the environment must be made anew.

    Its Python may have been replaced by another one, or packages taken away.
    """
    if not stamp or stamp["python"] != os.path.realpath(environment / "bin/python"):
        return True
    return not set(stamp["installed"]) <= set(installed(environment))


def installed(environment: Path) -> list[str]:
    """List the names of what is installed, programs and packages."""
    found = [*environment.glob("bin/*"), *environment.glob("lib/*/site-packages/*")]
    passing = {"__pycache__", ".dist-info"}  # the latter carries a version
    return sorted(path.name for path in found if not {path.name, path.suffix} & passing)


def create(environment: Path) -> None:
    """Make the empty environment.

    Raises:
        SetUpError: this Python has no venv, or the place cannot be written.

    """
    if importlib.util.find_spec("ensurepip") is None:
        text = _("Python has no venv; on Debian: apt install python3.{minor}-venv")
        raise SetUpError(text.format(minor=sys.version_info.minor))
    try:
        if environment.exists():
            shutil.rmtree(environment)
        environment.mkdir()
        write_stamp(environment, {})
        run([sys.executable, "-m", "venv", environment])
    except OSError as error:
        text = _("Cannot make {folder}: {error}. Remove it and try again.")
        text = text.format(folder=environment, error=error.strerror)
        raise SetUpError(text) from None


def install(environment: Path, extras: str, *, editable: bool) -> None:
    """Install the checkout and what it needs.

    Raises:
        SetUpError: pip failed.

    """
    what = f".[{extras}]" if extras else "."
    how = ["--editable", what] if editable else [what]
    run([environment / "bin/python", "-m", "pip", "install", "--quiet", *how])


def run(command: Sequence[str | Path]) -> None:
    """Run a step of the set-up in the checkout; what it says is not shown.

    Raises:
        SetUpError: it failed; now it is shown.

    """
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"}
    quiet["PYTHONDONTWRITEBYTECODE"] = "1"  # a build must leave nothing in the checkout
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=os.environ | quiet,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0:
        show(done.stdout.decode(errors="replace"))
        text = _("Set-up failed at: {command}\nIs there a network?")
        raise SetUpError(text.format(command=" ".join(map(str, command))))


def show(text: str) -> None:
    """Tell the user, where it does not mix with the output."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
