"""What is said of the states of TCP."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="A TCP connection needs one side that listens and another that "
        "connects.",
        source="textbooks, and introductions to sockets",
        page="simultaneous_open",
        verdict="half true",
        condition="So it is in every program one meets. Two sockets that are bound to "
        "fixed ports and connect to each other at the same time make a connection "
        "without any listener.",
    ),
    Claim(
        statement="Two ends that connect to each other at the same time get two "
        "connections.",
        source="folklore; so it was in some protocols before TCP",
        page="simultaneous_open",
        verdict="false",
        condition="The two SYNs make one connection: both ends pass through "
        "SYN-RECEIVED, and what one sends the other receives.",
    ),
    Claim(
        statement="From SYN-RECEIVED a connection comes to ESTABLISHED or is reset.",
        source="simplified state diagrams in textbooks",
        page="early_close",
        verdict="false",
        condition="A process that holds such an end may close it: then it goes from "
        "SYN-RECEIVED to FIN-WAIT-1 and never is ESTABLISHED. On Linux a process holds "
        "one only in a simultaneous open, or with TCP Fast Open.",
    ),
    Claim(
        statement="A listening socket that sends asks for a connection itself.",
        source="RFC 9293, figure 5 and section 3.10.2",
        page="listener_that_asks",
        verdict="false",
        condition="Not on Linux: send() gives EPIPE, connect() gives EISCONN, and the "
        "socket stays in LISTEN. After shutdown() it is in CLOSED and may connect from "
        "the same port.",
    ),
    Claim(
        statement="A client that gives up during the handshake tells the server so.",
        source="folklore",
        page="abandoned_request",
        verdict="false",
        condition="close() in SYN-SENT sends nothing. The server stays in SYN-RECEIVED "
        "until it repeats its SYN ACK, after a second; only that is answered with a "
        "reset.",
    ),
    Claim(
        statement="A server that receives a SYN leaves LISTEN until the handshake is "
        "over.",
        source="the state diagram, read as that of one socket",
        page="held_handshake",
        verdict="false",
        condition="The listener stays in LISTEN. Each request is a small socket of its "
        "own in SYN-RECEIVED.",
    ),
    Claim(
        statement="States such as CLOSING or LAST-ACK are too short to be seen.",
        source="folklore about netstat",
        page="held_close",
        verdict="half true",
        condition="Left alone they last microseconds. They last as long as an "
        "acknowledgement is missing: where the other end's segments are lost or "
        "dropped, any tool shows them.",
    ),
)
