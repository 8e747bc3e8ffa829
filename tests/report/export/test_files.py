"""The files of a report."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from socketlab.lab.record import Record, from_json
from socketlab.report.export.files import Report, write
from socketlab.report.export.put import put

FIGURES = {
    f"close_order.{figure}.{theme}.{form}"
    for figure in ("ladder", "states")
    for theme in ("light", "dark")
    for form in ("svg", "png")
}


def test_a_report_is_complete(close_order: Record, tmp_path: Path) -> None:
    """Page, figures, story, record and capture lie in the folder, which is made."""
    folder = tmp_path / "a/b"
    written = write([close_order], {"close_order": b"capture"}, folder, "en")
    names = {path.name for path in folder.iterdir()}

    assert names == {"socketlab-files.txt", *(path.name for path in written)}
    assert names == FIGURES | {
        "close_order.md",
        "close_order.pcapng",
        "close_order.record.json",
        "socketlab-files.txt",
        "index.html",
    }
    assert "index.html" == written[-1].name
    assert b"capture" == (folder / "close_order.pcapng").read_bytes()
    assert close_order == from_json((folder / "close_order.record.json").read_bytes())


def test_every_link_of_the_page_leads_to_a_file(
    close_order: Record, tmp_path: Path
) -> None:
    """Two records of one name have files of their own, none is overwritten."""
    bare = replace(close_order, stories=close_order.stories * 2)
    write([close_order, bare], {}, tmp_path, "zh")
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    links = [part.partition('"')[0] for part in html.split('href="')[1:]]
    files = [link for link in links if not link.startswith("#")]

    others = {"index.html", "report.md", "socketlab-files.txt"}
    assert {path.name for path in tmp_path.iterdir()} == {*files, *others}
    assert "close_order-2.md" in files


def test_the_same_record_gives_the_same_report(
    close_order: Record, tmp_path: Path
) -> None:
    """Byte for byte, PNG included."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        write([close_order], {}, folder, "en")
    one, two = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in folders
    )

    assert one == two


def test_a_folder_that_is_a_file_is_named(close_order: Record, tmp_path: Path) -> None:
    """The error says which path cannot be written."""
    (tmp_path / "report").write_text("mine")
    with pytest.raises(OSError, match="report") as caught:
        write([close_order], {}, tmp_path / "report", "en")

    assert str(tmp_path / "report") == str(caught.value.filename)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where it cannot take its place, what was there stays and nothing is left."""
    (tmp_path / "index.html").mkdir()
    with pytest.raises(OSError, match=r"index\.html"):
        put(tmp_path / "index.html", b"half")

    assert ["index.html"] == [path.name for path in tmp_path.iterdir()]


def test_records_may_come_in_any_order(close_order: Record, tmp_path: Path) -> None:
    """The report stands in the order of their places."""
    late = replace(close_order, name="late")
    with Report(tmp_path, "en", 2) as report:
        report.add(1, late, b"packets", "Two")
        report.add(0, close_order, None, "One")
        written = report.finish()
    html = (tmp_path / "index.html").read_text(encoding="utf-8")

    assert ["close_order", "late"] == [each.stem for each in written]
    assert html.index('<article id="close_order">') < html.index('<article id="late">')
    assert html.index(">One<") < html.index(">Two<")
    assert [None, tmp_path / "late.pcapng"] == [each.capture for each in written]


def test_a_document_has_few_pixels(close_order: Record, tmp_path: Path) -> None:
    """Of several records only the light figures are drawn as PNG, and all linked."""
    write([close_order, replace(close_order, name="b")], {}, tmp_path, "en")

    assert {f"{name}.light.png" for name in ("b.ladder", "b.states")} == {
        path.name for path in tmp_path.glob("b.*.png")
    }


def test_what_an_earlier_report_left_is_removed(
    close_order: Record, tmp_path: Path
) -> None:
    """What somebody else put there stays."""
    (tmp_path / "mine.md").write_text("mine")
    write([replace(close_order, name="old"), close_order], {}, tmp_path, "en")
    write([close_order], {}, tmp_path, "en")
    names = {path.name for path in tmp_path.iterdir()}

    assert "mine.md" in names
    assert "report.md" not in names
    assert not [name for name in names if name.startswith("old.")]


def test_what_a_broken_report_left_is_removed_too(
    close_order: Record, tmp_path: Path
) -> None:
    """Its files are known although its page was never written."""
    report = Report(tmp_path, "en", 1)
    report.add(0, replace(close_order, name="broken"), None)
    report.__exit__(KeyboardInterrupt, None, None)
    left = [path.name for path in tmp_path.glob("broken.*")]
    write([close_order], {}, tmp_path, "en")

    assert left
    assert [] == list(tmp_path.glob("broken.*"))


def test_pictures_that_cannot_be_drawn_are_an_error(
    close_order: Record, tmp_path: Path
) -> None:
    """Where a PNG has no place the report says so."""
    (tmp_path / "close_order.states.light.png").mkdir()
    with pytest.raises(OSError, match="directory"):
        write([close_order], {}, tmp_path, "en")
