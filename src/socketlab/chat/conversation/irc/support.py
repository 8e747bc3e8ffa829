"""What the server supports: RPL_ISUPPORT, as far as a client needs it.

https://modern.ircdocs.horse/#feature-advertisement
"""

from collections.abc import Iterable, Iterator


class Support:
    """The tokens; before they come, what RFC 1459 has."""

    def __init__(self) -> None:
        """Begin with the defaults."""
        self.tokens = {"PREFIX": "(ov)@+", "CHANMODES": "b,k,l,imnpst"}
        self.tokens |= {"CHANTYPES": "#&", "CHATHISTORY": "100"}

    def read(self, words: Iterable[str]) -> None:
        """Take the tokens of one reply."""
        for word in words:
            key, _, value = word.partition("=")
            self.tokens[key] = value

    @property
    def prefixes(self) -> dict[str, str]:
        """The status sign of each channel mode that has one: `{"o": "@"}`."""
        letters, _, signs = self.tokens["PREFIX"].removeprefix("(").partition(")")
        return dict(zip(letters, signs, strict=False))

    @property
    def page(self) -> int:
        """How many messages of history one request gets."""
        value = self.tokens["CHATHISTORY"]
        return int(value) if value.isascii() and value.isdigit() and int(value) else 100

    def is_channel(self, name: str) -> bool:
        """Whether a name is a channel's."""
        return name.startswith(tuple(self.tokens["CHANTYPES"]))

    def split_status(self, word: str) -> tuple[str, str]:
        """Cut `@+nick` into status and nickname."""
        nick = word.lstrip("".join(self.prefixes.values()))
        return word[: len(word) - len(nick)], nick

    def status_changes(
        self, change: str, parameters: Iterable[str]
    ) -> Iterator[tuple[bool, str, str]]:
        """Give who gets (True) or loses a status sign in `MODE #c +o-v a b`."""
        lists, always, when_set = [*self.tokens["CHANMODES"].split(","), "", "", ""][:3]
        words = iter(parameters)
        given = True
        for letter in change:
            if letter in "+-":
                given = letter == "+"
            elif letter in self.prefixes:
                yield given, self.prefixes[letter], next(words, "")
            elif letter in lists + always or (given and letter in when_set):
                next(words, "")
