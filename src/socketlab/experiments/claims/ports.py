"""What is said of ports."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="With SO_REUSEADDR a client can bind its port again at once.",
        source='answers to "Address already in use"',
        page="fixed_port",
        verdict="half true",
        condition="Only if the old socket had set it as well as the new one; "
        "SO_REUSEPORT on both does it, too. To the same server connect() then needs "
        "TCP timestamps, without them it gives EADDRNOTAVAIL.",
    ),
    Claim(
        statement="A client whose port is in TIME-WAIT must wait until that is over.",
        source="course notes",
        page="fixed_port",
        verdict="half true",
        condition="Without options it must, whichever server it wants to go to, for "
        "bind() gives EADDRINUSE. With SO_REUSEADDR on both sockets it need not.",
    ),
    Claim(
        statement="Two sockets cannot have the same local port.",
        source="introductions to ports",
        page="fixed_port_shared",
        verdict="false",
        condition="They can on different addresses; on one address too, if both set "
        "SO_REUSEADDR or both SO_REUSEPORT, as long as they go to different endpoints: "
        "only the 4-tuple must differ.",
    ),
    Claim(
        statement="A server can have at most 65535 connections, for there are only so "
        "many ports.",
        source="interview questions",
        page="ephemeral_ports",
        verdict="false",
        condition="All connections of a server have its one port; the 4-tuple tells "
        "them apart. With four client ports there were twelve connections.",
    ),
    Claim(
        statement="A host can have about 28000 outgoing connections, the size of "
        "ip_local_port_range.",
        source="guides to tuning servers",
        page="ephemeral_ports",
        verdict="half true",
        condition="To one port of one server, yes: then connect() gives EADDRNOTAVAIL. "
        "To another port or another server the same ports serve again.",
    ),
    Claim(
        statement="bind() to port 0 before connect() changes nothing: the kernel "
        "chooses a port anyway.",
        source="examples of clients",
        page="bind_before_connect",
        verdict="false",
        condition="bind() takes a port for itself, connect() shares it between "
        "destinations; with bind() ports run out for all servers together, unless "
        "IP_BIND_ADDRESS_NO_PORT is set.",
    ),
    Claim(
        statement="Ports in TIME-WAIT can be used again only with tcp_tw_reuse=1.",
        source="guides to tuning servers",
        page="time_wait_reuse",
        verdict="half true",
        condition="For ports that connect() chooses, to the same server and outside "
        "the loopback addresses. To another server they are free at any time, and a "
        "port that the client binds needs only SO_REUSEADDR.",
    ),
    Claim(
        statement="SO_REUSEPORT gives connections to the listeners in turn.",
        source="blog posts",
        page="reuseport",
        verdict="false",
        condition="A hash of the 4-tuple decides: on the whole all get some, and the "
        "same client port always comes to the same listener.",
    ),
    Claim(
        statement="With SO_REUSEPORT a busy process gets fewer connections, an idle "
        "one more.",
        source="blog posts",
        page="reuseport_blocked",
        verdict="false",
        condition="The hash knows nothing of load. Clients of a blocked process wait "
        "in its queue and then in SYN-SENT, while another process is idle.",
    ),
    Claim(
        statement="With SO_REUSEPORT a process can be replaced without losing a "
        "connection.",
        source="blog posts on restarts",
        page="reuseport_closed",
        verdict="half true",
        condition="What waits in its accept queue is reset when its listener closes, "
        "unless tcp_migrate_req=1: then another listener of the port gets it.",
    ),
)
