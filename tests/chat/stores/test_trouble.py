"""What cannot be written stops nobody: it is told once, and made up for later."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from socketlab.chat.log.history import OPEN, Change, Slice, Trouble, UnreadableError
from socketlab.chat.stores.schema import claim
from socketlab.chat.stores.sqlite import SqliteHistory
from tests.chat.stores import full_disk
from tests.chat.stores.histories import (
    HASTY,
    keep,
    opened,
    say,
    say_run,
    texts,
    wait_for,
    wait_for_change,
    wait_until,
)


@contextmanager
def limited(size: int) -> Iterator[None]:
    """Let no file grow beyond a size (setrlimit(2)); Python ignores SIGXFSZ."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_may_not_grow_suspends_and_goes_on(tmp_path: Path) -> None:
    """At the limit it is told; what was said meanwhile is there afterwards."""
    with opened(tmp_path / "h") as history:
        keep(history, say(1))
        wait_for(history, 1)
        with limited((tmp_path / "h-wal").stat().st_size + 100):
            keep(history, say(2))
            suspended = wait_for_change(history)
            keep(history, say(3))
            released = history.released
        changes = wait_for_change(history)

        assert Change(Trouble.BROKEN) == suspended
        assert released >= 3  # members know, and go on
        assert Change(None, 0) == changes
        assert ["1", "2", "3"] == texts(history)


def test_a_locked_file_suspends_and_goes_on(tmp_path: Path) -> None:
    """Somebody's forgotten transaction is told, and made up for when it ends."""
    with opened(tmp_path / "h") as history:
        keep(history, say(1))
        wait_for(history, 1)
        other = sqlite3.connect(tmp_path / "h", isolation_level=None)
        with closing(other):
            other.execute("BEGIN IMMEDIATE")
            keep(history, say(2))
            suspended = wait_for_change(history)
        resumed = wait_for_change(history)

        assert Change(Trouble.LOCKED) == suspended
        assert Change(None, 0) == resumed
        assert ["1", "2"] == texts(history)


def test_what_does_not_fit_while_it_is_suspended_is_counted(tmp_path: Path) -> None:
    """The oldest are forgotten, their number is told, the latest are there."""
    with opened(tmp_path / "h", queue=10_000) as history:
        other = sqlite3.connect(tmp_path / "h", isolation_level=None)
        with closing(other):
            other.execute("BEGIN IMMEDIATE")
            keep(history, say_run(-1, "said", "in one", "go"))
            wait_for_change(history)
            for number in range(2, 101):
                keep(history, say(number, "x" * 744))
                assert not history.full
            wait_until(lambda: history.writer.lost == 92)
        resumed = wait_for_change(history)
        left = history.cut(Slice("#lobby", OPEN, 1000))

        assert Change(None, 92) == resumed
        assert list(range(91, 101)) == [entry.number for entry in left]


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"This is somebody's diary, which nobody may overwrite. " * 50, "damaged"),
        (b"SQLite format 3\x00" + b"\xff" * 5000, "damaged"),
        (None, "foreign"),
    ],
)
def test_a_file_that_is_no_history_is_left_alone(
    tmp_path: Path, content: bytes | None, trouble: str
) -> None:
    """The server starts without it, and keeps its history when it is taken away."""
    path = tmp_path / "h"
    if content is None:
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE diary (day)")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with opened(path) as history:
        change = wait_for_change(history)
        keep(history, say(1))
        with pytest.raises(UnreadableError):
            texts(history)
        after = path.read_bytes()
        path.rename(tmp_path / "aside")
        resumed = wait_for_change(history)

        assert history.last is None
        assert Change(Trouble(trouble)) == change
        assert before == after
        assert Change(None, 0) == resumed
        assert ["1"] == texts(history)


