"""One client after the other.

Waiting:      the one thread in recv(), while a client is served; else in accept().
Cost:         one process, one connection at a time.
Stopped by:   one silent client.
Breaks when:  anybody else wants to be served meanwhile.
See:          thread_per_client, where a silent client stops nobody.
"""

from socket import socket

from socketlab.echo.service import Service
from socketlab.echo.tcp_servers.blocking.reception import Reception


def serve(listener: socket, service: Service) -> None:
    """Serve one client to the end, then the next, until told to stop."""
    with Reception(listener, service) as reception:
        for connection, peer in reception:
            reception.handle(connection, peer)
