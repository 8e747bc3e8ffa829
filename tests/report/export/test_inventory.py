"""Which files of a folder are an earlier report's."""

from pathlib import Path

from socketlab.report.export.inventory import (
    NAME,
    read_inventory,
    remove_stale,
    write_inventory,
)


def test_a_folder_without_an_inventory_holds_nothing_of_ours(tmp_path: Path) -> None:
    """Neither does one whose inventory cannot be read, or is somebody else's list."""
    found = [read_inventory(tmp_path)]
    for text in (b"\xff\xfe", b"", b"thesis.tex\n"):
        (tmp_path / NAME).write_bytes(text)
        found.append(read_inventory(tmp_path))

    assert [[]] * 4 == found


def test_an_inventory_names_itself_and_no_path(tmp_path: Path) -> None:
    """What leads out of the folder is never taken for ours."""
    write_inventory(tmp_path, ["b.md", "../a", "/etc/passwd", ".."])

    assert ["..", "b.md", NAME] == sorted(
        read_inventory(tmp_path), key=lambda name: (name != "..", name)
    )


def test_only_our_stale_files_go(tmp_path: Path) -> None:
    """A file that is gone already, or has become a folder, is no error."""
    for name in ("ours.svg", "new.svg", "mine.svg"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    write_inventory(tmp_path, ["ours.svg", "new.svg", "gone.svg", "folder", ".."])
    remove_stale(tmp_path, {"new.svg"})

    assert {"new.svg", "mine.svg", "folder", NAME} == {
        path.name for path in tmp_path.iterdir()
    }