def test_a_file_that_is_damaged_while_it_is_used_is_told(tmp_path: Path) -> None:
    """Whatever stands where the tables stood: it is told, and nobody is stopped."""
    path = tmp_path / "h"
    with opened(path) as history:
        for number in range(1, 400):
            keep(history, say(number, "x" * 200))
        wait_for(history, 399)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    with opened(path) as history:
        keep(history, say(400))
        change = wait_for_change(history)
        path.unlink()
        resumed = wait_for_change(history)

        assert Change(Trouble.DAMAGED) == change
        assert Change(None, 0) == resumed
        assert ["400"] == texts(history)


def test_a_file_that_is_moved_away_is_made_anew(tmp_path: Path) -> None:
    """What is acknowledged is in the file that lies there, not in one that is gone."""
    path = tmp_path / "h"
    with opened(path) as history:
        keep(history, say(1))
        wait_for(history, 1)
        texts(history)
        path.rename(tmp_path / "archive")
        keep(history, say(2))
        changes = wait_for(history, 2)

        assert [] == changes
        assert ["2"] == texts(history)


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    """A file that cannot even be made is a trouble, until it can be."""
    folder = tmp_path / "folder"
    with opened(folder / "h") as history:
        keep(history, say(1))
        wait_for(history, 1)
        shutil.rmtree(folder)
        folder.touch()
        keep(history, say(2))
        change = wait_for_change(history)
        folder.unlink()
        folder.mkdir()
        resumed = wait_for_change(history)

        assert Change(Trouble.DENIED) == change
        assert Change(None, 0) == resumed
        assert ["2"] == texts(history)


def test_a_server_that_ends_in_trouble_says_what_is_lost(tmp_path: Path) -> None:
    """It tries once more, then gives the number of what was not written."""
    history = SqliteHistory(tmp_path / "h", HASTY)
    with closing(sqlite3.connect(tmp_path / "h", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        keep(history, say(1), say_run(2, "two", "three"))
        wait_for_change(history)

        assert 3 == history.close()


def test_a_disk_that_never_answers_is_told(tmp_path: Path) -> None:
    """A commit that takes too long suspends, though it gives no error."""
    with opened(tmp_path / "h") as history:
        release = block(history)
        keep(history, say(1))
        change = wait_for_change(history)
        stuck = history.released, history.full
        release()
        resumed = wait_for_change(history)

        assert Change(Trouble.SLOW) == change
        assert (True, False) == (stuck[0] >= 1, stuck[1])
        assert Change(None) == resumed
        assert ["1"] == texts(history)


def block(history: SqliteHistory) -> Callable[[], None]:
    """Stop the writer as a hanging disk does: in the middle of a system call."""
    reading, writing = os.pipe()
    look = history.writer._look  # noqa: SLF001 its one system call that is not SQLite's

    def hang() -> tuple[int, int]:
        os.read(reading, 1)
        return look()

    history.writer._look = hang  # type: ignore[method-assign]  # noqa: SLF001

    def release() -> None:
        os.close(writing)

    return release


def test_a_disk_that_is_full_suspends_and_goes_on(tmp_path: Path) -> None:
    """On a file system of 1 MB: what was acknowledged before and after is there."""
    if not shutil.which("unshare"):
        pytest.skip("util-linux's unshare is missing.")
    script = 'mount -t tmpfs -o size=1m none "$1" && shift && exec "$@"'  # ours alone
    done = subprocess.run(
        [
            *("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script),
            *("sh", tmp_path, sys.executable, full_disk.__file__, tmp_path),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if "unshare:" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"No private mount namespace: {done.stderr.strip()}")
    assert 0 == done.returncode, done.stderr
    report = json.loads(done.stdout)

    assert [["full", 0], [None, 0]] == report["changes"]
    assert report["acknowledged"] <= report["kept"]
    assert report["said"] == report["kept"]


def test_the_lock_beside_the_file_is_no_trouble_by_itself(tmp_path: Path) -> None:
    """Who was killed leaves the lock's file, and it locks nobody out."""
    descriptor = claim(tmp_path / "h")
    os.close(descriptor)

    with opened(tmp_path / "h") as history:
        assert 0 == history.last
