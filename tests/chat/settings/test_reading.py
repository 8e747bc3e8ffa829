"""A configuration file says what is changed; a mistake has a line and a key."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socketlab.chat.settings import History, Limits, Operator, Settings, Times
from socketlab.chat.settings.reading import (
    BOUNDS,
    SettingsError,
    read_endpoint,
    read_settings,
    spell,
)

EVERYTHING = '''
name = "chat.example"
network = "example"
udp = "0.0.0.0:9998"
irc = "[::1]:6667"
trust = ["192.0.2.0/24", "2001:db8::/32"]
password = "sesame"
motd = """
Welcome!
\tBe kind.
"""

[[operators]]
name = "ann"
password = "1"

[[operators]]
name = "bob"
password = "2"

[limits]
nickname = 20
rate = 0.5
send_time = 30

[times]
ping = 60

[history]
keep = false
days = 7
'''


def test_what_a_file_does_not_say_keeps_its_default() -> None:
    """An empty file is the defaults."""
    assert Settings() == read_settings("", str)


def test_what_a_file_says_is_set() -> None:
    """Every kind of value: texts, numbers, addresses, lists, tables."""
    expected = Settings(
        "chat.example",
        "example",
        ("0.0.0.0", 9998),  # noqa: S104 read, not listened on
        ("::1", 6667),
        ("192.0.2.0/24", "2001:db8::/32"),
        "sesame",
        (Operator("ann", "1"), Operator("bob", "2")),
        "Welcome!\n\tBe kind.\n",
        replace(Limits(), nickname=20, rate=0.5, send_time=30.0),
        replace(Times(), ping=60.0),
        replace(History(), keep=False, days=7.0),
    )

    assert expected == read_settings(EVERYTHING, str)


@pytest.mark.parametrize("key", ["udp", "irc"])
def test_a_transport_can_be_turned_off(key: str) -> None:
    """False is nowhere."""
    assert getattr(read_settings(f"{key} = false", str), key) is None


NUMBER = "expected a number from {} to {}, found {}."
WHOLE = "expected a whole number from {} to {}, found {}."
PLACE = 'expected an address such as "127.0.0.1:6667" or "[::1]:6667", or false'
NETWORK = 'expected a network such as "192.0.2.0/24"'
NAME = "expected a name with a dot, such as chat.local"
OPERATOR = "an operator has a name and a password."
UNKNOWN = "there is no such setting"
ANN = '[[operators]]\nname = "ann"\n'

IN_TABLES = [
    ("limits", "rate", "true", "expected a number of at least 0, found True."),
    ("limits", "burst", "1.5", "expected a whole number of at least 1, found 1.5."),
    ("limits", "nickname", "31", WHOLE.format(1, 30, 31)),
    ("times", "ping", "nan", NUMBER.format(1, 86400, "nan")),
    ("history", "patience", "0.01", NUMBER.format(0.1, 60, 0.01)),
    ("history", "keep", "1", "expected true or false, found 1."),
    ("limits", "rat", "3", f"{UNKNOWN}; do you mean rate?"),
]
AT_THE_TOP = [
    ("history", "1", "expected a table", "1"),
    ("password", "1", "expected a text in quotes", "1"),
    ("password", r'"\u001b"', "expected a text without control characters", r"'\x1b'"),
    ("name", '"nodot"', NAME, "'nodot'"),
    ("name", f'"{"x" * 99}"', NAME, "str"),
    ("network", '"a b"', "expected one word of ASCII", "'a b'"),
    ("trust", "1", "expected a list of networks", "1"),
    ("trust", "[1]", NETWORK, "1"),
    ("trust", '[\n "192.0.2.1/24"]', NETWORK, "'192.0.2.1/24'"),
    ("irc", "6667", PLACE, "6667"),
    ("irc", '"::1:6667"', PLACE, "'::1:6667'"),
    ("irc", "true", PLACE, "True"),
    ("operators", "1", "expected tables that begin with [[operators]]", "1"),
]


@pytest.mark.parametrize(
    ("text", "line", "key", "problem"),
    [
        *(
            (f"[{table}]\n{key} = {value}", 2, f"{table}.{key}", problem)
            for table, key, value, problem in IN_TABLES
        ),
        *(
            (f"{key} = {value}", 1, key, f"{problem}, found {found}.")
            for key, value, problem, found in AT_THE_TOP
        ),
        ("rate = 3", 1, "rate", f"{UNKNOWN}."),
        (r'"\u001b" = 1', 1, r"\x1b", f"{UNKNOWN}."),
        (ANN, 1, "operators[1]", OPERATOR),
        (f'{ANN}password = ""', 1, "operators[1]", OPERATOR),
        (
            f'{ANN}password = "1"\n{ANN}password = 2',
            *(6, "operators[2].password", "expected a text in quotes, found 2."),
        ),
    ],
)
def test_a_mistake_is_a_sentence_with_line_and_key(
    text: str, line: int, key: str, problem: str
) -> None:
    """It says what was expected and what was found."""
    with pytest.raises(SettingsError) as caught:
        read_settings(text, str)

    assert f"line {line}: {key}: {problem}" == str(caught.value)
    assert (line, key) == (caught.value.line, caught.value.key)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a = ", 1, "Invalid value"),
        ("\n\na = 1\na = 2\n", 4, "Cannot overwrite a value"),
        ('\na = "', 2, "Unterminated string"),
        ("a = " + "[" * 5000, 1, "too many brackets"),
        ("a = 1979-02-30", 1, "Invalid date or datetime"),
    ],
)
def test_what_is_no_toml_is_a_sentence_with_its_line(
    text: str, line: int, reason: str
) -> None:
    """The parser's own reason is passed on."""
    with pytest.raises(SettingsError) as caught:
        read_settings(text, str)

    assert f"line {line}: this is not TOML: {reason}." == str(caught.value)
    assert (line, "") == (caught.value.line, caught.value.key)


