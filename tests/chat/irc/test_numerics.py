"""The table of numeric replies."""

from socketlab.chat.irc import numerics
from socketlab.chat.irc.numerics import ERR_NOSUCHNICK, Numeric, RejectedError

TABLE = {
    name: value for name, value in vars(numerics).items() if isinstance(value, Numeric)
}


def test_each_numeric_stands_for_one_reply() -> None:
    """Three digits each, no two alike; errors are 400 to 599, or Modern IRC's 696."""
    codes = [numeric.code for numeric in TABLE.values()]

    assert len(codes) == len(set(codes))
    assert all(len(code) == 3 and code.isdigit() for code in codes)
    errors = {value.code for name, value in TABLE.items() if name.startswith("ERR_")}
    assert {code for code in codes if "400" <= code < "600" or code == "696"} == errors


def test_some_numerics_that_clients_rely_on() -> None:
    """RFC 2812 section 5 has these numbers."""
    assert ("001", "433", "353") == (
        numerics.RPL_WELCOME.code,
        numerics.ERR_NICKNAMEINUSE.code,
        numerics.RPL_NAMREPLY.code,
    )


def test_a_rejection_says_its_words_or_the_numerics() -> None:
    """Its own text counts, else that of the numeric."""
    assert "No such nick/channel" == str(RejectedError(ERR_NOSUCHNICK, "bob"))
    assert "Gone" == str(RejectedError(ERR_NOSUCHNICK, "bob", text="Gone"))
    assert ("bob",) == RejectedError(ERR_NOSUCHNICK, "bob").parameters
