"""The catalogues are complete, and what is missing would be found."""

import shutil
from pathlib import Path
from types import ModuleType

import pytest

import catalogue
import messages
from socketlab import i18n
from socketlab.lab import page
from socketlab.lab.experiment import Lab

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Make a small checkout with one message, and the catalogues that it needs."""
    shutil.copytree(CHECKOUT / catalogue.LOCALE, tmp_path / catalogue.LOCALE)
    (tmp_path / "src/socketlab/old.py").write_text('_("agrees")\n')
    (tmp_path / "bootstrap.py").touch()
    catalogue.update(tmp_path)
    po = catalogue.po_file(tmp_path, "zh")
    po.with_suffix(".mo").write_bytes(catalogue.compiled(catalogue.read(po, "zh")))
    return tmp_path


def test_every_message_is_translated() -> None:
    """Nothing is missing, in doubt or stale, and placeholders are kept."""
    faults = catalogue.check(CHECKOUT)

    assert not faults, "\n".join(faults)


def test_the_languages_are_those_of_the_program() -> None:
    """Each language of the program but English has a catalogue."""
    assert i18n.LANGUAGES == ("en", *catalogue.LANGUAGES)


def test_a_new_message_is_found(copy: Path) -> None:
    """A message added to the source is missing in the template and in Chinese."""
    (copy / "src/socketlab/new.py").write_text('_("A new sentence.")\n')

    assert catalogue.check(copy) == [
        "socketlab.pot is stale: run tools/catalogue.py update.",
        "zh: not in the catalogue: 'A new sentence.'",
    ]


def test_an_update_asks_for_the_translation(copy: Path) -> None:
    """After an update, a new message is there and not translated."""
    (copy / "src/socketlab/new.py").write_text('_("A new sentence.")\n')
    catalogue.update(copy)

    assert catalogue.check(copy) == ["zh: not translated: 'A new sentence.'"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgstr "相符"', 'msgstr ""', "not translated: 'agrees'"),
        ('msgid "agrees"', '#, fuzzy\nmsgid "agrees"', "in doubt: 'agrees'"),
        ('msgstr "相符"', 'msgstr "相符 {x}"', "other placeholders: 'agrees'"),
    ],
)
def test_a_bad_translation_is_found(copy: Path, old: str, new: str, fault: str) -> None:
    """An empty, a doubtful or a wrong translation is named, and so is the old .mo."""
    po = catalogue.po_file(copy, "zh")
    text = po.read_text()
    po.write_text(text.replace(old, new))
    found = catalogue.check(copy)

    assert old in text
    assert fault in found[0]
    assert found[1:] == ["zh: the .mo is stale: tools/catalogue.py compile."]


def test_an_update_changes_nothing_that_is_current(copy: Path) -> None:
    """Updating twice gives the same files, byte for byte."""
    catalogue.update(copy)
    once = [path.read_bytes() for path in sorted(copy.glob("src/**/locale/**/*.*"))]
    catalogue.update(copy)

    assert once == [
        path.read_bytes() for path in sorted(copy.glob("src/**/locale/**/*.*"))
    ]


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("a.py", '_("one" " two")', ["one two"]),
        ("a.py", 'lab.step("{n} connect.", n=2)', ["{n} connect."]),
        ("a.py", 'Sentence("yes" if x else "no", {})', ["yes", "no"]),
        ("a.py", 'template = "one"\nSentence(template, {})', ["one"]),
        ("a.py", 'ngettext("one", "many", n)', [("one", "many")]),
        ("a.py", 'CAVEATS = ("one", "two")', ["one", "two"]),
        ("a.py", 'CAVEATS: tuple[str, ...] = ("one",)', ["one"]),
        ("a.py", 'print("one")', []),
        ("a.py", "_(sentence.template)", []),
        (
            "experiments/closing/a.py",
            '"""Which\nend?\n\nHypothesis: the\nactive one.\n"""\ndef run(lab): ...',
            ["Which end?", "the active one."],
        ),
        (
            "echo/tcp_servers/a.py",
            '"""One.\n\nSee:  b,\n  c.\nStopped by:  one."""\ndef serve(): ...',
            ["One.", "b, c.", "one."],
        ),
    ],
)
def test_messages_are_found_where_they_are_written(
    tmp_path: Path, path: str, source: str, found: list[messages.Text]
) -> None:
    """Each way of writing a message is known."""
    file = tmp_path / "src/socketlab" / path
    file.parent.mkdir(parents=True)
    file.write_text(source)
    (tmp_path / "bootstrap.py").touch()

    assert found == list(messages.extract(tmp_path))


def run(lab: Lab) -> None:
    """Be the shortest experiment."""
    lab.hosts("client")


def test_a_page_is_looked_up_as_it_is_read() -> None:
    """What the laboratory reads off a page is what stands in the catalogue."""
    module = ModuleType("page", "Which\nend?\n\nHypothesis: the\n  active one.")
    module.__dict__["run"] = run
    read = page.read("page", "page", module)
    texts = list(messages.in_page(module.__doc__ or ""))

    assert [read.question, read.hypothesis] == texts
