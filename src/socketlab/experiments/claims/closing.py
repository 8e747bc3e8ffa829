"""What is said of closing connections."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="Only one end of a connection goes through TIME-WAIT.",
        source="pictures in textbooks",
        page="simultaneous_close",
        verdict="half true",
        condition="So it is when one closes after the other. When two FINs cross on "
        "the wire, both ends do, at least one of them by way of CLOSING, and nobody "
        "passes CLOSE-WAIT.",
    ),
    Claim(
        statement="send() fails at once when the server has closed the connection.",
        source="what many programs assume",
        page="server_ends",
        verdict="false",
        condition="The first send() succeeds: a FIN closes one direction only. It is "
        "answered with RST, and only the next send() gives EPIPE.",
    ),
    Claim(
        statement="A program that is killed by SIGKILL cannot close its connections; "
        "its peers notice nothing.",
        source="folklore",
        page="server_ends",
        verdict="false",
        condition="The kernel closes them: a FIN, as after close(), or RST where "
        "received bytes were unread. Only a host that vanishes sends nothing.",
    ),
    Claim(
        statement="ECONNRESET means that the server has crashed.",
        source="folklore",
        page="server_ends_unread",
        verdict="half true",
        condition="Any close with received bytes unread resets the connection, by "
        "close() as by a signal; a server that crashes after it has read everything "
        "sends a FIN.",
    ),
    Claim(
        statement="close() always ends a connection with a FIN.",
        source="pictures in textbooks",
        page="unread_data",
        verdict="false",
        condition="It sends RST where received bytes are unread, be it one; and what "
        "arrives after the close is answered with RST.",
    ),
    Claim(
        statement="A reset makes the receiver lose what had already arrived.",
        source="textbooks",
        page="linger_zero",
        verdict="false",
        condition="On Linux it is still read first; then recv() gives ECONNRESET, or "
        "the end of input where a send() was told before.",
    ),
    Claim(
        statement="SO_LINGER with a time of zero is how to avoid TIME-WAIT.",
        source="advice on the net",
        page="linger_zero",
        verdict="half true",
        condition="Nobody keeps TIME-WAIT then, but the peer gets ECONNRESET instead "
        "of the end of input, and what was not yet delivered is lost.",
    ),
    Claim(
        statement="close() loses what has not been sent yet.",
        source="folklore",
        page="unsent_data",
        verdict="false",
        condition="The kernel goes on sending after close(), until everything has "
        "arrived. It is lost only where the connection is reset: SO_LINGER 0, or "
        "unread bytes.",
    ),
    Claim(
        statement="What a program has written is lost when it is killed by SIGKILL.",
        source="folklore",
        page="unsent_data",
        verdict="false",
        condition="What send() took belongs to the kernel, which delivers it, and then "
        "the FIN, though the program is gone.",
    ),
    Claim(
        statement="When recv() gives the end of input, the other end has closed its "
        "socket.",
        source="folklore",
        page="half_close",
        verdict="false",
        condition="It may have only half-closed, by shutdown(), and still read: both "
        "send the same FIN. Only an answer shows the difference: a closed end resets.",
    ),
    Claim(
        statement="EPIPE means that the other end has closed the connection.",
        source="folklore; send(2) says that the local end is shut down",
        page="half_close",
        verdict="half true",
        condition="It means that this end cannot send any more: because it was reset "
        "in CLOSE-WAIT, because an earlier call has reported the error, or because the "
        "program itself called shutdown().",
    ),
    Claim(
        statement="FIN-WAIT-2 ends after tcp_fin_timeout.",
        source="tcp(7)",
        page="fin_wait_2",
        verdict="half true",
        condition="Only when no program holds the socket any more. After shutdown() it "
        "lasts as long as the descriptor is open.",
    ),
    Claim(
        statement="Connections in CLOSE-WAIT go away after a timeout of the kernel.",
        source="folklore",
        page="fin_wait_2",
        verdict="false",
        condition="No timer runs in CLOSE-WAIT, and even when the other end has "
        "forgotten the connection it stays, until the program closes its descriptor, "
        "or sends and is reset.",
    ),
    Claim(
        statement="A timer called timewait belongs to TIME-WAIT.",
        source="what netstat -o and ss -o show",
        page="fin_wait_2",
        verdict="half true",
        condition="The kernel gives the same name to the timer of an orphan in "
        "FIN-WAIT-2.",
    ),
    Claim(
        statement="An end whose FIN nobody acknowledges stays in FIN-WAIT-1 for ever.",
        source="folklore",
        page="unacknowledged_fin",
        verdict="false",
        condition="The FIN is sent again, with pauses that double, and given up: after "
        "tcp_orphan_retries where no program holds the socket, else it goes on longer "
        "(tcp_retries2). The other end is not told.",
    ),
    Claim(
        statement="After a half-close the other direction still carries data.",
        source="RFC 9293, section 3.6, and shutdown(2)",
        page="half_close",
        verdict="true",
        condition="As long as the other end has not closed: it stays in CLOSE-WAIT and "
        "sends what it likes.",
    ),
)
