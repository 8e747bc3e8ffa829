"""One line of IRC: bytes without CR LF in, a message out, and back again.

Sources: RFC 1459 section 2.3, RFC 2812 section 2.3, Modern IRC "Message Format",
IRCv3 "Message Tags". The server speaks UTF-8 only (IRCv3 "UTF8ONLY").
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# RFC 2812 section 2.3: a message is at most 512 bytes, CR LF among them.
# https://datatracker.ietf.org/doc/html/rfc2812#section-2.3
MESSAGE_BYTES = 512 - len("\r\n")

# IRCv3 "Message Tags", Size limit: a client sends at most 4094 bytes of tag data,
# a server adds at most 4094 more; with `@`, `;` and the space that makes 8191.
# https://ircv3.net/specs/extensions/message-tags#size-limit
CLIENT_TAG_BYTES = 4096
TAG_BYTES = 8191

# What a transport has to be ready to hold of one line, CR LF among it.
LINE_BYTES = CLIENT_TAG_BYTES + 512

# message  =  [ "@" tags SPACE ] [ ":" prefix SPACE ] command [ params ] crlf
# command  =  1*letter / 3digit
_COMMAND = re.compile(r"[A-Za-z]+|[0-9]{3}")

# params   =  *14( SPACE middle ) [ SPACE ":" trailing ]
#          =/ 14( SPACE middle ) [ SPACE [ ":" ] trailing ]
MIDDLES = 14

# middle   =  nospcrlfcl *( ":" / nospcrlfcl ) ; not empty, and no `:` in front
# trailing =  *( ":" / " " / nospcrlfcl )    ; anything, spaces too
_MIDDLE = re.compile(r"[^\0\r\n :][^\0\r\n ]*")
_FORBIDDEN = re.compile(r"[\0\r\n]")

# tag           =  key ["=" escaped_value]
# key           =  [ "+" ] [ vendor "/" ] 1*( ALPHA / DIGIT / "-" )
# escaped_value =  *utf8                   ; but NUL, CR, LF, semicolon and SPACE
_KEY = re.compile(r"\+?(?:[A-Za-z0-9.:-]+/)?[A-Za-z0-9-]+")

# IRCv3 "Message Tags", Escaping values. What follows another backslash stands for
# itself, and a backslash at the end for nothing.
_ESCAPES = {";": r"\:", " ": r"\s", "\\": r"\\", "\r": r"\r", "\n": r"\n"}
_UNESCAPES = {sequence[1]: char for char, sequence in _ESCAPES.items()}
_ESCAPE_TABLE = str.maketrans(_ESCAPES)
_SEQUENCE = re.compile(r"\\(.?)", re.DOTALL)


class MalformedLineError(ValueError):
    """Bytes that are no message; what is wrong with them is the type."""


class LineTooLongError(MalformedLineError):
    """More than 510 bytes after the tags, or more than 4096 of them."""


class NotUtf8Error(MalformedLineError):
    """Bytes that are not UTF-8 (RFC 3629).

    Attributes:
        command: the command in upper case, `*` where it is none.
        tags: the tags, as far as they could be read.

    """

    def __init__(self, command: str, tags: Mapping[str, str]) -> None:
        """Remember whose parameters could not be decoded."""
        super().__init__("the line is not UTF-8")
        self.command = command
        self.tags = tags


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        command: in upper case, or three digits.
        parameters: without the colon of the last one.
        tags: by key, with their values unescaped; a tag without value has "".
        source: the prefix without its colon; None where there is none.

    """

    command: str
    parameters: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None


def parse(line: bytes, tag_bytes: int = CLIENT_TAG_BYTES) -> Message | None:
    """Read one line without its CR LF; None for a line with nothing in it.

    `tag_bytes`: how many bytes of tags are allowed; a client reads `TAG_BYTES`.
    Raises LineTooLongError, NotUtf8Error or MalformedLineError.
    """
    tag_data, rest = _split_tags(line)
    if len(tag_data) > tag_bytes or len(rest) > MESSAGE_BYTES:
        raise LineTooLongError("the line is too long")
    try:
        text, tags = rest.decode(), tag_data.decode()
    except UnicodeDecodeError:
        readable = parse_tags(tag_data[1:].decode(errors="ignore").rstrip(" "))
        raise NotUtf8Error(_guess_command(rest), readable) from None
    if _FORBIDDEN.search(text) or _FORBIDDEN.search(tags):
        raise MalformedLineError("NUL, CR and LF are no part of a line")
    source, words = None, text.lstrip(" ")
    if words.startswith(":"):
        prefix, _, words = words[1:].partition(" ")
        source = prefix or None  # nothing behind the colon: it could not be written
    command, _, words = words.lstrip(" ").partition(" ")
    if not command and source is None and not tags:
        return None
    if not _COMMAND.fullmatch(command):
        raise MalformedLineError("a command is letters or three digits")
    parameters = tuple(_split_parameters(words))
    return Message(
        command.upper(), parameters, parse_tags(tags[1:].rstrip(" ")), source
    )