def test_the_sentences_can_be_translated() -> None:
    """All that a person reads goes through the translator."""
    with pytest.raises(SettingsError, match=r"^LINE 1: x: THERE IS NO SUCH SETTING\.$"):
        read_settings("x = 1", shout)


def shout(message: str) -> str:
    """Translate to capital letters, the values' places aside."""
    words = message.split("{")
    rest = [part.partition("}") for part in words[1:]]
    return words[0].upper() + "".join(f"{{{a}}}{c.upper()}" for a, _, c in rest)


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("127.0.0.1:0", ("127.0.0.1", 0)),
        ("localhost:65535", ("localhost", 65535)),
        ("[fe80::1%eth0]:7", ("fe80::1%eth0", 7)),
    ],
)
def test_an_address_has_a_port(text: str, endpoint: tuple[str, int]) -> None:
    """An IPv6 address stands in brackets."""
    assert endpoint == read_endpoint(text)


@pytest.mark.parametrize(
    "text", ["", ":7", "a", "a:", "a:b", "a:65536", "::1", "[]:1", "a b:1", "a:1\n"]
)
def test_what_has_no_port_is_no_address(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match="no address with a port"):
        read_endpoint(text)


def test_every_default_is_within_its_bounds() -> None:
    """The defaults could stand in a file; each bound belongs to a setting."""
    numbers = dict(walk(Settings(), ()))

    assert BOUNDS.keys() <= numbers.keys()
    for key, (least, most) in BOUNDS.items():
        assert least <= numbers[key] <= most


def walk(settings: Any, path: tuple[str, ...]) -> Iterator[tuple[str, float]]:  # noqa: ANN401
    """Give the numbers among the settings."""
    for field in fields(settings):
        value = getattr(settings, field.name)
        if is_dataclass(value):
            yield from walk(value, (*path, field.name))
        elif isinstance(value, int | float):
            yield spell((*path, field.name)), value


@given(st.text())
def test_any_text_is_settings_or_a_mistake(text: str) -> None:
    """Nothing that a file holds is anything else than read or refused."""
    read, line = None, 1
    try:
        read = read_settings(text, str)
    except SettingsError as error:
        line = error.line

    assert read is None or isinstance(read, Settings)
    assert 1 <= line <= text.count("\n") + 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["name", "irc", "trust", "motd", "limits.rate", "x"]),
            st.sampled_from(['"a.b"', "1", "-1", "inf", "[]", "{}", '["::/0"]', "1e9"]),
        ),
        unique_by=lambda pair: pair[0],
    )
)
def test_a_mistake_is_in_the_line_that_makes_it(pairs: list[tuple[str, str]]) -> None:
    """Of many lines the one is named that cannot be, and the rest is right."""
    lines = [f"{key} = {value}" for key, value in pairs]
    try:
        read_settings("\n".join(lines), str)
    except SettingsError as error:
        wrong = lines[error.line - 1]
        with pytest.raises(SettingsError):
            read_settings(wrong, str)
