"""Who and what a client's words mean, and what it may do there."""

from typing import TYPE_CHECKING

import pytest

from socketlab.chat.irc import numerics
from socketlab.chat.irc.lookup import (
    do_each,
    find_channel,
    find_member,
    find_own_channel,
    prefix,
    require_operator,
    require_rule,
    rules,
    sees,
    sees_member,
    split_targets,
)
from socketlab.chat.irc.numerics import Numeric, RejectedError
from tests.chat.irc.clients import Scene, with_operator

if TYPE_CHECKING:
    from socketlab.chat.channel import Channel


def test_targets_are_different_and_few() -> None:
    """A list names each once; with too many of them nothing is done (TARGMAX)."""
    assert ["a", "b"] == split_targets("JOIN", "a,,b,a", 2)
    with pytest.raises(RejectedError) as caught:
        split_targets("JOIN", "a,b,c", 2)

    assert numerics.ERR_TOOMANYTARGETS == caught.value.numeric


def test_what_fails_for_one_goes_on_with_the_next() -> None:
    """Each failure is answered for itself."""
    alice = Scene().enter("alice")
    done = []

    def fail_for_b(each: str) -> None:
        if each == "b":
            raise RejectedError(numerics.ERR_NOSUCHNICK, each)
        done.append(each)

    do_each(alice.session, ["a", "b", "c"], fail_for_b)

    assert ["a", "c"] == done
    assert ["401 alice b :No such nick/channel"] == alice.hear()


def test_things_are_found_by_name_without_case() -> None:
    """What is not there is rejected: 403, 442, 401."""
    scene = Scene()
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#b")
    session = alice.session

    assert "#a" == find_own_channel(session, "#A").name
    assert bob.member is find_member(session, "BOB")
    rejections: list[Numeric] = []
    for find, name in (
        (find_channel, "#c"),
        (find_own_channel, "#b"),
        (find_member, "carol"),
    ):
        with pytest.raises(RejectedError) as caught:
            find(session, name)
        rejections.append(caught.value.numeric)
    assert [
        numerics.ERR_NOSUCHCHANNEL,
        numerics.ERR_NOTONCHANNEL,
        numerics.ERR_NOSUCHNICK,
    ] == rejections


def test_operators_rule() -> None:
    """A channel's operators rule there, the server's everywhere."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#a")
    channel = scene.channel("#a")

    assert (True, False) == (rules(alice.session, channel), rules(bob.session, channel))
    require_rule(alice.session, channel)
    with pytest.raises(RejectedError):
        require_rule(bob.session, channel)
    with pytest.raises(RejectedError):
        require_operator(bob.session)
    bob.say("OPER root secret")
    require_rule(bob.session, channel)
    require_operator(bob.session)


def test_secret_channels_are_seen_from_within() -> None:
    """`s` hides a channel from all but its members and the server's operators."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob")
    channel: Channel = scene.channel("#a")

    assert sees(bob.session, channel)
    alice.say("MODE #a +s")
    assert (True, False) == (sees(alice.session, channel), sees(bob.session, channel))
    bob.say("OPER root secret")
    assert sees(bob.session, channel)


def test_invisible_members_are_seen_by_those_who_share_a_channel() -> None:
    """`i` hides a member from searches of strangers, never from itself."""
    scene = Scene(with_operator())
    alice, bob = scene.enter("alice", "#a"), scene.enter("bob", "#b")
    plain, _ = scene.seat_plain("plain")
    alice.say("MODE alice +i")

    assert sees_member(bob.session, plain)
    assert sees_member(alice.session, alice.member)
    assert not sees_member(bob.session, alice.member)
    bob.say("JOIN #a")
    assert sees_member(bob.session, alice.member)
    bob.say("PART #a", "OPER root secret")
    assert sees_member(bob.session, alice.member)


def test_a_status_is_marked_once_or_in_full() -> None:
    """Without "multi-prefix" only the highest mark is shown."""
    scene = Scene()
    alice = scene.enter("alice")
    modern = scene.enter("bob", capabilities="multi-prefix")

    marks = [prefix(alice.session, status) for status in ("", "v", "o", "ov")]
    assert ["", "+", "@", "@"] == marks
    assert "@+" == prefix(modern.session, "ov")
