"""Who is asked about an expectation, and who decides when answers differ."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.evidence.observation import (
    OUTPUT,
    PACKETS,
    SOCK_DIAG,
    SOURCES,
    TRACEPOINT,
    UDP,
    StateSeen,
)
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import (
    DECIDES,
    Whom,
    Window,
    Witness,
    ask_looks,
    attest,
    holder_in_words,
    is_gone,
    judge,
    queue_in_words,
    tally,
    waiting_in_words,
)
from socketlab.tcp.states import State
from tests.evidence.sightings import FAR, NEAR, OTHER, look

WITNESSES = st.dictionaries(
    st.sampled_from(DECIDES), st.tuples(st.text(max_size=3), st.booleans())
)


def test_an_expectation_needs_somebody() -> None:
    """An end or a program can be expected of; a host alone is nobody."""
    assert Whom("client").nobody
    assert not Whom("client", (NEAR,)).nobody
    assert not Whom("client", program="echo server").nobody


def test_nobody_saw_it() -> None:
    """Without any witness the outcome is not observed, and no source decided."""
    assert ("not observed", "") == judge({})


def test_what_the_kernel_said_decides_before_what_we_infer() -> None:
    """A look-up decides before the tracepoint, and both before packets."""
    said: dict[str, Witness] = {PACKETS: ("a", True)}
    assert ("agrees", PACKETS) == judge(said)

    said[TRACEPOINT] = ("b", False)
    assert ("disagrees", TRACEPOINT) == judge(said)

    said[SOCK_DIAG] = ("c", True)
    assert ("agrees", SOCK_DIAG) == judge(said)


def test_every_source_that_can_decide_is_a_source() -> None:
    """The order names sources that exist, each once, packets last."""
    assert set(DECIDES) <= set(SOURCES)
    assert len(set(DECIDES)) == len(DECIDES)
    assert PACKETS == DECIDES[-1]


@given(WITNESSES)
def test_only_a_witness_can_refute(witnesses: dict[str, Witness]) -> None:
    """The outcome is a witness's own word, and the one who decided is named."""
    outcome, source = judge(witnesses)

    if not witnesses:
        assert "not observed" == outcome
    else:
        assert ("agrees" if witnesses[source][1] else "disagrees") == outcome


@given(WITNESSES, st.sampled_from(DECIDES))
def test_a_source_that_is_taken_away_refutes_nothing(
    witnesses: dict[str, Witness], source: str
) -> None:
    """Without a source: the same outcome, not observed, or another's decision."""
    fewer = {name: said for name, said in witnesses.items() if name != source}

    outcome, decided = judge(fewer)

    if judge(witnesses)[1] != source:
        assert judge(witnesses) == (outcome, decided)
    elif fewer:
        assert decided in fewer
    else:
        assert "not observed" == outcome


def test_a_witness_agrees_if_all_ends_said_what_was_expected() -> None:
    """One end that says otherwise is enough to disagree."""
    assert ("queue 0", True) == attest(["queue 0", "queue 0"], "queue 0")
    assert ("1 queue 0, 1 queue 1", False) == attest(["queue 0", "queue 1"], "queue 0")


def test_ends_that_say_the_same_are_told_once() -> None:
    """Many ends in one state are told in one word."""
    assert "ESTABLISHED" == tally([State.ESTABLISHED] * 3)


def test_ends_that_differ_are_counted() -> None:
    """Each state is told with the number of ends in it, in alphabetical order."""
    states = [State.SYN_SENT, State.ESTABLISHED, State.SYN_SENT]

    assert "1 ESTABLISHED, 2 SYN_SENT" == tally(states)


def ask(*looks: StateSeen, ends: tuple[object, ...] = (NEAR,)) -> dict[str, Witness]:
    """Ask the looks of a step from 10 to 20 for the name of the state."""
    whom = Whom("client", ends)  # type: ignore[arg-type]
    return ask_looks(
        whom,
        Window(10, 20),
        Timeline(looks),
        lambda one: None if one.state is State.LAST_ACK else one.state.label,
        "TIME-WAIT",
    )


