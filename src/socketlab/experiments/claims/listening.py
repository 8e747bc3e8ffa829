"""What is said of listening and accepting."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="listen() with a backlog of 0 lets nobody connect.",
        source="folklore",
        page="backlog_limit",
        verdict="false",
        condition="It lets one connection wait: a queue counts as full only when it is "
        "longer than the backlog.",
    ),
    Claim(
        statement="A client that finds the backlog full gets ECONNREFUSED.",
        source="listen(2), which allows it, and textbooks",
        page="backlog_limit",
        verdict="false",
        condition="Linux drops its SYN without an answer: connect() waits in SYN-SENT "
        "and gets in when there is room, or fails with ETIMEDOUT after "
        "tcp_syn_retries. ECONNREFUSED means that nobody listens there.",
    ),
    Claim(
        statement="The backlog is the largest number of clients that a server can "
        "have.",
        source="course notes",
        page="backlog_speed",
        verdict="false",
        condition="It limits only those who wait for accept(). A server that accepts "
        "fast enough has any number of clients with any backlog.",
    ),
    Claim(
        statement="When connect() returns, the server has called accept().",
        source="folklore",
        page="backlog_speed",
        verdict="false",
        condition="The kernel completes the handshake. Of a server that never accepts, "
        "backlog + 1 clients are connected.",
    ),
    Claim(
        statement="A longer backlog helps a server that is too slow.",
        source="guides to tuning servers",
        page="backlog_speed",
        verdict="false",
        condition="It bridges a burst. If clients come faster than the server accepts "
        "for long, any queue fills up; a longer one only makes more of them wait.",
    ),
    Claim(
        statement="The backlog limits the sum of both queues.",
        source="books on BSD's sockets",
        page="two_queues",
        verdict="false",
        condition="On Linux either queue may hold backlog + 1 connections; with SYN "
        "cookies both can be full at once.",
    ),
    Claim(
        statement="With SYN cookies the SYN queue has no limit.",
        source="listen(2)",
        page="two_queues",
        verdict="half true",
        condition="It holds backlog + 1 connections then, too. A client that finds it "
        "full is sent a cookie, which needs no place in it; one that finds the accept "
        "queue full is turned away all the same.",
    ),
    Claim(
        statement="A few clients that never answer the SYN ACK keep everybody else "
        "out.",
        source="descriptions of SYN floods",
        page="two_queues",
        verdict="half true",
        condition="Without SYN cookies backlog + 1 of them are enough, although the "
        "accept queue is empty. With cookies, the default, whoever answers gets in.",
    ),
    Claim(
        statement="tcp_max_syn_backlog is the length of the SYN queue.",
        source="listen(2), tcp(7), and guides to tuning servers",
        page="backlog_sysctls",
        verdict="half true",
        condition="Only where SYN cookies are off, and then the queue takes three "
        "quarters of it and one more; the backlog limits it in any case. With cookies "
        "on, the default, it changes nothing.",
    ),
    Claim(
        statement="tcp_syncookies = 1 makes the server answer every SYN with a cookie.",
        source="folklore",
        page="backlog_sysctls",
        verdict="false",
        condition="Only a SYN that finds the SYN queue full; 2 does so for every SYN, "
        "and then the SYN queue stays empty.",
    ),
    Claim(
        statement="listen(fd, 1000) lets a thousand clients wait.",
        source="what programs ask for",
        page="backlog_sysctls",
        verdict="half true",
        condition="Not more than net.core.somaxconn says (4096 since Linux 5.4, 128 "
        "before), and one more; listen() does not tell that it was cut down.",
    ),
    Claim(
        statement="With tcp_abort_on_overflow clients of a full listener are reset.",
        source="ip-sysctl, and guides to tuning servers",
        page="one_sided_connection",
        verdict="half true",
        condition="Only those whose handshake was under way when the queue became "
        "full. A SYN that finds it full is dropped as ever: most clients wait in "
        "SYN-SENT and see no reset.",
    ),
    Claim(
        statement="A connection is established at both ends or at none.",
        source="pictures of the handshake",
        page="one_sided_connection",
        verdict="half true",
        condition="The client is in ESTABLISHED as soon as it has the SYN ACK. If its "
        "ACK is lost or dropped the server stays in SYN-RECEIVED, and may forget the "
        "connection while the client keeps it.",
    ),
    Claim(
        statement="When connect() returns, the server knows of the connection.",
        source="folklore",
        page="ghost_connection",
        verdict="half true",
        condition="Not with a SYN cookie whose ACK was lost or found the accept queue "
        "full: the server has no socket until more bytes come and find room.",
    ),
    Claim(
        statement="When accept() fails with EMFILE the client's connection is lost.",
        source="folklore",
        page="descriptors_exhausted",
        verdict="false",
        condition="It stays in the queue with all that the client sends, and the first "
        "accept() that has a descriptor takes it.",
    ),
    Claim(
        statement="A server without descriptors refuses its clients.",
        source="folklore",
        page="descriptors_exhausted",
        verdict="false",
        condition="Nobody is refused: the kernel connects backlog + 1 of them, who "
        "wait in vain, and does not answer the others. A server that polls and only "
        "tries again spins.",
    ),
    Claim(
        statement="With edge-triggered epoll nobody is forgotten if accept() is called "
        "until it fails.",
        source="epoll(7), read quickly",
        page="edge_triggered_accept",
        verdict="false",
        condition="Only if it fails with EAGAIN. After EMFILE the kernel reports the "
        "listener no more until another client comes; the server has to try again by "
        "itself when it has closed something.",
    ),
    Claim(
        statement="EMFILE from accept() means that a client waits.",
        source="folklore",
        page="edge_triggered_accept",
        verdict="false",
        condition="accept() asks for a descriptor before it looks into the queue: "
        "without one it fails with EMFILE even if nobody waits.",
    ),
    Claim(
        statement="Raising net.core.somaxconn helps a server that is running.",
        source="guides to tuning servers",
        page="backlog_changed",
        verdict="half true",
        condition="Only when it calls listen() again, which most do at a restart: the "
        "limit was copied into the socket by listen().",
    ),
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
        statement="The backlog is the number of connections that can wait.",
        source="listen(2) and most textbooks",
        page="accept_queue",
        verdict="false",
        condition="One more can: with backlog 1 two connections wait, and the next "
        "client stays in SYN-SENT.",
    ),
)