def _split_tags(line: bytes) -> tuple[bytes, bytes]:
    """Cut a line into its tags, with `@` and space, and the rest."""
    if not line.startswith(b"@"):
        return b"", line
    tags, space, rest = line.partition(b" ")
    return tags + space, rest


def _guess_command(rest: bytes) -> str:
    words = rest.split()
    command = b"" if not words else words[0]
    if command.startswith(b":") and len(words) > 1:
        command = words[1]
    text = command.decode("ascii", "replace")
    return text.upper() if _COMMAND.fullmatch(text) else "*"


def _split_parameters(words: str) -> Iterable[str]:
    for _ in range(MIDDLES):
        words = words.lstrip(" ")
        if not words or words.startswith(":"):
            break
        middle, _, words = words.partition(" ")
        yield middle
    words = words.lstrip(" ")
    if words:
        yield words.removeprefix(":")


def parse_tags(text: str) -> dict[str, str]:
    """Read `key=value;key`; of a key that comes twice the last counts.

    What is no key is left out: it could not be written again.
    """
    tags = {}
    for tag in text.split(";"):
        key, _, value = tag.partition("=")
        if _KEY.fullmatch(key):
            tags[key] = unescape(value)
    return tags


def escape(value: str) -> str:
    """Write a tag's value so that no space or semicolon is left in it."""
    return value.translate(_ESCAPE_TABLE)


def unescape(text: str) -> str:
    """Read a tag's value (the inverse of `escape` on everything it gives)."""
    return _SEQUENCE.sub(lambda found: _UNESCAPES.get(found[1], found[1]), text)


def serialise_tags(tags: Mapping[str, str]) -> str:
    """Write tags with `@` and space; nothing for no tags."""
    if not tags:
        return ""
    words = (f"{key}={escape(tags[key])}" if tags[key] else key for key in tags)
    return f"@{';'.join(words)} "


def serialise_line(source: str, command: str, *parameters: str) -> str:
    """Write a message without tags and without CR LF.

    Every parameter but the last must be a `middle`; the last gets its colon where
    it needs one.
    """
    head = f":{source} {command}" if source else command
    if not parameters:
        return head
    *middles, last = parameters
    if not is_middle(last):
        last = f":{last}"
    return " ".join((head, *middles, last))


def is_middle(parameter: str) -> bool:
    """Whether a parameter can stand before others, or without a colon."""
    return _MIDDLE.fullmatch(parameter) is not None


def serialise(message: Message) -> bytes:
    """Write a message with CR LF; the inverse of `parse`."""
    tags = serialise_tags(message.tags)
    line = serialise_line(message.source or "", message.command, *message.parameters)
    return f"{tags}{line}\r\n".encode()


def cut(text: str, size: int) -> str:
    """Give as much of a text as fits into `size` bytes, cut between characters."""
    data = text.encode()
    return text if len(data) <= size else data[: max(size, 0)].decode(errors="ignore")


def cut_into_lines(text: str, size: int) -> list[str]:
    """Cut a text into pieces of at most `size` bytes (at least 4), losing nothing."""
    pieces = []
    while len(text.encode()) > size:
        piece = cut(text, size)
        pieces.append(piece)
        text = text[len(piece) :]
    return [*pieces, text]


def wrap_words(words: Iterable[str], size: int, separator: str = " ") -> list[str]:
    """Join words into lines of at most `size` bytes; a longer word has its own."""
    lines: list[str] = []
    used = 0
    for word in words:
        length = len(word.encode()) + len(separator)
        if lines and used + length <= size:
            lines[-1] += separator + word
            used += length
        else:
            lines.append(word)
            used = length - len(separator)
    return lines
