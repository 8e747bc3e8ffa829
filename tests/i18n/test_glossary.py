"""The catalogue and the glossary speak of the same thing with the same word."""

import re
from pathlib import Path

import catalogue

CHECKOUT = Path(__file__).parents[2]

# Everyday words too, which everyday sentences use in their other senses.
EVERYDAY = {"end", "host", "question", "source", "step"}

# Placeholders, options and manual pages are the same in every language.
NOT_PROSE = re.compile(r"\{.*?\}|--[\w-]+|\w+\(\d\)|manual page")


def glossary() -> dict[str, str]:
    """Give the words of the glossary in English, and in Chinese without a gloss."""
    lines = (CHECKOUT / "docs/glossary.md").read_text().splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return {row[0]: row[1].partition("（")[0] for row in rows if len(row) == 3}


def contradictions(messages: dict[str, str], words: dict[str, str]) -> list[str]:
    """Give the messages whose translation uses another word than the glossary."""
    return [
        f"{word} is {chinese}: {message!r} has {translation!r}"
        for message, translation in messages.items()
        for word, chinese in words.items()
        if re.search(rf"\b{word}s?\b", NOT_PROSE.sub("", message))
        and chinese not in translation
    ]


def test_the_catalogue_keeps_to_the_glossary() -> None:
    """Where a message has a word of the glossary, its translation has it too."""
    words = {k: v for k, v in glossary().items() if k not in EVERYDAY}
    messages = {
        catalogue.forms(message.id)[-1]: catalogue.forms(message.string)[0]
        for message in catalogue.read(catalogue.po_file(CHECKOUT, "zh"), "zh")
        if message.id and all(file != "click" for file, _ in message.locations)
    }
    found = contradictions(messages, words)

    assert len(words) > 50
    assert not found, "\n".join(found)


def test_another_word_is_found() -> None:
    """A translation with a word that is not the glossary's is named."""
    messages = {"Two segments.": "两个分段。", "A {segment}.": "一个{segment}。"}

    assert contradictions(messages, {"segment": "报文段"}) == [
        "segment is 报文段: 'Two segments.' has '两个分段。'"
    ]