def test_the_last_look_of_the_step_is_asked() -> None:
    """Looks from before the step or after it have no say."""
    looks = [look(State.TIME_WAIT, at) for at in (9, 21)]

    assert {} == ask(*looks)
    assert {SOCK_DIAG: ("TIME-WAIT", True)} == ask(
        look(State.FIN_WAIT_2, 15), look(State.TIME_WAIT, 20)
    )


def test_every_end_is_asked() -> None:
    """The witness speaks for all ends, or for none."""
    ends = (NEAR, OTHER)
    near = look(State.TIME_WAIT, 15, NEAR)

    assert {} == ask(near, ends=ends)
    assert {SOCK_DIAG: ("1 FIN-WAIT-2, 1 TIME-WAIT", False)} == ask(
        near, look(State.FIN_WAIT_2, 16, OTHER), ends=ends
    )


def test_who_cannot_tell_has_no_say() -> None:
    """One end whose look tells nothing of the matter is enough for silence."""
    assert {} == ask(
        look(State.TIME_WAIT, 15), look(State.LAST_ACK, 15, FAR), ends=(NEAR, FAR)
    )


def test_a_socket_that_is_gone_refutes() -> None:
    """The kernel looked and found no such socket: that is no missing source."""
    assert {SOCK_DIAG: ("CLOSED", False)} == ask(look(State.CLOSED, 15))


def test_a_subject_without_ends_is_not_observed() -> None:
    """A program has no socket of its own that could be looked up."""
    assert {} == ask(look(State.TIME_WAIT, 15), ends=())


def test_only_a_listener_has_an_accept_queue() -> None:
    """Its receive queue counts connections; that of others tells nothing of it."""
    assert "queue 3" == queue_in_words(look(State.LISTEN, 1, queue=3))
    assert queue_in_words(look(State.ESTABLISHED, 1, queue=3)) is None


def test_only_a_connection_has_bytes_waiting() -> None:
    """Its receive queue counts bytes; a listener's tells nothing of them."""
    assert "6 bytes" == waiting_in_words(look(State.ESTABLISHED, 1, queue=6))
    assert "6 bytes" == waiting_in_words(look(State.CLOSE_WAIT, 1, queue=7))
    assert "0 bytes" == waiting_in_words(look(State.CLOSE_WAIT, 1, queue=1))
    assert "0 bytes" == waiting_in_words(look(State.CLOSE_WAIT, 1, queue=0))
    assert waiting_in_words(look(State.LISTEN, 1, queue=6)) is None


def test_a_udp_queue_counts_memory() -> None:
    """It tells how many bytes wait only if none do; a bound socket is not gone."""
    empty = look(State.CLOSED, 1, protocol=UDP)
    full = look(State.ESTABLISHED, 1, queue=768, protocol=UDP)

    assert ["0 bytes", "datagrams in 768 bytes of memory"] == [
        waiting_in_words(one) for one in (empty, full)
    ]
    assert [False, True] == [is_gone(one) for one in (empty, look(State.CLOSED, 1))]


def test_a_socket_with_an_inode_is_held() -> None:
    """Whoever has an inode has a descriptor, in any state."""
    for state in State:
        assert "accepted" == holder_in_words(look(state, 1, inode=42))


def test_a_socket_without_an_inode_is_not_accepted_or_was_closed() -> None:
    """Before its own close it was not accepted; after that nobody can tell."""
    told = {state: holder_in_words(look(state, 1)) for state in State}

    assert {State.SYN_RECEIVED, State.ESTABLISHED, State.CLOSE_WAIT} == {
        state for state, words in told.items() if words == "not accepted"
    }
    assert {"not accepted", None} == set(told.values())


def test_output_decides_alone() -> None:
    """What a program shows is judged by its output."""
    assert ("agrees", OUTPUT) == judge({OUTPUT: ("''", True)})
