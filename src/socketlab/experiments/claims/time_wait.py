"""What is said of TIME-WAIT, and of starting again."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="TIME-WAIT lasts four minutes, twice the maximum segment lifetime.",
        source="RFC 9293, sections 3.6.1 and 3.4.2, and textbooks",
        page="time_wait",
        verdict="false",
        condition="On Linux it lasts 60 seconds, a constant of the kernel's source "
        "(TCP_TIMEWAIT_LEN); the kernel's own timer shows it.",
    ),
    Claim(
        statement="The sysctl tcp_fin_timeout sets how long TIME-WAIT lasts.",
        source="guides to tuning servers",
        page="time_wait",
        verdict="false",
        condition="It limits FIN-WAIT-2 of connections that no program holds any more; "
        "with tcp_fin_timeout at one second TIME-WAIT still lasts 60.",
    ),
    Claim(
        statement="The client is the one that ends up in TIME-WAIT.",
        source="pictures in textbooks, where the client closes first",
        page="time_wait",
        verdict="half true",
        condition="It is the end that closes first, the client or the server; both if "
        "they close at the same time, and neither after a reset.",
    ),
    Claim(
        statement="Connections in TIME-WAIT use up the descriptors of a server.",
        source="folklore",
        page="time_wait_cost",
        verdict="false",
        condition="No program holds them: while ten connections are in TIME-WAIT the "
        "server has one socket, its listener, and nothing is sent.",
    ),
    Claim(
        statement="While a server keeps a connection in TIME-WAIT, that client cannot "
        "connect again from the same port.",
        source="folklore",
        page="time_wait_cost",
        verdict="false",
        condition="It can, at once: a new SYN takes the place of the old connection. "
        "It is TIME-WAIT at the client that stops a client.",
    ),
    Claim(
        statement="TIME-WAIT uses up the ephemeral ports of a client.",
        source="folklore",
        page="time_wait_cost",
        verdict="half true",
        condition="Only towards the same server and port: connect() gives "
        "EADDRNOTAVAIL there, while the same local port still reaches another server "
        "(with tcp_tw_reuse at 0).",
    ),
    Claim(
        statement="A server that sets SO_REUSEADDR can be restarted at once.",
        source="textbooks; the notes in socket(7) know better",
        page="address_in_use",
        verdict="half true",
        condition="Only if the server before it had set it, too: Linux lets two "
        "sockets share a port when both have the option, and an old connection has it "
        "from its listener.",
    ),
    Claim(
        statement='"Address already in use" after a restart means that connections are '
        "in TIME-WAIT.",
        source="folklore",
        page="address_in_use",
        verdict="half true",
        condition="Any state of an old connection is in the way: ESTABLISHED, "
        "CLOSE-WAIT and FIN-WAIT-2 as well as TIME-WAIT. Where the clients closed "
        "first, nothing is.",
    ),
    Claim(
        statement="SO_REUSEADDR lets two servers listen on the same address and port.",
        source="folklore, perhaps from other systems",
        page="address_in_use",
        verdict="false",
        condition="bind() gives EADDRINUSE as long as another socket listens there, "
        "whatever both have set.",
    ),
    Claim(
        statement="An old client goes on where it was when its server comes back on "
        "the same port.",
        source="what users expect",
        page="restart",
        verdict="false",
        condition="Its next bytes are answered with RST: the new server's kernel knows "
        "no such connection. It has to connect again.",
    ),
    Claim(
        statement="Connections in TIME-WAIT cost a busy server much memory.",
        source="guides to tuning servers",
        page="time_wait_cost",
        verdict="half true",
        condition="Each costs a timer and a structure of 248 bytes, where an open "
        "connection has one of 2304, and buffers besides: 10,000 of them take 2.5 MB.",
    ),
    Claim(
        statement="The end that closes first keeps TIME-WAIT.",
        source="RFC 9293, section 3.6",
        page="close_order",
        verdict="true",
        condition="Whichever end it is; the other one forgets the connection at once.",
    ),
)
