"""A configuration file's text -> settings; a mistake names its line and its key.

The file is TOML (https://toml.io/en/v1.0.0) with the names of `values`: what
stands there as a field is a key here, and a class of fields is a table.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from typing import Any

from socketlab.chat.nickname import LONGEST
from socketlab.chat.settings.lines import Path, find_lines
from socketlab.chat.settings.values import Operator, Settings
from socketlab.chat.visible import show

Translator = Callable[[str], str]
Endpoint = tuple[str, int] | None

DAY = 24 * 3600  # seconds
LARGEST = 1 << 40  # what no number here has a use for
LARGEST_DATAGRAM = 65507  # bytes (udp(7))

# Where a number is not merely zero or more: the least and the most it may be.
BOUNDS: dict[str, tuple[float, float]] = {
    "limits.nickname": (1, LONGEST),
    "limits.message": (1, LARGEST_DATAGRAM),
    "limits.per_address": (1, LARGEST),
    "limits.channels": (1, LARGEST),
    "limits.burst": (1, LARGEST),
    "limits.send_queue": (1024, LARGEST),
    "limits.send_time": (1, DAY),
    "limits.pending": (1, LARGEST),
    "times.registration": (1, DAY),
    "times.ping": (1, DAY),
    "times.pong": (1, DAY),
    "times.silence": (1, DAY),
    "times.answer": (1, DAY),
    "history.page": (1, 1000),
    "history.queue": (1024, LARGEST),
    "history.patience": (0.1, 60),
    "history.retry": (0.1, 3600),
}

# A server's name has a dot, which tells it from a nickname (RFC 2812 section 2.3.1).
SERVER_NAME = re.compile(r"(?=.{1,63}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
WORD = re.compile(r"[!-~]{1,30}")  # one word: RPL_ISUPPORT ends values at a space
ENDPOINT = re.compile(r"(?:\[([^\]]+)\]|([^:\s\[\]]+)):([0-9]{1,5})")


class SettingsError(ValueError):
    """A mistake in the file; the text is the whole sentence, with line and key."""

    def __init__(self, sentence: str, line: int, key: str) -> None:
        """Keep where it is: the line from 1, the key as `limits.rate`."""
        super().__init__(sentence)
        self.line = line
        self.key = key


def read_settings(text: str, _: Translator) -> Settings:
    """Read a configuration file; what it does not say keeps its default.

    Raises:
        SettingsError: it is no TOML, or says something that cannot be.

    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib's own, and int()'s
        found = re.search(r" \(at (?:line (\d+).*|end of document)\)", str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        reason = show(str(error)[: found.start()] if found else str(error))
        if isinstance(error, RecursionError):
            reason = _("too many brackets")
        raise SettingsError(
            _("line {line}: this is not TOML: {reason}.").format(
                line=line, reason=reason
            ),
            line,
            "",
        ) from None
    reading = Reading(text, _)
    settings = reading.read(Settings, table, ())
    assert isinstance(settings, Settings)  # noqa: S101 what was asked for
    return settings


def read_endpoint(text: str) -> tuple[str, int]:
    """Read `ADDRESS:PORT`, an IPv6 address in brackets.

    Raises:
        ValueError: it is not that.

    """
    found = ENDPOINT.fullmatch(text)
    if not found or int(found[3]) > 65535:  # noqa: PLR2004 a port has 16 bits
        raise ValueError(f"{text!r} is no address with a port.")
    return found[1] or found[2], int(found[3])


class Reading:
    """One file while it is read."""

    def __init__(self, text: str, translate: Translator) -> None:
        """Keep the text, for the lines of what is wrong in it."""
        self.text = text
        self.translate = translate

    def read(self, kind: Any, value: Any, path: Path) -> Any:  # noqa: ANN401, PLR0911 a file says anything
        """Give the value that a key of this type has.

        Raises:
            SettingsError: it is of another type, or outside its bounds.

        """
        _ = self.translate
        if is_dataclass(kind):
            return self._read_table(kind, value, path)
        if kind is bool and isinstance(value, bool):
            return value
        if kind in {int, float}:
            return self._read_number(kind, value, path)
        if kind is str and isinstance(value, str):
            return self._read_text(value, path)
        if kind == Endpoint:
            return self._read_place(value, path)
        if kind == tuple[Operator, ...] and isinstance(value, list):
            return tuple(
                self.read(Operator, each, (*path, place))
                for place, each in enumerate(value)
            )
        if kind == tuple[str, ...] and isinstance(value, list):
            return tuple(self._read_network(each, path) for each in value)
        expected = {
            bool: _("true or false"),
            str: _("a text in quotes"),
            tuple[str, ...]: _("a list of networks"),
            tuple[Operator, ...]: _("tables that begin with [[operators]]"),
        }
        raise self._wrong(path, expected[kind], value)

    def _read_table(self, kind: Any, value: Any, path: Path) -> Any:  # noqa: ANN401
        _ = self.translate
        if not isinstance(value, dict):
            raise self._wrong(path, _("a table"), value)
        known = {field.name: field for field in fields(kind)}
        for name in value:
            if name not in known:
                near = get_close_matches(name, known, 1)
                sentence = (
                    _("there is no such setting; do you mean {near}?")
                    if near
                    else _("there is no such setting.")
                )
                raise self._mistake(
                    (*path, name), sentence.format(near=near and near[0])
                )
        read = {
            name: self.read(known[name].type, each, (*path, name))
            for name, each in value.items()
        }
        for name in {"name", "password"} & set(known) if kind is Operator else ():
            if not read.get(name):
                raise self._mistake(path, _("an operator has a name and a password."))
        return kind(**read)

    def _read_number(self, kind: type, value: Any, path: Path) -> float:  # noqa: ANN401
        _ = self.translate
        least, most = BOUNDS.get(spell(path), (0, LARGEST))
        right = {int: (int,), float: (int, float)}[kind]
        if type(value) in right and least <= value <= most:  # true is no number here
            number: float = kind(value)
            return number
        if most == LARGEST:
            expected = (
                _("a whole number of at least {least}")
                if kind is int
                else _("a number of at least {least}")
            )
        else:
            expected = (
                _("a whole number from {least} to {most}")
                if kind is int
                else _("a number from {least} to {most}")
            )
        raise self._wrong(path, expected.format(least=least, most=most), value)

    def _read_text(self, value: str, path: Path) -> str:
        _ = self.translate
        key = spell(path)
        if key == "name" and not SERVER_NAME.fullmatch(value):
            raise self._wrong(path, _("a name with a dot, such as chat.local"), value)
        if key == "network" and not WORD.fullmatch(value):
            raise self._wrong(path, _("one word of ASCII"), value)
        allowed = {"\n", "\t"} if key == "motd" else set[str]()
        if any(ord(each) < ord(" ") and each not in allowed for each in value):
            raise self._wrong(path, _("a text without control characters"), value)
        return value

    def _read_place(self, value: Any, path: Path) -> Endpoint:  # noqa: ANN401
        _ = self.translate
        if value is False:
            return None
        try:
            return read_endpoint(value)
        except (ValueError, TypeError):
            expected = _(
                'an address such as "127.0.0.1:6667" or "[::1]:6667", or false'
            )
            raise self._wrong(path, expected, value) from None

    def _read_network(self, value: Any, path: Path) -> str:  # noqa: ANN401
        _ = self.translate
        try:
            if isinstance(value, str):
                return str(ip_network(value))
        except ValueError:
            pass
        expected = _('a network such as "192.0.2.0/24"')
        raise self._wrong(path, expected, value)

    def _wrong(self, path: Path, expected: str, value: object) -> SettingsError:
        _ = self.translate
        spelled = show(repr(value)) if len(repr(value)) < 60 else type(value).__name__  # noqa: PLR2004 what a line holds
        sentence = _("expected {expected}, found {found}.")
        return self._mistake(path, sentence.format(expected=expected, found=spelled))

    def _mistake(self, path: Path, problem: str) -> SettingsError:
        _ = self.translate
        line, key = find_lines(self.text).get(path), show(spell(path))
        return SettingsError(
            _("line {line}: {key}: {problem}").format(
                line=line, key=key, problem=problem
            ),
            line,
            key,
        )


def spell(path: Path) -> str:
    """Spell a key as `limits.rate`, the second operator's as `operators[2].name`."""
    words = (f"[{each + 1}]" if isinstance(each, int) else f".{each}" for each in path)
    return "".join(words).removeprefix(".")
