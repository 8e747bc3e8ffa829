"""What other tools say of the same run: tshark of the capture, ss of the sockets."""

import shutil
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

from socketlab import workbench
from socketlab.evidence.observation import PACKETS, TRACEPOINT, SegmentSeen
from socketlab.tcp.segment import Datagram, Segment

CHECKOUT = Path(__file__).parents[2]
PAGES = workbench.names()

FIELDS = (
    *("frame.number", "ip.src", "ip.dst", "tcp.srcport", "tcp.dstport"),
    *("tcp.flags", "tcp.seq_raw", "tcp.ack_raw", "tcp.len", "tcp.window_size_value"),
    *(
        "udp.srcport",
        "udp.dstport",
        "udp.length",
        "_ws.malformed",
        "tcp.checksum.status",
    ),
)

BESIDE = dedent('''\
    """Does ss see the sockets of {name} as we do?

    Hypothesis: it does (ss(8)).
    """

    from tests.experiments.beside_ss import beside
    from {place} import run as run_page


    def run(lab):
        """Run the page with ss beside every table."""
        run_page(beside(lab, {ss!r}))
''')


@pytest.mark.parametrize("name", PAGES)
def test_tshark_and_ss_see_what_an_ordinary_user_sees(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without root, each page agrees with the kernel, with tshark and with ss."""
    tshark = shutil.which("tshark")
    ss = shutil.which("ss") or shutil.which("ss", path="/usr/sbin:/sbin")
    if not tshark or not ss:
        pytest.skip("tshark or ss is missing (Debian packages tshark, iproute2)")
    page = tmp_path / f"{name}_beside_ss.py"
    place = workbench.page(name).place
    page.write_text(BESIDE.format(name=name, place=place, ss=ss), "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))

    result = workbench.perform(str(page), {}, without=[TRACEPOINT])
    record = result.record

    assert record.kept or [] == [
        found
        for found in record.findings
        if found.outcome != "agrees" and found.reason is None
    ]
    assert "used" == record.sources[PACKETS]
    assert {
        one.number: describe(one.segment)
        for one in record.observations
        if isinstance(one, SegmentSeen) and isinstance(one.segment, Segment | Datagram)
    } == list_segments(tshark, result.capture(), tmp_path)


def list_segments(
    tshark: str, capture: bytes, folder: Path
) -> dict[int, tuple[str, ...]]:
    """What tshark finds, by the numbers of packets; it must not complain.

    ICMP messages carry the header of a datagram that is another packet's.
    """
    file = folder / "capture.pcapng"
    file.write_bytes(capture)
    listing = subprocess.run(
        [
            tshark, "-n", "-r", file, "-Y", "(tcp or udp) and not icmp",
            "-T", "fields", "-E", "separator=|",
            *(word for field in FIELDS for word in ("-e", field)),
        ],
        check=True,
        capture_output=True,
        text=True,
        env={"HOME": str(folder), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        timeout=60,
    )  # fmt: skip
    complaints = [
        line for line in listing.stderr.splitlines() if "Running as" not in line
    ]
    assert [] == complaints
    lines = [line.split("|") for line in listing.stdout.splitlines()]
    return {int(number): read(fields) for number, *fields in lines}


def describe(segment: Segment | Datagram) -> tuple[str, ...]:
    """A segment as text, number by number."""
    ends = (
        segment.source.address,
        segment.destination.address,
        str(segment.source.port),
        str(segment.destination.port),
    )
    if isinstance(segment, Datagram):
        return (*ends, str(segment.length))
    return (
        *ends,
        str(int(segment.flags)),
        str(segment.sequence),
        str(segment.acknowledgment),
        str(segment.length),
        str(segment.window),
    )


def read(fields: list[str]) -> tuple[str, ...]:
    """What tshark found, in the same form; malformed is an error."""
    source, destination, *tcp = fields[:9]
    udp, malformed = fields[9:12], fields[12]
    assert malformed == ""
    if tcp[0]:
        near, far, flags, *numbers = tcp
        return (source, destination, near, far, str(int(flags, 16)), *numbers)
    near, far, length = udp
    return (source, destination, near, far, str(int(length) - 8))
