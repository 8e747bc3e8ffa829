"""Where a key stands in a file."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.settings.lines import find_lines, keys

TEXT = '''# A file.
name = "a.b"

trust = [
  "192.0.2.0/24",  # with a ] in a comment
  "198.51.100.0/24",
]
motd = """
[limits]
rate = 3
"""
inline = { x = 1, y = { z = 2 } }
[limits]
rate = 7
a.b.c = 1
[[operators]]
name = "x"
[[operators]]
  name = "y"
  [operators.more]
  deep = 1
[times."quoted key"]
ping = 3
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("trust",), 4),
        (("trust", 1), 4),
        (("motd",), 8),
        (("inline", "y", "z"), 12),
        (("limits",), 13),
        (("limits", "rate"), 14),
        (("limits", "a", "b", "c"), 15),
        (("operators", 0), 16),
        (("operators", 0, "name"), 17),
        (("operators", 1), 18),
        (("operators", 1, "name"), 19),
        (("times", "quoted key", "ping"), 23),
        (("limits", "nothing"), 13),
        (("nothing",), 1),
        ((), 1),
    ],
)
def test_everything_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    """A key, a table, an element; what is not there has the line of what holds it."""
    assert line == find_lines(TEXT).get(path)


def test_the_table_of_a_dotted_head_begins_there() -> None:
    """`[operators.more]` and the like are tables too."""
    assert 20 == find_lines(TEXT).get(("operators", "more", "deep")) - 1


def test_line_ends_of_other_systems_count() -> None:
    """CR LF ends a line as LF does."""
    assert 3 == find_lines("a = 1\r\n\r\nb = 2\r\n").get(("b",))


def test_what_is_no_toml_has_no_lines() -> None:
    """It is for texts that tomllib has read."""
    with pytest.raises(ValueError, match="x ="):
        find_lines("a = 1\nx =")


VALUES = st.recursive(
    st.integers() | st.booleans() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), VALUES))
def test_each_key_is_found_where_it_was_written(table: dict[str, object]) -> None:
    """Whatever the values are: strings with brackets and quotes, lists of lists."""
    lines = [f"{name} = {spell(value)}" for name, value in table.items()]
    text = "\n# [x]\n".join(lines)

    assert table == tomllib.loads(text)
    assert {
        (name,): text.split("\n").index(line) + 1
        for name, line in zip(table, lines, strict=True)
    } == {
        path: line for path, line in find_lines(text).places.items() if len(path) == 1
    }


def test_all_paths_of_a_value_are_given() -> None:
    """Tables, keys, lists and elements."""
    paths = {("a",), ("a", "b"), ("a", "b", 0), ("a", "b", 0, "c")}

    assert paths == set(keys({"a": {"b": [{"c": 1}]}}))


def spell(value: object) -> str:
    """Spell a value in TOML on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(spell, value))}]"
    if isinstance(value, int):
        return str(value)
    escaped = "".join(
        each if each.isalnum() or each in " []{}'" else f"\\U{ord(each):08x}"
        for each in str(value)
    )
    return f'"{escaped}"'
