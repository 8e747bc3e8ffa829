"""Two hosts of one namespace, and a link between them that can lose packets."""

from pathlib import Path

import pytest

from socketlab import workbench
from socketlab.evidence.observation import CallMade
from socketlab.lab.linux.runner import RunError
from socketlab.lab.record import Record
from socketlab.tcp.segment import Unreachable

PAGE = '''"""What happens on the link?

Hypothesis: this.
"""

from socketlab.lab.experiment import ms
from socketlab.tcp.states import State


def run(lab):
    server, client = lab.hosts("server", "client")
    link = lab.link({link})
    with lab.step("It happens."):
{body}
'''

DATAGRAMS = """
far = server.bind(9998)
near = client.datagrams(9998, server)
for number in range(60):
    near.send(b"%d" % number)
near.send(b"last")
near.send(b"last")
while far.receive() != b"last":
    pass
"""

CONNECTION = """
listener = server.listen(7)
near = client.connect(listener)
far = listener.accept()
near.send(b"hello")
far.receive()
lab.expect(near, State.ESTABLISHED)
"""


def play(folder: Path, body: str, link: str = "") -> Record:
    """Run a page of one step."""
    page = folder / "lossy.py"
    lines = "".join(f"        {line}\n" for line in body.strip().splitlines())
    page.write_text(PAGE.format(link=link, body=lines), encoding="utf-8")
    return workbench.run(str(page)).record


def received(record: Record) -> list[str]:
    """What recv(2) gave, in order."""
    return [
        one.result
        for one in record.observations
        if isinstance(one, CallMade) and one.name == "recv"
    ]


def test_each_packet_is_seen_leaving_and_arriving_once(tmp_path: Path) -> None:
    """The wires are no part of what is captured, and no checksum is wrong."""
    record = play(tmp_path, CONNECTION)
    (story,) = record.stories

    assert ["agrees"] == [found.outcome for found in record.findings]
    # The last ones may still be on their way when the run ends.
    assert len(story.passages) >= 4
    assert all(one.sent and one.received for one in story.passages[:4])
    assert all(not one.again for one in story.passages)
    assert () == record.conflicts


def test_one_seed_loses_the_same_datagrams(tmp_path: Path) -> None:
    """Another seed loses others; most arrive."""
    odds = "loss=0.2, reorder=0.2, duplicate=0.2, seed={seed}"
    first = sorted(received(play(tmp_path, DATAGRAMS, odds.format(seed=1))))
    again = sorted(received(play(tmp_path, DATAGRAMS, odds.format(seed=1))))
    other = sorted(received(play(tmp_path, DATAGRAMS, odds.format(seed=2))))

    assert first == again
    assert first != other
    assert 30 < len(set(first)) < 60
    assert len(set(first)) < len(first)


def test_what_is_lost_left_and_never_arrived(tmp_path: Path) -> None:
    """The client goes on asking."""
    record = play(
        tmp_path,
        "near = client.connect(server.place(7), wait=False)\n"
        "lab.expect(near, State.SYN_SENT)",
        "loss=1.0",
    )

    assert ["agrees"] == [found.outcome for found in record.findings]
    assert [None] == [one.received for one in record.stories[0].passages]


def test_a_delay_is_kept_in_both_directions(tmp_path: Path) -> None:
    """No packet takes less."""
    record = play(tmp_path, CONNECTION, "delay=ms(20)")
    took = [
        one.received - one.sent
        for one in record.stories[0].passages
        if one.sent and one.received
    ]

    assert len(took) >= 4
    assert min(took) >= 20_000_000


def test_a_refusal_crosses_the_link_too(tmp_path: Path) -> None:
    """ICMP is carried as everything else."""
    record = play(
        tmp_path,
        "near = client.datagrams(9998, server)\n"
        'near.send(b"anybody?")\n'
        "near.receive(may_fail=True)",
    )
    arrived = [
        one.received is not None
        for one in record.stories[0].passages
        if isinstance(one.segment, Unreachable)
    ]

    assert ["ECONNREFUSED"] == [
        one.errno
        for one in record.observations
        if isinstance(one, CallMade) and one.name == "recv"
    ]
    assert [True] == arrived


def test_who_waits_for_packets_that_never_come_is_told(tmp_path: Path) -> None:
    """The page breaks with a sentence, and does not hang."""
    body = (
        "from socketlab.lab.linux.lossy import carrier\n"
        "carrier.LONGEST = 0.02\n"
        "link.hold()\n"
        "link.pass_on(1)"
    )

    with pytest.raises(RunError, match="there are not 1 packets on the wire"):
        play(tmp_path, body)


def test_a_link_joins_two_hosts(tmp_path: Path) -> None:
    """With three there is no telling which."""
    page = tmp_path / "three.py"
    text = PAGE.format(link="", body="        pass")
    three = text.replace('"server", "client")', '"server", "client", "third")[:2]')
    page.write_text(three, encoding="utf-8")

    with pytest.raises(RunError, match="a link joins the two hosts of a page"):
        workbench.run(str(page))


def test_a_host_without_devices_is_told_what_is_missing(tmp_path: Path) -> None:
    """What the kernel refused, and what to do; here a name is taken already."""
    body = "link.end()\nlab.links.clear()\nlab.link()"

    with pytest.raises(RunError, match=r"no link between two hosts .File exists.*veth"):
        play(tmp_path, body)
