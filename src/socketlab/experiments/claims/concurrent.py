"""What is said of servers with several clients."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="An iterative server accepts no second client while it serves the "
        "first, so that the second cannot connect.",
        source="course notes",
        page="iterative_echo",
        verdict="half true",
        condition="It does not call accept(), but the kernel completes the handshake: "
        "connect() succeeds, and the client's first line waits unread.",
    ),
)
