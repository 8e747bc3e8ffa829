"""What is said of listening and accepting."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="The backlog is the number of connections that can wait.",
        source="listen(2), and most textbooks",
        page="accept_queue",
        verdict="false",
        condition="One more can: a queue counts as full when it is longer than the "
        "backlog, so backlog 1 lets two connections wait.",
    ),
)
