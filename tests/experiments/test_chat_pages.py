"""The chat pages agree with the kernel, whatever is set."""

import pytest

from socketlab import workbench
from socketlab.evidence.observation import CALLS, PACKETS

VARIATIONS = [
    ("one_message", {"transport": "udp", "others": 20}),
    ("one_message", {"transport": "tcp", "others": 1}),
    ("one_message", {"transport": "tcp", "others": 20}),
    ("full_udp_buffer", {"messages": 35}),
    ("silent_reader", {"more": 1600}),
]


@pytest.mark.parametrize(("name", "parameters"), VARIATIONS)
def test_a_chat_page_agrees_with_the_kernel(
    name: str, parameters: dict[str, int | str]
) -> None:
    """Every expectation agrees, to one member and to twenty."""
    record = workbench.run(name, **parameters).record

    assert [] == [found for found in record.findings if found.outcome != "agrees"]


@pytest.mark.parametrize(
    ("source", "unseen"),
    [
        (PACKETS, ["'ann : line' x30"] * 2 + ["'' x0"] * 2),
        (CALLS, ['"ann : the last"']),
    ],
)
def test_payload_is_not_observed_without_its_source(
    source: str, unseen: list[str]
) -> None:
    """Take packets or calls away, and the page says so instead of disagreeing."""
    record = workbench.perform("full_udp_buffer", {}, without=[source]).record

    missing = [f.expected for f in record.findings if f.outcome == "not observed"]
    assert unseen == missing[-len(unseen) :]
    assert record.verdict == "not observed"
