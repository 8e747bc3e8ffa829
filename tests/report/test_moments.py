"""A story taken apart."""

from msgspec.structs import replace

from socketlab.evidence.observation import Deafened
from socketlab.lab.record import Lane, Life, Passage, Record, Story
from socketlab.report import moments
from socketlab.tcp.endpoint import End, Endpoint
from socketlab.tcp.segment import Datagram
from socketlab.tcp.states import State
from tests.report.stored import stories, words
from tests.report.stored.words import ACK, BEGAN, SERVER, at, call, client_end, life


def states(lanes: tuple[Lane, ...]) -> list[State]:
    """Give the states of some lanes."""
    return [lane.state for lane in lanes]


def test_stories_that_went_the_same_way_are_one_group(close_order: Record) -> None:
    """Another port is the same way; another step, or a lost segment, is not."""
    story = close_order.stories[0]
    moved = replace(story.passages[0], received=None)
    lost = replace(story, passages=(moved, *story.passages[1:]))
    late = replace(story, client=replace(story.client, lanes=story.client.lanes[1:]))
    record = replace(close_order, stories=(story, late, story, lost))

    assert [2, 1, 1] == [len(one.stories) for one in moments.group(record)]
    assert story is moments.group(record)[0].story


def test_a_state_that_lasts_is_listed_once() -> None:
    """Two lanes of one state, one of them inferred, are one visit."""
    lives = life(client_end(), "a", (State.SYN_SENT, 0), (State.SYN_SENT, 5))

    assert (State.SYN_SENT,) == moments.list_states(lives)


def test_the_moment_of_a_segment_is_when_it_was_sent() -> None:
    """Where nobody saw it leave it is when it arrived; else the beginning of time."""
    near = client_end()
    passages = [
        words.passage(near, times, ACK, (1, 1))
        for times in ((1, 2), (None, 2), (None, None))
    ]

    assert [at(1), at(2), 0] == list(map(moments.get_moment, passages))


def test_the_middle_of_a_long_story_is_cut() -> None:
    """The first 24 and the last twelve segments are drawn."""
    story = stories.exchange(100).stories[0]
    cut = moments.find_cut(story)
    drawn = moments.list_passages(story)

    assert 64 == cut.segments
    assert [*range(24), *range(88, 100)] == [passage.sequence for passage in drawn]
    assert moments.NO_CUT == moments.find_cut(stories.exchange(36).stories[0])


def test_a_listener_comes_before_the_servers_first_state(close_order: Record) -> None:
    """The server's lanes begin with no socket, then LISTEN; the client's without."""
    story = close_order.stories[0]
    client = moments.list_lanes(close_order, story, "client")
    server = moments.list_lanes(close_order, story, "server")

    assert [State.CLOSED, State.SYN_SENT] == states(client)[:2]
    assert [State.CLOSED, State.LISTEN, State.SYN_RECEIVED] == states(server)[:3]
    assert (BEGAN, at(22), at(1219)) == tuple(lane.began for lane in server[:3])


def test_lanes_of_one_state_are_joined_if_equally_sure(storm: Record) -> None:
    """Two inferred lanes of ESTABLISHED are one; what came after the end is none."""
    story = storm.stories[0]
    lanes = moments.list_lanes(storm, story, "server")
    short = replace(storm, ended=at(3_000_350))

    assert 1 == states(lanes).count(State.ESTABLISHED)
    assert State.ESTABLISHED is moments.list_lanes(short, story, "server")[-1].state


def test_an_end_that_nobody_saw_has_no_socket() -> None:
    """A life without lanes is drawn as one without a socket."""
    record = stories.exchange(1)

    assert [State.CLOSED] == states(
        moments.list_lanes(record, record.stories[0], "server")
    )
    assert [State.ESTABLISHED] == states(
        moments.list_lanes(record, record.stories[0], "client")
    )


def test_a_listener_is_found_by_its_port(close_order: Record) -> None:
    """A listener on any address will do, one on another port will not."""
    story = close_order.stories[0]
    everywhere = life(End(Endpoint("::", SERVER.port)), "server", (State.LISTEN, 0))
    elsewhere = life(End(Endpoint("::", 8)), "server", (State.LISTEN, 0))

    for listeners, found in (((elsewhere, everywhere), everywhere), ((), None)):
        record = replace(close_order, listeners=listeners)
        assert found is moments.find_listener(record, story)


