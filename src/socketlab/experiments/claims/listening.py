"""What is said of listening and accepting."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="A connection on which the client says nothing waits in the accept "
        "queue.",
        source="tcp(7) and listen(2), read together",
        page="silent_clients",
        verdict="half true",
        condition="It does, unless the listener has TCP_DEFER_ACCEPT: then it waits "
        "for the first data in SYN-RECEIVED, outside the queue, while the client is "
        "already connected.",
    ),
    Claim(
        statement="connect() returns before the server calls accept().",
        source="Stevens, UNIX Network Programming, volume 1",
        page="accept_queue",
        verdict="true",
        condition="It returns when the handshake is complete, which is the business of "
        "the kernel; that goes well for one connection more than the backlog.",
    ),
)
