"""What a server supports."""

from socketlab.chat.conversation.irc.support import Support


def test_before_it_is_told_rfc_1459_holds() -> None:
    """Operators have an `@`, voices a `+`, channels a `#` or `&`."""
    support = Support()

    assert {"o": "@", "v": "+"} == support.prefixes
    assert (True, False) == (support.is_channel("&a"), support.is_channel("ann"))
    assert ("@+", "ann") == support.split_status("@+ann")
    assert 100 == support.page


def test_tokens_are_read() -> None:
    """Later tokens count; a page that is no number is not believed."""
    support = Support()
    support.read(["PREFIX=(qo)~@", "CHANTYPES=#", "CHATHISTORY=7", "UTF8ONLY"])
    page = support.page
    support.read(["CHATHISTORY=0"])

    assert ({"q": "~", "o": "@"}, False) == (
        support.prefixes,
        support.is_channel("&a"),
    )
    assert (7, 100) == (page, support.page)


def test_a_change_of_modes_is_read_with_its_parameters() -> None:
    """Each letter takes the parameter that is its own, or none."""
    changes = Support().status_changes(
        "+bo-v+lk-l+mo", ["*!*@x", "ann", "bob", "5", "key", "eve"]
    )

    assert [(True, "@", "ann"), (False, "+", "bob"), (True, "@", "eve")] == [*changes]