def test_calls_stand_on_the_side_that_made_them(close_order: Record) -> None:
    """An end decides; without one the host does, if it speaks of one side only."""
    story = close_order.stories[0]
    near, far = story.client.end, story.server.end
    anywhere = End(Endpoint("0.0.0.0", near.local.port))  # noqa: S104 bound to any
    both = Story(
        replace(story.client, host="one"), replace(story.server, host="one"), ()
    )
    several = replace(close_order, stories=(story, both))

    assert [
        *("client", "server", "client", "server", None),
        *("client", None, None, None),
    ] == [
        moments.find_side(record, one, end, host)
        for record, one, end, host in (
            (close_order, story, near, ""),
            (close_order, story, far, ""),
            (close_order, story, anywhere, ""),
            (close_order, story, End(SERVER), ""),
            (close_order, story, client_end(9), ""),
            (close_order, story, None, "client"),
            (close_order, story, None, "elsewhere"),
            (replace(close_order, listeners=()), story, End(SERVER), "server"),
            (several, story, None, "client"),
        )
    ]
    assert (
        moments.find_side(replace(several, stories=(both,)), both, None, "one") is None
    )


def test_calls_come_in_their_order_with_their_programs(close_order: Record) -> None:
    """Only calls that belong to the story are listed."""
    near = close_order.stories[0].client.end
    record = replace(
        close_order,
        observations=(
            call(near, "client", (9, 10), "close(4) = 0"),
            call(None, "nowhere", (1, 2), "getpid() = 1"),
            words.deaf(near, 5, is_deaf=True),
            call(near, "client", (3, 4), "connect(4) = 0", program="it"),
        ),
    )
    story = record.stories[0]

    assert ["connect", "close"] == [
        one.name for _side, one in moments.list_calls(record, story)
    ]
    assert {"client": {"", "it"}, "server": set()} == moments.name_programs(
        record, story
    )


def test_deafness_is_listed_for_both_ends(storm: Record) -> None:
    """Deafness of an end of another story is not."""
    story = storm.stories[0]
    other = Deafened(source="calls", time=1, end=client_end(5), deaf=True)
    record = replace(storm, observations=(*storm.observations[::-1], other))

    assert [("server", True), ("server", False)] == [
        (side, one.deaf) for side, one in moments.list_deafness(record, story)
    ]


def test_a_step_has_the_findings_of_a_storys_hosts(storm: Record) -> None:
    """A finding of no host speaks of all; one of another host is left out."""
    hosts = [
        [one.host for one in moments.list_findings(storm, step, storm.stories[0])]
        for step in storm.steps
    ]

    assert [["client", "client"], ["server", ""]] == hosts


def test_counters_are_added_up_over_the_steps(close_order: Record) -> None:
    """A counter that did not move is left out."""
    steps = (*close_order.steps, words.step(5, 9000, "x", counters={"Zero": 0}))
    moved = moments.list_moved(replace(close_order, steps=steps))

    assert 5 == moved["TcpInSegs"]
    assert "Zero" not in moved


def test_a_life_without_lanes_has_no_states() -> None:
    """Nothing was seen of it."""
    assert () == moments.list_states(Life(client_end(), "a", ()))


def test_datagrams_are_grouped_by_who_sent_in_which_step(close_order: Record) -> None:
    """They are in no states that could tell one way from another."""
    near = client_end()
    times = [(step.began - BEGAN) / 1000 + 1 for step in close_order.steps]

    def talk(number: int, when: float, *, back: bool = False) -> Story:
        end = client_end(number)
        first, second = (end.peer, end) if back else (end, end.peer)
        datagram = Datagram(first.local, second.local, 1, b"a")
        passage = Passage(datagram, at(when), at(when + 1), 0, 0, (1,))
        return Story(Life(end, "client", ()), Life(end.peer, "server", ()), (passage,))

    told = (
        talk(0, times[0]),
        talk(1, times[0]),
        talk(2, times[1]),
        talk(3, times[0], back=True),
    )
    grouped = moments.group(replace(close_order, stories=told))

    assert [2, 1, 1] == [len(one.stories) for one in grouped]
    assert near == grouped[0].story.client.end


def test_a_syn_without_an_answer_is_known(storm: Record) -> None:
    """It arrived, and then it was sent again before anything came back."""
    story = storm.stories[0]
    lost, deaf, heard, answer, *_rest = story.passages
    twice = replace(story, passages=(deaf, heard, answer))

    assert [True, False, False] == [
        moments.is_ignored(twice, one) for one in twice.passages
    ]
    answered = replace(answer, sent=deaf.received)
    late = replace(twice, passages=(deaf, answered, heard))
    assert not moments.is_ignored(late, deaf)
    assert not moments.is_ignored(story, lost)
