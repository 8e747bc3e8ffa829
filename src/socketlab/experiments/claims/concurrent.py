"""What is said of servers with several clients."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="When the child of a forking server closes the connection, the "
        "client sees its end.",
        source="textbooks, which close it in the parent without saying why",
        page="unclosed_connection",
        verdict="half true",
        condition="Only if the parent has closed its own descriptor; otherwise there "
        "is no FIN, and both ends stay ESTABLISHED. shutdown() sends FIN in any case.",
    ),
    Claim(
        statement="Many sockets in CLOSE-WAIT mean that clients do not close properly.",
        source="folklore among operators",
        page="unclosed_connection",
        verdict="false",
        condition="The clients have closed: CLOSE-WAIT waits for the server's own "
        "program, which still holds a descriptor, perhaps in the parent of a child "
        "that has long ended.",
    ),
    Claim(
        statement="A SIGCHLD handler that calls wait() leaves no zombies.",
        source="textbooks",
        page="zombies",
        verdict="half true",
        condition="Not if it waits only once: of two children that end while the "
        "signal is held back one stays, for a pending signal is not queued again. It "
        "must wait until nobody is left.",
    ),
    Claim(
        statement="Zombies keep their connections open.",
        source="course notes",
        page="zombies",
        verdict="false",
        condition="A process that has ended holds no sockets; its client has received "
        "FIN. Only its entry in the table of processes is left.",
    ),
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
    Claim(
        statement="A child that has ended is a zombie until its parent waits for it.",
        source="wait(2)",
        page="zombies",
        verdict="true",
        condition="Unless the parent ignores SIGCHLD: then it is gone at once.",
    ),
)
