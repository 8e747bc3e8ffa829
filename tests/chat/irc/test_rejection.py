"""The reply with which a command ends."""

from socketlab.chat.irc.numerics import ERR_NOSUCHNICK
from socketlab.chat.irc.rejection import RejectedError


def test_a_rejection_says_its_words_or_the_numerics() -> None:
    """Its own text counts, else that of the numeric."""
    assert "No such nick/channel" == str(RejectedError(ERR_NOSUCHNICK, "bob"))
    assert "Gone" == str(RejectedError(ERR_NOSUCHNICK, "bob", text="Gone"))
    assert ("bob",) == RejectedError(ERR_NOSUCHNICK, "bob").parameters
