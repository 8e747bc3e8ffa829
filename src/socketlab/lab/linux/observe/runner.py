"""Observes programs: runs the observation as a page is run, and names the ends."""

import secrets
import shlex
from collections.abc import Callable, Sequence

import msgspec

from socketlab import __version__
from socketlab.evidence.collectors.tracefs import Tracefs
from socketlab.evidence.observation import TRACEPOINT
from socketlab.lab.account import Order, Packet
from socketlab.lab.conclusion import conclude
from socketlab.lab.linux import runner
from socketlab.lab.linux.observe.naming import leave_out_preparations, name_ends
from socketlab.lab.linux.observe.order import OUTSIDE, Observing, name
from socketlab.lab.page import Page
from socketlab.lab.record import Record, Sentence, Value

PLACE = "socketlab.lab.linux.observe.page"
QUESTION = Sentence("What do the sockets of this program do?")
HYPOTHESIS = Sentence("none; the program was observed, and nothing expected.")

LOOPBACK_CAVEATS: tuple[str, ...] = (
    "The trace cannot tell 127.0.0.1 of this network from that of the machine.",
)


def observe(
    observing: Observing,
    *,
    without: Sequence[str] = (),
    language: str = "en",
    progress: Callable[[Sentence], None] = lambda _sentence: None,
) -> tuple[Record, tuple[Packet, ...]]:
    """Observe programs until it is over; give the record and the packets.

    Args:
        observing: what; its descriptors are handed in.
        without: sources to leave out.
        language: for sentences.
        progress: called with the sentence of each step as it begins.

    Raises:
        socketlab.lab.linux.runner.RunError: the host refuses namespaces, a program
            could not be started, or does not listen.

    """
    network = f"10.{secrets.randbelow(254) + 1}.{secrets.randbelow(254) + 1}"
    order = Order(
        PLACE,
        {"observing": msgspec.json.encode(observing).decode()},
        tuple(without),
        network,
        language,
    )
    handed = {*observing.streams, observing.stop, observing.door, observing.mailbox}
    tracefs = None if TRACEPOINT in without else Tracefs()
    try:
        account = runner.inside(
            order, tracefs, progress, inherited=sorted(handed - {-1})
        )
        traced, status, caveats = runner.trace(tracefs, account)
    finally:
        if tracefs:
            tracefs.close()
    if status == "used":
        caveats = (*caveats, *LOOPBACK_CAVEATS)
    record = conclude(
        page_of(observing),
        parameters_of(observing),
        account,
        version=__version__,
        traced=traced,
        sources={TRACEPOINT: status},
        caveats={TRACEPOINT: caveats} if caveats else {},
    )
    visited = observing.door >= 0 or observing.mailbox >= 0
    record = leave_out_preparations(name_ends(record, OUTSIDE if visited else ""))
    return record, account.packets


def page_of(observing: Observing) -> Page:
    """Give the page that an observation is, with nothing to expect."""
    return Page(
        name=name(observing.command),
        place=PLACE,
        question=QUESTION.template,
        hypothesis=HYPOTHESIS.template,
        refutation="",
        defaults={},
        ranges={},
    )


def parameters_of(observing: Observing) -> dict[str, Value]:
    """Give what was asked for, as the report shows it."""
    told: dict[str, Value] = {"command": shlex.join(observing.command)}
    if observing.port:
        told["port"] = observing.port
    for number, client in enumerate(observing.clients, 1):
        told[f"client {number}"] = shlex.join(client)
    if observing.seconds:
        told["seconds"] = observing.seconds
    return told
