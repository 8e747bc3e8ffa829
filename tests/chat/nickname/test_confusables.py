"""The table of characters that look alike."""

from unicodedata import normalize

from socketlab.chat.nickname.confusables import ROWS, SHAPES


def test_each_character_has_one_shape() -> None:
    """No character stands in two rows, and no shape has a shape of its own."""
    characters = "".join(row.partition("=")[2] for row in ROWS.split())
    shapes = {chr(c) for shape in SHAPES.values() for c in map(ord, shape)}

    assert len(characters) == len(set(characters)) == len(SHAPES)
    assert not {chr(character) for character in SHAPES} & shapes


def test_normalisation_leaves_them_alone() -> None:
    """The table holds only what normalisation does not make equal anyway."""
    changed = [chr(c) for c in SHAPES if normalize("NFKC", chr(c)) != chr(c)]

    assert changed == []
