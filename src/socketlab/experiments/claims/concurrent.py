"""What is said of servers with several clients."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="A program that writes to a closed connection is killed by SIGPIPE.",
        source="signal(7) and textbooks on C",
        page="broken_pipe",
        verdict="half true",
        condition="Not by the first send(), which succeeds, but by one after the reset "
        "has come; and not if SIGPIPE is ignored, as in Python, or MSG_NOSIGNAL is "
        "given: then it is only EPIPE.",
    ),
    Claim(
        statement="The second client of an iterative server cannot connect.",
        source="course notes",
        page="iterative_echo",
        verdict="false",
        condition="The kernel completes the handshake, not the server: connect() "
        "succeeds, the first line waits unread, and only the answer is missing until "
        "accept() is called.",
    ),
)
