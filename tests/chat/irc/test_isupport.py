"""What is advertised is what holds."""

from dataclasses import replace

from socketlab.chat.irc import isupport
from socketlab.chat.log import Turn
from socketlab.chat.room import Room
from socketlab.chat.settings import Limits, Settings
from tests.chat.log.pasts import Past


def read_tokens(settings: Settings) -> dict[str, str]:
    """Give the tokens as a client reads them."""
    return {
        key: value
        for key, _, value in (
            token.partition("=") for token in isupport.list_tokens(settings)
        )
    }


def test_the_tokens_that_clients_need_are_there() -> None:
    """Modern IRC "Feature Advertisement": what the room does, and no more."""
    tokens = read_tokens(Settings(network="example"))

    assert {
        "CASEMAPPING": "ascii",
        "CHANMODES": "beI,k,l,imnst",
        "CHANTYPES": "#",
        "NETWORK": "example",
        "PREFIX": "(ov)@+",
        "UTF8ONLY": "",
        "WHOX": "",
    }.items() <= tokens.items()
    assert "BOT" not in tokens


def test_limits_come_from_the_settings() -> None:
    """NICKLEN and CHANLIMIT say what is configured."""
    tokens = read_tokens(replace(Settings(), limits=Limits(nickname=9, channels=3)))

    assert ("9", "#:3") == (tokens["NICKLEN"], tokens["CHANLIMIT"])


def test_tokens_are_words_in_order() -> None:
    """No token has a space in it, and none comes twice."""
    tokens = isupport.list_tokens(Settings())

    assert not any(" " in token for token in tokens)
    assert sorted(set(read_tokens(Settings()))) == list(read_tokens(Settings()))


def test_what_is_kept_can_be_asked_for() -> None:
    """Of "chathistory": how much at once, and by which references."""
    past = Past(Room(Turn()))

    assert {f"CHATHISTORY={past.page}", "MSGREFTYPES=msgid,timestamp"} == set(
        isupport.list_tokens(Settings(), past)
    ) - set(isupport.list_tokens(Settings()))
