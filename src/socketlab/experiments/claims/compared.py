"""What is said of sending and receiving."""

from socketlab.experiments.claims.claim import Claim

CLAIMS = (
    Claim(
        statement="What is sent with one send() is received with one recv().",
        source="beginners' programs",
        page="message_boundaries",
        verdict="false",
        condition="True of UDP, where one call sends and one call receives one "
        "datagram. Over TCP three writes may come in one read and one write in two: "
        "the stream has no boundaries.",
    ),
    Claim(
        statement="A UDP sender is slowed down, or told, when the receiver cannot keep "
        "up.",
        source="folklore",
        page="full_receive_buffer",
        verdict="false",
        condition="Every send() succeeds; datagrams that find the receive buffer full "
        "are dropped, which only the counter UdpRcvbufErrors at the receiver shows.",
    ),
    Claim(
        statement="A window of zero ends the connection after a while.",
        source="folklore",
        page="full_receive_buffer",
        verdict="false",
        condition="The persist timer asks for the window, ever more rarely, and as "
        "long as the receiver's kernel answers, the connection stays ESTABLISHED.",
    ),
    Claim(
        statement="Nagle's algorithm delays every small packet by 40 ms.",
        source="folklore",
        page="delayed_acknowledgement",
        verdict="false",
        condition="Alone it delays nothing: a small segment goes at once if nothing "
        "before it waits for an acknowledgement. The 40 ms are the other side's "
        "delayed acknowledgement, and hurt who writes twice and then reads.",
    ),
    Claim(
        statement="TCP_NODELAY makes the kernel send each write as a packet of its "
        "own.",
        source="tcp(7)",
        page="nagle",
        verdict="true",
        condition="Shown with an end that hears no acknowledgement: with the option "
        "three writes are three segments, without it the second and third wait and go "
        "as one. Room in the window is needed in both cases.",
    ),
    Claim(
        statement="TCP_QUICKACK switches delayed acknowledgements off.",
        source="advice against the 40 ms",
        page="delayed_acknowledgement",
        verdict="half true",
        condition="Until the next answer: it takes the connection out of the mode of a "
        "conversation, and the server's next send brings it back, as tcp(7) warns. It "
        "must be set again and again.",
    ),
    Claim(
        statement="TCP notices by itself when the other side is gone.",
        source="programs without time limits",
        page="keepalive",
        verdict="false",
        condition="An idle end notices nothing, for ever: no timer runs. Only bytes "
        "that nobody acknowledges, or SO_KEEPALIVE, reveal it.",
    ),
    Claim(
        statement="Keepalive finds a dead peer within minutes.",
        source="configuration guides",
        page="keepalive",
        verdict="false",
        condition="Off unless SO_KEEPALIVE is set, and then two hours and eleven "
        "minutes by default (7200 + 9 x 75 s). With TCP_KEEPIDLE, TCP_KEEPINTVL and "
        "TCP_KEEPCNT it can be three seconds.",
    ),
    Claim(
        statement="When send() returns, the other side has the data.",
        source="programs that do not wait for an answer",
        page="vanished_peer",
        verdict="false",
        condition="It means that the own kernel has taken the bytes. To a peer that "
        "has vanished send() succeeds as ever, and goes on succeeding while the kernel "
        "sends the bytes again.",
    ),
    Claim(
        statement="TCP_USER_TIMEOUT is the longest time that sent data may remain "
        "unacknowledged.",
        source="tcp(7)",
        page="vanished_peer",
        verdict="half true",
        condition="It counts from the first time that the retransmission timer sends "
        "the data again, not from when the data was sent: with 560 ms the kernel still "
        "tries after 580.",
    ),
    Claim(
        statement="A connection that times out ends with a RST.",
        source="folklore",
        page="vanished_peer",
        verdict="half true",
        condition="Not when retransmissions run out or TCP_USER_TIMEOUT strikes: the "
        "kernel gives up in silence. When keepalive gives up it does send a RST.",
    ),
    Claim(
        statement="When the machine of a server has restarted, its old clients notice "
        "at once.",
        source="folklore among operators",
        page="rebooted_peer",
        verdict="false",
        condition="If its machine lost power, no FIN and no RST was sent: a client "
        "that only waits stays ESTABLISHED for ever. Only what it sends is answered "
        "with RST, and then its call gives ECONNRESET.",
    ),
    Claim(
        statement="A message sent over TCP ends with a newline or a NUL, which the "
        "receiver finds.",
        source="programs in C that print what recv() gave",
        page="message_boundaries",
        verdict="false",
        condition="TCP adds nothing: three writes arrive as onetwothree. Line ends, "
        "lengths or NULs are there only if the sender has written them.",
    ),
    Claim(
        statement="A TCP receiver drops segments that come out of order.",
        source="textbooks on go-back-N",
        page="lossy_link",
        verdict="false",
        condition="It keeps them beside (the counter TCPOFOQueue) and acknowledges "
        "them selectively; only what is missing is sent again.",
    ),
    Claim(
        statement="A newline sends what has been written so far.",
        source="what one knows of terminals and of printf()",
        page="line_endings",
        verdict="false",
        condition="The kernel sends at once and looks at no byte. It is the buffer "
        "inside a program (stdio) that may wait for a newline.",
    ),
    Claim(
        statement="recv() returns one line.",
        source="beginners' programs",
        page="line_endings",
        verdict="false",
        condition="It returns what has come, up to the size that was asked for: two "
        "lines, or half a line. Where a line ends, the program must find out.",
    ),
    Claim(
        statement="Lines on the network end with CR LF.",
        source="RFC 5321, section 2.3.8, and many other protocols",
        page="line_endings",
        verdict="half true",
        condition="Where the protocol says so. TCP changes no byte: LF, CR LF, CR and "
        "NUL arrive as they were sent, and both programs have to agree.",
    ),
)
