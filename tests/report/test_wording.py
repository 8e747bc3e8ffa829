"""What a record says, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from socketlab.lab.record import Passage, Record, Sentence
from socketlab.report import wording
from socketlab.report.wording import plain, quote, say, stamp, visible
from socketlab.tcp.segment import Datagram, Flag, Unreachable
from socketlab.tcp.states import Event, State
from tests.report.stored import words
from tests.report.stored.stories import paired


def same(message: str) -> str:
    """Translate into English."""
    return message


@given(st.text())
def test_plain_text_is_printable_ascii(text: str) -> None:
    """Whatever a subject says, a terminal and a browser only see ASCII."""
    assert all(" " <= character <= "~" for character in plain(text))


def test_plain_text_shows_what_it_replaced() -> None:
    """Escapes are those of Python."""
    assert r"a\n\x1b\u4f60\ud800" == plain("a\n\x1b你\ud800")


def test_visible_text_keeps_its_language() -> None:
    """Only what cannot be printed is escaped."""
    assert r"你好\x07\u202e" == visible("你好\a\u202e")


@given(st.binary(max_size=50), st.integers(8, 40))
def test_a_quoted_payload_is_short_and_printable(payload: bytes, limit: int) -> None:
    """A payload never takes more room than it is given."""
    shown = quote(payload, limit)

    assert len(shown) <= limit
    assert all(" " <= character <= "~" for character in shown.rstrip("…"))


def test_a_payload_is_quoted_as_bytes() -> None:
    """Quotes and backslashes are escaped, and what is cut off is told."""
    assert r'"a\"\\\r\n\xff"' == quote(b'a"\\\r\n\xff', 40)
    assert '"abcde"…' == quote(b"abcdefgh", 8)


@pytest.mark.parametrize(
    ("template", "translated", "said"),
    [
        ("{n} clients", "{n} 个客户端", "3 个客户端"),
        ("{n} clients", "{m} 个客户端", "3 clients"),
        ("{n} clients", "{n 个客户端", "3 clients"),
        ("{m} clients", "{m}", "{m} clients"),
    ],
)
def test_a_bad_template_costs_no_report(
    template: str, translated: str, said: str
) -> None:
    """The English sentence stands in for a translation that does not fit."""
    sentence = Sentence(template, {"n": 3})

    assert said == say(sentence, lambda _message: translated)


def test_the_values_of_a_sentence_are_made_visible() -> None:
    """A control character in a value is never obeyed."""
    assert r"a\x1b[0m 2" == say(Sentence("{t} {n}", {"t": "a\x1b[0m", "n": 2}), same)


@pytest.mark.parametrize(
    ("nanoseconds", "long", "short"),
    [
        (0, "0 µs", "0 µs"),
        (212_400, "212 µs", "212 µs"),
        (1_004_000, "1.004 ms", "1.004 ms"),
        (150_200_000, "150 ms", "150.200 ms"),
        (2_061_200_000, "2.061 s", "2.0612 s"),
        (123_000_000_000, "123.0 s", "123.0000 s"),
    ],
)
def test_times_are_short_and_stamps_precise(
    nanoseconds: int, long: str, short: str
) -> None:
    """A time is easy to read; a stamp tells two neighbours apart."""
    assert (long, short) == (wording.duration(nanoseconds), stamp(nanoseconds))


def test_segments_are_named_by_flags_and_numbers() -> None:
    """A number stands only where it means something."""
    end = words.client_end()
    one = words.passage(end, (0, 1), Flag.SYN, (0, 0))
    two = words.passage(end, (0, 1), Flag.ACK, (1, 7))
    three = words.passage(end, (0, 1), Flag.PSH | Flag.ACK, (1, 7), b"hello")
    none = words.passage(end, (0, 1), 0, (1, 7))
    datagram = Datagram(end.local, words.SERVER, 5, b"hello")
    four = Passage(datagram, 0, 1, 0, 0, (1,))
    five = Passage(Unreachable(words.SERVER, end.local, 3), 0, 1, 0, 0, (1,))
    closed = replace(two.segment, window=0)
    six = replace(two, segment=closed)

    assert [
        ("SYN", "seq 0"),
        ("ACK", "ack 7"),
        ("PSH ACK", "seq 1 ack 7 len 5"),
        ("-", ""),
        ("UDP", "len 5"),
        ("ICMP port unreachable", ""),
        ("ACK", "ack 7 win 0"),
    ] == [
        (wording.name_flags(passage.segment), wording.name_numbers(passage))
        for passage in (one, two, three, none, four, five, six)
    ]


def test_the_fate_of_a_segment_is_told() -> None:
    """Sent again, lost and unheard are different things."""
    end = words.client_end()
    lost = words.passage(end, (0, None), Flag.SYN, (0, 0), again=True, heard=False)
    deaf = words.passage(end, (0, 1), Flag.SYN, (0, 0), heard=False)

    assert ["sent again", "lost"] == wording.name_fate(lost, same)
    assert ["not heard: deaf"] == wording.name_fate(deaf, same)
    assert ["doubled on the way"] == wording.name_fate(
        replace(deaf, heard=True, doubled=True), same
    )
    assert [] == wording.name_fate(replace(deaf, heard=True), same)
    assert ["no answer"] == wording.name_fate(
        replace(deaf, heard=True), same, ignored=True
    )


def test_calls_are_written_as_strace_does() -> None:
    """A call that has only been entered does not know what it will receive."""
    failed = words.call(None, "a", (0, 1), "connect(3) = -1", errno="ECONNREFUSED")
    empty = words.call(None, "a", (0, 1), "recv(4, '', 9) = b''")
    open_ = words.call(None, "a", (0, None), "accept(3)")

    assert "= -1 ECONNREFUSED" == wording.name_result(failed, same)
    assert "= b'' end of input" == wording.name_result(empty, same)
    assert "= b'' an empty datagram" == wording.name_result(empty, same, stream=False)
    assert "" == wording.name_result(open_, same)
    assert "recv(4, '', 9)" == wording.name_call(empty)
    assert "recv(4)" == wording.name_call(empty, entered=True)
    assert "connect(3)" == wording.name_call(failed, entered=True)


@pytest.mark.parametrize("event", Event)
def test_every_event_of_the_rfc_has_a_name(event: Event) -> None:
    """In English an event is called what the RFC calls it."""
    assert event.value == wording.name_event(event, same)


def test_outcomes_and_sources_have_words() -> None:
    """A source that nobody has described has none."""
    assert "not observed" == wording.name_outcome("not observed", same)
    assert "the system calls" == wording.name_source("calls", same)
    assert "" == wording.name_source("crystal ball", same)


def test_values_are_spelled_as_the_rfc_does() -> None:
    """A state has its label; anything else is shown as it is."""
    assert ["FIN-WAIT-2", "queue 2"] == [
        wording.name_value(value) for value in ("FIN_WAIT_2", "queue 2")
    ]


def test_an_expectation_is_told_in_a_few_words() -> None:
    """A state is told by host and name, several ends by their number."""
    one = words.finding(1, "client", State.FIN_WAIT_2)
    sentence = Sentence("All {count} ends.", {"count": 3})
    many = replace(one, sentence=sentence)
    other = replace(one, expected="queue 2", sentence=Sentence("It holds 2."))
    refuted = replace(one, outcome="disagrees", observed={"calls": "CLOSED"})

    assert [
        "client FIN-WAIT-2",
        "3 \N{MULTIPLICATION SIGN} client FIN-WAIT-2",
        "It holds 2",
        "client FIN-WAIT-2 · seen: CLOSED",
        "client FIN-WAIT-2",
    ] == [
        wording.name_expectation(finding, same)
        for finding in (
            one,
            many,
            other,
            replace(refuted, source="calls"),
            replace(refuted, source=""),
        )
    ]


def test_sources_are_told_in_one_line(close_order: Record, storm: Record) -> None:
    """What was not used is told, too, and the kernel is named once."""
    environment = replace(close_order.environment, kernel="Linux 6.1")
    bare = replace(close_order, sources={"calls": "used"}, environment=environment)
    blind = replace(bare, sources={})

    assert "sources: packets, new · not used: tracepoint · Linux 6.18.5" == (
        wording.name_sources(storm, same)
    )
    assert "sources: calls · Linux 6.1" == wording.name_sources(bare, same)
    assert "sources: - · Linux 6.1" == wording.name_sources(blind, same)


@pytest.mark.parametrize(
    ("verdict", "more", "start"),
    [
        ("agrees", {"kept": False}, "The kernel agrees"),
        ("disagrees", {"kept": False}, "The kernel disagrees"),
        ("disagrees", {"kept": True}, "The kernel refutes"),
        ("agrees", {"kept": True}, "The kernel agrees"),
        ("not observed", {"kept": False}, "Not every expectation"),
    ],
)
def test_the_verdict_is_one_sentence(
    close_order: Record, verdict: str, more: dict[str, bool], start: str
) -> None:
    """A hypothesis that is kept although it is refuted says so."""
    record = replace(close_order, verdict=verdict, **more)

    assert wording.name_verdict(record, same).startswith(start)


def test_a_page_without_expectations_confirms_nothing(close_order: Record) -> None:
    """Where nothing was expected, nothing is said of the hypothesis."""
    record = replace(close_order, findings=())

    assert "This page expects nothing." == wording.name_verdict(record, same)


def test_a_ladder_says_whom_it_stands_for() -> None:
    """One of one, one of several, or several at once."""
    assert [
        "One connection, from its first state to its last.",
        "One connection went this way.",
        "3 connections went this way; one of them is drawn.",
        "7 segments are not drawn here; the capture has them",
    ] == [
        wording.name_ways(1, 1, same),
        wording.name_ways(1, 2, same),
        wording.name_ways(3, 1, same),
        wording.name_cut(7, same),
    ]


def test_a_step_names_its_variant() -> None:
    """A step outside of any variant is its sentence."""
    plain, varied = paired().steps[:2]

    assert "The server listens." == wording.say_step(plain, same)
    assert "without SO_REUSEADDR · The server binds port 7." == (
        wording.say_step(varied, same)
    )
