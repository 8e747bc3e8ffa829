"""INVITE."""

from socketlab.chat.irc.commands.invitations import OPEN_INVITATIONS
from tests.chat.irc.clients import Scene

ALICE = ":alice!~alice@198.51.100.7"


def test_who_is_invited_hears_so() -> None:
    """RPL_INVITING for the one, INVITE for the other (RFC 2812 section 3.2.7)."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")

    assert ["341 alice bob #a"] == alice.say("INVITE BOB #A")
    assert [f"{ALICE} INVITE bob #a"] == bob.hear()
    assert ["336 bob #a", "337 bob :End of /INVITE list"] == bob.say("INVITE")


def test_what_can_be_wrong() -> None:
    """401, 403, 442, 443, 461, and 482 where only operators invite."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#b")

    assert [
        "461 alice INVITE :Not enough parameters",
        "401 alice nobody :No such nick/channel",
        "403 alice #x :No such channel",
        "442 alice #b :You're not on that channel",
    ] == alice.say("INVITE bob", "INVITE nobody #a", "INVITE bob #x", "INVITE bob #b")
    alice.say("MODE #a +i", "INVITE bob #a")
    bob.hear()
    bob.say("JOIN #a")
    assert ["482 bob #a :You're not channel operator"] == bob.say("INVITE alice #a")
    alice.hear()
    assert ["443 alice bob #a :is already on channel"] == alice.say("INVITE bob #a")


def test_who_is_away_is_invited_all_the_same() -> None:
    """And the one who invites is told."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")
    bob.say("AWAY :lunch")

    assert ["341 alice bob #a", "301 alice bob :lunch"] == alice.say("INVITE bob #a")


def test_plain_members_cannot_come() -> None:
    """They have one channel: the one who invites is told."""
    scene = Scene()
    scene.seat_plain("bob")

    assert ["FAIL INVITE CANNOT_JOIN bob :They cannot join channels"] == (
        scene.enter("alice", "#a", capabilities="standard-replies").say("INVITE bob #a")
    )


def test_those_in_the_channel_who_asked_hear_of_it() -> None:
    """Of "invite-notify": members with the capability, the inviter aside."""
    scene = Scene()
    alice = scene.enter("alice", "#a", capabilities="invite-notify")
    carol = scene.enter("carol", "#a", capabilities="invite-notify")
    dan = scene.enter("dan", "#a")
    scene.enter("bob")
    scene.forget()

    assert ["341 alice bob #a"] == alice.say("INVITE bob #a")
    assert [f"{ALICE} INVITE bob #a"] == carol.hear()
    assert [] == dan.hear()


def test_invitations_are_few_and_end_with_their_channel() -> None:
    """The oldest lapse, and a channel that is founded anew is another one."""
    scene = Scene()
    alice, bob = scene.enter("alice"), scene.enter("bob")
    for number in range(OPEN_INVITATIONS + 1):
        alice.say(f"JOIN #{number}", f"INVITE bob #{number}")
    bob.hear()

    listed = bob.say("INVITE")
    assert OPEN_INVITATIONS + 1 == len(listed)
    assert "336 bob #1" == listed[0]
    alice.say("PART #1", "JOIN #1", "MODE #1 +i")
    assert OPEN_INVITATIONS == len(bob.say("INVITE"))
    assert ["473 bob #1 :Cannot join channel (+i)"] == bob.say("JOIN #1")
