"""MODE for oneself: RFC 2812 section 3.1.5."""

from tests.chat.irc.clients import Scene, with_operator


def test_modes_are_set_and_shown() -> None:
    """What changes is confirmed in one line, what does not is silent."""
    alice = Scene().enter("alice")

    assert ["221 alice +"] == alice.say("MODE alice")
    assert [":alice MODE alice +iw"] == alice.say("MODE alice +iw")
    assert [] == alice.say("MODE alice i")
    assert [":alice MODE alice -w"] == alice.say("MODE ALICE -w+i")
    assert ["221 alice +i"] == alice.say("MODE alice")
    assert [":alice MODE alice +w-i"] == alice.say("MODE alice +w-i")


def test_unknown_modes_are_answered_once() -> None:
    """ERR_UMODEUNKNOWNFLAG, after what was known has changed."""
    alice = Scene().enter("alice")

    assert [":alice MODE alice +i", "501 alice :Unknown MODE flag"] == alice.say(
        "MODE alice +xiy"
    )


def test_nobody_changes_others() -> None:
    """ERR_USERSDONTMATCH, and 401 for who is not there."""
    scene = Scene()
    alice, _bob = scene.enter("alice"), scene.enter("bob")

    assert [
        "502 alice :Cannot change mode for other users",
        "401 alice carol :No such nick/channel",
    ] == alice.say("MODE bob +i", "MODE carol +i")


def test_operator_can_be_given_up_but_not_taken() -> None:
    """`+o` is ignored, `-o` is not."""
    scene = Scene(with_operator())
    alice = scene.enter("alice")

    assert [] == alice.say("MODE alice +o")
    alice.say("OPER root secret")
    assert 1 == len(scene.network.operators)
    assert [":alice MODE alice -o"] == alice.say("MODE alice -o")
    assert {} == scene.network.operators
