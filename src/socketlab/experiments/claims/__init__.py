"""Common statements about sockets, each with the page that tests it."""

from socketlab.experiments.claims import (
    closing,
    compared,
    concurrent,
    datagrams,
    diagram,
    listening,
    ports,
    time_wait,
)
from socketlab.experiments.claims.claim import Claim

KERNEL = "Linux 6.18"
"""Where the verdicts were found; each holds where its page agrees."""

TOPICS: dict[str, tuple[Claim, ...]] = {
    "Listening and accepting": listening.CLAIMS,
    "Servers with several clients": concurrent.CLAIMS,
    "Closing": closing.CLAIMS,
    "TIME-WAIT, and starting again": time_wait.CLAIMS,
    "Ports": ports.CLAIMS,
    "The states of TCP": diagram.CLAIMS,
    "Sending and receiving": compared.CLAIMS,
    "Datagrams": datagrams.CLAIMS,
}

CLAIMS: tuple[Claim, ...] = tuple(
    claim for claims in TOPICS.values() for claim in claims
)
