"""One thread per client.

Waiting:      each thread in its own recv(); the main thread in accept().
Cost:         one thread and one stack per connection.
Stopped by:   no number of silent clients, until threads run out.
Breaks when:  threads outnumber what the scheduler or the memory can carry.
See:          fork_per_client, where a client cannot harm another's memory.
"""

from socket import socket
from threading import Thread

from socketlab.echo.service import Service
from socketlab.echo.tcp_servers.blocking.reception import Reception


def serve(listener: socket, service: Service) -> None:
    """Give every client a thread of its own, until told to stop."""
    with Reception(listener, service) as reception:
        for connection, peer in reception:
            client = (connection, peer)
            with reception.or_refuse(connection, peer):
                Thread(target=reception.handle, args=client, daemon=True).start()
