"""What the sessions of one server share."""

from socketlab.chat.irc.network import REMEMBERED, Network
from socketlab.chat.log import Turn
from socketlab.chat.room import Room
from tests.chat.irc.clients import NOW, Scene


def test_a_network_has_a_name_and_a_beginning() -> None:
    """The settings name it, the room's time is when it was created."""
    network = Network(Room(Turn(), now=NOW))

    assert ("socketlab.local", NOW) == (network.name, network.created)
    assert network.version.startswith("socketlab-")


def test_who_gave_up_a_nickname_is_remembered_for_a_while() -> None:
    """The latest comes first, and the oldest of very many are forgotten."""
    scene = Scene()
    alice = scene.enter("alice")
    alice.say("NICK alicia")
    scene.pass_time(5)
    alice.say("NICK alice", "NICK alicia")

    times = [departure.time for departure in scene.network.recall("ALICE")]
    assert [NOW + 5000, NOW] == times
    for _ in range(REMEMBERED):
        scene.network.remember(alice.member.author)
    assert [] == scene.network.recall("alice")


def test_registers_forget_who_leaves() -> None:
    """A closed session is on no register, and its name is remembered."""
    scene = Scene()
    alice, stranger = scene.enter("alice"), scene.connect()
    alice.say("MODE alice +i")
    assert 1 == len(scene.network.invisible)
    alice.say("MODE alice -i")
    assert 0 == len(scene.network.invisible)
    alice.say("MODE alice +i", "QUIT")
    stranger.say("QUIT")

    network = scene.network
    assert [{}, {}, {}] == [network.sessions, network.invisible, network.seats]
    assert 1 == len(network.recall("alice"))


def test_clients_hear_of_capabilities_that_come_and_go() -> None:
    """Those with CAP 302 or "cap-notify" are told, others are not (CAP NEW, DEL)."""
    scene = Scene()
    modern, older = scene.connect(), scene.enter("older", capabilities="cap-notify")
    modern.say("CAP LS 302")
    silent = scene.enter("silent")

    scene.network.offer("example/new", "a,b")
    assert ["CAP * NEW :example/new=a,b"] == modern.hear()
    assert ["CAP older NEW :example/new"] == older.hear()
    assert [] == silent.hear()
    modern.say("CAP REQ example/new")
    scene.network.withdraw("example/new")
    assert ["CAP * DEL :example/new"] == modern.hear()
    assert "example/new" not in modern.session.capabilities
    assert ["CAP * NAK :example/new"] == modern.say("CAP REQ example/new")


def test_capabilities_are_listed_by_name() -> None:
    """Their values are for clients that know CAP 302."""
    network = Scene().network
    network.offer("example/new", "value")

    assert "example/new=value" in network.list_capabilities(with_values=True)
    assert "example/new" in network.list_capabilities(with_values=False)
    assert sorted(network.offered) == network.list_capabilities(with_values=False)
