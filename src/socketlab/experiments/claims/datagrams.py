"""What is said of UDP."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="A datagram arrives whole or not at all.",
        source="textbooks on UDP",
        page="truncated_datagram",
        verdict="half true",
        condition="The kernel delivers it whole; but recv() with a buffer that is too "
        "small gives the beginning, and the rest is lost. Only MSG_TRUNC tells.",
    ),
    Claim(
        statement="A UDP datagram can hold 64 KiB.",
        source="lecture notes",
        page="largest_datagram",
        verdict="false",
        condition="65,507 bytes over IPv4: 65,535 less 20 bytes of IPv4's header and 8 "
        "of UDP's. One byte more gives EMSGSIZE, and nothing is sent.",
    ),
    Claim(
        statement="When recv() returns 0 the other side has closed.",
        source="recv(2), as it is usually remembered",
        page="empty_datagram",
        verdict="half true",
        condition="True of TCP. Over UDP it means that an empty datagram came, and the "
        "next one comes as ever; that a UDP sender has closed, nobody is told.",
    ),
    Claim(
        statement="UDP never reports an error: a sender cannot learn that nobody "
        "listens.",
        source="textbooks on UDP",
        page="nobody_listens",
        verdict="half true",
        condition="After connect() the next call on the socket gives ECONNREFUSED, "
        "once, when ICMP port unreachable has come. Without connect() it is silent "
        "unless IP_RECVERR is set.",
    ),
    Claim(
        statement="All fatal errors are passed to the user even when the UDP socket is "
        "not connected.",
        source="udp(7)",
        page="nobody_listens",
        verdict="false",
        condition="The kernel hears the ICMP message (the counter IcmpInDestUnreachs "
        "moves), but sendto() and recv() on an unconnected socket go on as if nothing "
        "had happened, unless IP_RECVERR is set.",
    ),
    Claim(
        statement="connect() on a UDP socket sends something to the server.",
        source="what one knows of TCP",
        page="nobody_listens",
        verdict="false",
        condition="It only names the peer: no packet travels, and it succeeds although "
        "nobody listens there. It matters later: only a connected socket is told of "
        "errors.",
    ),
    Claim(
        statement="UDP may lose datagrams, but each one that arrives, arrives once.",
        source="folklore",
        page="lossy_link",
        verdict="false",
        condition="What the network doubles is delivered twice, and what overtakes on "
        "the way is delivered first.",
    ),
    Claim(
        statement="Who sends a UDP datagram that is lost gets an error.",
        source="folklore",
        page="lossy_link",
        verdict="false",
        condition="send() succeeds and nobody is told. An error comes only where "
        "somebody says with ICMP that nobody is there.",
    ),
    Claim(
        statement="UDP keeps the boundaries of messages.",
        source="RFC 768 and textbooks",
        page="message_boundaries",
        verdict="true",
        condition="What one call sends, one call receives, as long as the buffer is "
        "large enough.",
    ),
)
