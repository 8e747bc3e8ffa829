"""Keep the message catalogues: what users read, in every language.

python tools/catalogue.py update    bring socketlab.pot and the languages up to date
python tools/catalogue.py compile   turn the .po files into .mo files
python tools/catalogue.py check     say what is missing; exit 1 if anything is
"""

import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from messages import Text, extract, in_click

CHECKOUT = Path(__file__).resolve().parents[1]
LOCALE = "src/socketlab/i18n/locale"
LANGUAGES = ("zh",)


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit status."""
    if arguments == ["update"]:
        update(CHECKOUT)
    elif arguments == ["compile"]:
        for language in LANGUAGES:
            po = po_file(CHECKOUT, language)
            po.with_suffix(".mo").write_bytes(compiled(read(po, language)))
    elif arguments == ["check"]:
        faults = check(CHECKOUT)
        print("\n".join(faults) or "Every message is translated.")
        return 1 if faults else 0
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


def pot_file(checkout: Path) -> Path:
    """Give the place of the template: all messages, in English only."""
    return checkout / LOCALE / "socketlab.pot"


def po_file(checkout: Path, language: str) -> Path:
    """Give the place of a language; its compiled form lies beside it."""
    return checkout / LOCALE / language / "LC_MESSAGES/socketlab.po"


def update(checkout: Path) -> None:
    """Write the template anew, and take its messages into each language."""
    pot = pot_file(checkout)
    template = Catalog()
    for text, files in extract(checkout).items():
        template.add(text, locations=[(file, 0) for file in files])
    # click changes its words; those of the versions seen before stay translated.
    for text in [*click_texts(read(pot)), *in_click()]:
        template.add(text, locations=[("click", 0)])
    write(pot, template)
    for language in LANGUAGES:
        po = po_file(checkout, language)
        catalog = read(po, language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(po, catalog)


def check(checkout: Path) -> list[str]:
    """Give a sentence for everything that is missing or stale."""
    template = read(pot_file(checkout))
    wanted = {*extract(checkout), *click_texts(template)}
    faults = []
    if wanted != {message.id for message in template if message.id}:
        faults.append("socketlab.pot is stale: run tools/catalogue.py update.")
    for language in LANGUAGES:
        po = po_file(checkout, language)
        catalog = read(po, language)
        faults += [
            f"{language}: {fault}: {text!r}"
            for text in sorted(wanted, key=str)
            if (fault := fault_of(catalog, text))
        ]
        if compiled(catalog) != po.with_suffix(".mo").read_bytes():
            faults.append(f"{language}: the .mo is stale: tools/catalogue.py compile.")
    return faults


def fault_of(catalog: Catalog, text: Text) -> str:
    """Say what is wrong with the translation of a message; nothing if it is right."""
    message = catalog.get(text if isinstance(text, str) else text[0])
    if message is None:
        return "not in the catalogue"
    translations = forms(message.string)
    if not all(translations):
        return "not translated"
    if message.fuzzy:
        return "translated in doubt"
    allowed = [placeholders(form) for form in forms(text)]
    if not all(placeholders(form) in allowed for form in translations):
        return "other placeholders"
    return ""


def forms(text: str | Sequence[str] | None) -> list[str]:
    """Give the forms of a message or translation: one, or singular and plural."""
    return [text] if isinstance(text, str) else list(text or [""])


def placeholders(text: str) -> set[str]:
    """Give the fields of a template, with their conversions."""
    return set(re.findall(r"\{[^{}]*\}|%\(\w+\)\w", text))


def click_texts(catalog: Catalog) -> list[Text]:
    """Give the messages of a template that are click's."""
    return [
        message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
        for message in catalog
        if any(file == "click" for file, _ in message.locations)
    ]


def read(path: Path, language: str | None = None) -> Catalog:
    """Read a .pot or .po file; give an empty catalogue where there is none."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(path: Path, catalog: Catalog) -> None:
    """Write a catalogue, without the dates that would change it every day."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, omit_header=True, include_lineno=False)
    head = ['msgid ""', 'msgstr ""', r'"Content-Type: text/plain; charset=utf-8\n"']
    if catalog.locale:
        head.append(rf'"Language: {catalog.locale}\n"')
        head.append(rf'"Plural-Forms: {catalog.plural_forms}\n"')
    path.parent.mkdir(parents=True, exist_ok=True)
    body = buffer.getvalue().decode().strip()
    path.write_text("\n".join([*head, "", body, ""]))


def compiled(catalog: Catalog) -> bytes:
    """Give the .mo of a catalogue: the same bytes for the same messages."""
    undated = Undated(locale=catalog.locale)
    for message in catalog:
        if message.id:
            undated[message.id] = message
    buffer = io.BytesIO()
    write_mo(buffer, undated)
    return buffer.getvalue()


class Undated(Catalog):
    """A catalogue whose head does not say when it was made, and by which Babel."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext needs to know, and no more."""
        kind = "text/plain; charset=utf-8"
        return [("Content-Type", kind), ("Plural-Forms", self.plural_forms)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
