"""What everybody hears is checked against what was heard first."""

from hypothesis import given
from hypothesis import strategies as st

from socketlab.bench.chat.transcript import Listener, Speaker, Transcript
from socketlab.bench.chat.workload import compose

NOTICE = b":server NOTICE #room :hello\r\n"


def line(sender: int, number: int) -> bytes:
    """A message as a room relays it."""
    return b":n%05d!u@h PRIVMSG #room :%b\r\n" % (sender, compose(sender, number, 60))


def say(senders: int, each: int) -> tuple[Transcript, list[bytes]]:
    """Let every sender have sent so many messages at the time 1000."""
    transcript = Transcript(senders)
    transcript.sent = [[1000] * each for _ in range(senders)]
    said = [line(sender, number) for number in range(each) for sender in range(senders)]
    return transcript, said


@given(cuts=st.lists(st.integers(0, 600), max_size=6), noise=st.integers(0, 6))
def test_any_cut_is_heard_alike(cuts: list[int], noise: int) -> None:
    """Two listeners hear the same messages, however the bytes are cut."""
    transcript, said = say(2, 3)
    replies: list[bytes] = []
    first, second = (Listener(transcript, replies.append) for _ in range(2))
    lines = [*said[:noise], b"PING :a\r\n", NOTICE, *said[noise:]]
    data, start = b"".join(lines), 0
    for cut in [*sorted(cuts), len(data)]:
        first.hear(data[start:cut], 1500)
        start = max(start, cut)
    second.hear(b"".join(said), 3000)

    assert (6, 6) == (first.received, second.received)
    assert (0, 0, 0) == (transcript.wrong, first.wrong, second.wrong)
    assert [b"PONG :a\r\n"] == replies
    assert [500] * 6 == first.latencies(1)
    assert [2000] * 3 == second.latencies(2)


def test_a_message_in_another_order_is_wrong() -> None:
    """Who hears two messages the other way round than the first heard two wrong."""
    transcript, said = say(2, 1)
    first, second = (Listener(transcript, print) for _ in range(2))
    first.hear(said[0] + said[1], 2000)
    second.hear(said[1] + said[0], 2000)

    assert (0, 2) == (first.wrong, second.wrong)


def test_a_message_that_nobody_sent_is_wrong() -> None:
    """A repeated message, one from nowhere and one too early are wrong."""
    transcript, said = say(1, 1)
    listener = Listener(transcript, print)
    for heard in (said[0], said[0], line(7, 0), line(0, 5)):
        listener.hear(heard, 2000)

    assert (3, 1) == (transcript.wrong, listener.received)


def test_a_speaker_does_not_hear_itself() -> None:
    """Its own words are skipped, and what comes before the others waits for them."""
    transcript, said = say(2, 2)
    speaker, listener = Speaker(transcript, 0, print), Listener(transcript, print)
    speaker.hear(said[1] + NOTICE + said[3][:9], 2000)
    speaker.compare()
    early = speaker.received
    listener.hear(b"".join(said), 2000)
    speaker.hear(said[3][9:], 2000)
    speaker.compare()

    assert (0, 2, 4, 0) == (early, speaker.received, speaker.seen, speaker.wrong)


def test_a_speaker_hears_what_is_wrong() -> None:
    """A message other than the one that is next is wrong."""
    transcript, said = say(2, 2)
    speaker, listener = Speaker(transcript, 0, print), Listener(transcript, print)
    listener.hear(b"".join(said), 2000)
    speaker.hear(said[3] + said[1], 2000)
    speaker.compare()

    assert speaker.wrong == 2
